//! Forgetting a person: their data goes, what was recorded goes on to verify.

use super::{administers, reached};
use crate::accounts::store as accounts;
use crate::act::Act;
use crate::contacts::store as contacts;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::papers::acts::cancel_open;
use crate::papers::store as papers;
use crate::people::rules::Basis;
use crate::people::store;
use crate::site::Site;
use crate::standing::store as standing;
use serde_json::json;

/// Erases the personal data of somebody who has left; twice is once. There is no way back.
///
/// # Errors
/// [`Error::Conflict`] for somebody who has not left; [`Error::Forbidden`] for whoever is no admin.
pub async fn erase(tx: &mut Tx, act: &Act, site: &Site, id: &str, basis: Basis) -> Result<(), Error> {
    site.holds(tx).await?;
    let person = reached(tx, act, id).await?;
    if !administers(tx, act).await? {
        return Err(Error::Forbidden);
    }
    if person.left_at.is_none() {
        return Err(Error::conflict("person.not_left"));
    }
    if person.erased_at.is_some() {
        return Ok(());
    }
    contacts::wipe(tx, id, act.at).await?;
    cancel_open(tx, act, id).await?;
    papers::wipe(tx, id).await?;
    accounts::end_ways_in(tx, id, act.at).await?;
    accounts::forget_addresses(tx, id).await?;
    accounts::close(tx, id).await?;
    standing::renew_person(tx, site.asks(), id).await?;
    // After the copies were renewed: those of closed rounds are emptied, not derived.
    store::erase(tx, id, act.at).await?;
    let leaf = act
        .leaf("erasure.done")
        .about(&person.author())
        .of("person", id)
        .body(json!({ "basis": basis.as_str() }))
        .note("note.erased", json!({ "can_cu": basis.words() }));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
