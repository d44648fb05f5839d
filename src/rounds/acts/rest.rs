//! A round rests, and goes on: nobody's days run meanwhile.

use super::open::open;
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::rounds::store;
use serde_json::json;

/// Lets an open round rest (`rests`) or go on; what is so already stays. Nothing that was done is lost.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it is closed; [`Error::Forbidden`] for who does not run it.
pub async fn rest(tx: &mut Tx, act: &Act, id: &str, rests: bool) -> Result<(), Error> {
    tx.change_site().await?;
    open(tx, act, id).await?;
    let Some(number) = store::rest(tx, id, rests, act.by_id(), act.at).await? else { return Ok(()) };
    store::raise(tx, id).await?;
    let (kind, note) =
        if rests { ("round.paused", "note.round_paused") } else { ("round.resumed", "note.round_resumed") };
    let leaf = act.leaf(kind).of("round_pause", format!("{id}#{number}"));
    ledger::append(tx, &leaf.body(json!({ "round": { "id": id }, "number": number })).note(note, json!({}))).await?;
    Ok(())
}
