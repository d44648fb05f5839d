//! Deleting somebody who was added and of whom nothing was ever done.

use super::{may_change, reached};
use crate::act::{Act, Author};
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::papers::acts as papers;
use crate::people::store::{self, Touched};
use crate::site::Site;
use serde_json::json;

/// Deletes a person without acts of their own; what was recorded of adding them stays, without anything that tells who
/// it was. Twice is once.
///
/// # Errors
/// [`Error::Conflict`] when they have acted, have a link that can be used, hold a role, or stand in a closed round.
pub async fn remove(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    site.holds(tx).await?;
    if store::is_removed(&mut *tx, id).await? {
        return Ok(());
    }
    let person = reached(tx, act, id).await?;
    may_change(tx, act, &person).await?;
    refuse(store::touched(&mut *tx, id, act.at).await?)?;
    let whom = person.author();
    go(tx, act, &whom).await
}

/// Says what stands against it.
pub(crate) fn refuse(touched: Touched) -> Result<(), Error> {
    match touched {
        Touched { acted: true, .. } => Err(Error::conflict("remove.acted")),
        Touched { linked: true, .. } => Err(Error::conflict("remove.linked")),
        Touched { bound: true, .. } => Err(Error::conflict("remove.bound")),
        _ => Ok(()),
    }
}

/// What [`remove`] does when it may: the person is held.
pub(super) async fn go(tx: &mut Tx, act: &Act, whom: &Author) -> Result<(), Error> {
    papers::cancel_open(tx, act, &whom.person_id).await?;
    if !store::remove(tx, &whom.person_id, act.by_id(), act.at).await? {
        return Ok(());
    }
    let leaf =
        act.leaf("person.removed").about(whom).of("removal", &whom.person_id).note("note.person_removed", json!({}));
    ledger::append(tx, &leaf).await.map(|_| ())
}
