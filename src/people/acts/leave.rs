//! Leaving the organisation, and a departure that was entered by mistake.

use super::{changes, may_change, not_erased, reached};
use crate::accounts::rules::{Role, Roles};
use crate::accounts::store as accounts;
use crate::act::Act;
use crate::admissions::acts as admissions;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::papers::acts as papers;
use crate::people::rules::Presence;
use crate::people::store;
use crate::site::Site;
use crate::standing::store as standing;
use crate::time::day_of;
use serde_json::json;

/// Marks a person as having left: sessions end, links are taken back, what is on its way to a group and a paper that is open end, who is in
/// one waits for the leader's order. Twice is once.
///
/// # Errors
/// [`Error::Conflict`] for oneself and for the last admin; [`Error::Forbidden`] for whoever is no admin and means
/// somebody with a role.
pub async fn leave(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    let seen = store::person(&mut *tx, id).await?.roles;
    hold(tx, site, &seen).await?;
    let person = reached(tx, act, id).await?;
    if act.by_id() == Some(id) {
        return Err(Error::conflict("person.not_oneself"));
    }
    may_change(tx, act, &person).await?;
    let last = person.left_at.is_none() && person.roles.has(Role::Admin);
    if last && !store::others_hold(&mut *tx, Role::Admin, id).await? {
        return Err(Error::conflict("role.last_admin"));
    }
    let Some(number) = store::turn(tx, id, (Presence::Left, false), act.by_id(), act.at).await? else { return Ok(()) };
    accounts::end_ways_in(tx, id, act.at).await?;
    admissions::depart(tx, act, id).await?;
    papers::cancel_open(tx, act, id).await?;
    standing::renew_person(tx, site.asks(), id).await?;
    let leaf = act
        .leaf("person.left")
        .about(&person.author())
        .of("presence", format!("{id}#{number}"))
        .body(json!({ "number": number }))
        .note("note.left", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

/// Two admins who let each other go come one after the other. Who becomes an admin meanwhile changes the site too.
async fn hold(tx: &mut Tx, site: &Site, roles: &Roles) -> Result<(), Error> {
    if roles.has(Role::Admin) { changes(tx, site).await } else { site.holds(tx).await }
}

/// Undoes a departure entered by mistake; twice is once.
///
/// # Errors
/// [`Error::Conflict`] when the person's data is erased.
pub async fn come_back(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    site.holds(tx).await?;
    let person = reached(tx, act, id).await?;
    not_erased(&person)?;
    may_change(tx, act, &person).await?;
    let anew = standing::nothing_valid(&mut *tx, id, &day_of(act.at)).await?;
    let turned = store::turn(tx, id, (Presence::Returned, anew), act.by_id(), act.at).await?;
    let Some(number) = turned else { return Ok(()) };
    admissions::stay(tx, act, id).await?;
    standing::renew_person(tx, site.asks(), id).await?;
    let leaf = act
        .leaf("person.returned")
        .about(&person.author())
        .of("presence", format!("{id}#{number}"))
        .body(if anew { json!({ "number": number, "anew": 1 }) } else { json!({ "number": number }) })
        .note("note.came_back", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
