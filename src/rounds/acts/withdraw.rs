//! A round that was opened by mistake is taken back while nobody has acted in it.

use super::open::{changed, may};
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::once;
use crate::rounds::rules::RoundKind;
use crate::rounds::store;
use serde_json::json;

/// Takes a round back: it is closed, and its people do not count. Twice is once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for the newcomers' round, a closed one, and one in which somebody has read,
/// sat, confirmed or applied.
pub async fn withdraw(tx: &mut Tx, act: &Act, id: &str) -> Result<(), Error> {
    if once::before(tx, act, &format!("rounds.withdraw {id}")).await?.is_some() {
        return Ok(());
    }
    tx.change_site().await?;
    let round = store::find(&mut *tx, id).await?;
    may(tx, act, &round.group_id).await?;
    if round.withdrawn_at.is_some() {
        return Ok(());
    }
    if round.kind == RoundKind::Newcomer {
        return Err(Error::conflict("round.newcomer_stays"));
    }
    if round.closed_at.is_some() {
        return Err(Error::conflict("round.closed"));
    }
    if store::acted(&mut *tx, id).await? {
        return Err(Error::conflict("round.acted"));
    }
    if !store::withdraw(tx, id, act.by_id(), act.at).await? {
        return Err(Error::conflict("round.closed"));
    }
    let leaf = changed(act, "round.withdrawn", id, &round).note("note.round_withdrawn", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
