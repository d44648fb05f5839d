//! An account switched off and on, apart from leaving.

use super::{administers, changes, not_erased, reached};
use crate::accounts::rules::{Role, Switch};
use crate::accounts::store as accounts;
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::people::store::{self, Person};
use crate::site::Site;
use serde_json::json;

/// Switches a person's account off or on; what they are and did stays. Off: nobody signs in with it, its sessions and
/// open links end at once. Twice is once.
///
/// # Errors
/// [`Error::Forbidden`] for whoever is no admin; [`Error::Conflict`] for oneself, for the last admin, and when the
/// person's data is erased.
pub async fn switch_account(tx: &mut Tx, act: &Act, site: &Site, id: &str, to: Switch) -> Result<(), Error> {
    // Two admins who switch each other off come one after the other.
    changes(tx, site).await?;
    let person = reached(tx, act, id).await?;
    not_erased(&person)?;
    if !administers(tx, act).await? {
        return Err(Error::Forbidden);
    }
    if act.by_id() == Some(id) {
        return Err(Error::conflict("account.not_oneself"));
    }
    if to == Switch::Disabled && person.roles.has(Role::Admin) && !store::others_hold(&mut *tx, Role::Admin, id).await?
    {
        return Err(Error::conflict("role.last_admin"));
    }
    turn(tx, act, &person, to).await
}

/// What [`switch_account`] does when it may: the person is held.
pub(super) async fn turn(tx: &mut Tx, act: &Act, person: &Person, to: Switch) -> Result<(), Error> {
    let id = &person.id;
    let Some(number) = accounts::switch(tx, id, to, act.by_id(), act.at).await? else { return Ok(()) };
    let (kind, note) = match to {
        Switch::Disabled => ("account.disabled", "note.account_disabled"),
        Switch::Enabled => ("account.enabled", "note.account_enabled"),
    };
    let leaf = act
        .leaf(kind)
        .about(&person.author())
        .of("account_switch", format!("{id}#{number}"))
        .body(json!({ "number": number }))
        .note(note, json!({}));
    ledger::append(tx, &leaf).await?;
    if to == Switch::Disabled { accounts::end_ways_in(tx, id, act.at).await } else { Ok(()) }
}
