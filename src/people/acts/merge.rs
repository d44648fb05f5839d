//! Departments in order: placed, merged into another, closed.

use super::department::shut;
use super::{changes, registers, role};
use crate::accounts::rules::Scope;
use crate::accounts::store as accounts;
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::people::store::{self, Profile};
use crate::site::Site;
use crate::standing::store as standing;
use serde_json::json;
use std::collections::BTreeSet;

/// Moves a department one place up or down in lists and reports; at the end of the list nothing moves.
///
/// # Errors
/// [`Error::Forbidden`] for whoever does not register people of it; [`Error::NotFound`] when it is closed.
pub async fn place_department(tx: &mut Tx, act: &Act, site: &Site, id: &str, up: bool) -> Result<(), Error> {
    changes(tx, site).await?;
    let place = site.departments.iter().position(|one| one.id == id).ok_or(Error::NotFound)?;
    if !registers(tx, act, id).await? {
        return Err(Error::Forbidden);
    }
    let other = if up { place.checked_sub(1) } else { Some(place + 1) };
    let Some(other) = other.filter(|other| *other < site.departments.len()) else { return Ok(()) };
    let mut order: Vec<&str> = site.departments.iter().map(|one| one.id.as_str()).collect();
    order.swap(place, other);
    for (number, id) in (1_i64..).zip(order) {
        if !store::place_department(tx, id, number).await? {
            continue;
        }
        let leaf = act
            .leaf("department.placed")
            .of("department", id)
            .body(json!({ "department": id, "place": number }))
            .note("note.department_placed", json!({}));
        ledger::append(tx, &leaf).await?;
    }
    Ok(())
}

/// Closes a department that has nobody; twice is once.
///
/// # Errors
/// [`Error::Conflict`] when somebody is in it, departed people included, or holds a role for it.
pub async fn close_department(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    changes(tx, site).await?;
    if !registers(tx, act, id).await? {
        return Err(Error::Forbidden);
    }
    if !site.departments.iter().any(|one| one.id == id) {
        return Ok(());
    }
    if shut(tx, act, id, "").await? { Ok(()) } else { Err(Error::conflict("department.not_empty")) }
}

/// Moves everybody of a department into another by the next row of their chain, and closes it; roles that are held for it
/// go with them, and who holds one signs in anew. What was recorded so far keeps the name of its day. Twice is once. Give
/// it a transaction of its own.
///
/// # Errors
/// [`Error::NotFound`] when one of the two is not there; [`Error::Forbidden`] when one is out of reach.
pub async fn merge_department(tx: &mut Tx, act: &Act, site: &Site, id: &str, into: &str) -> Result<(), Error> {
    changes(tx, site).await?;
    let open = |id: &str| site.departments.iter().any(|one| one.id == id);
    if !open(into) || id == into {
        return Err(Error::NotFound);
    }
    if !open(id) {
        return Ok(());
    }
    if !registers(tx, act, id).await? || !registers(tx, act, into).await? {
        return Err(Error::Forbidden);
    }
    let people = store::people_of_department(&mut *tx, id).await?;
    let held = store::roles_for_department(&mut *tx, id).await?;
    // Everybody before the first leaf, in the order of their ids.
    let ids: BTreeSet<&str> =
        people.iter().chain(held.iter().map(|one| &one.0)).map(|one| one.person_id.as_str()).collect();
    for person in ids {
        tx.hold_person(person).await?;
    }
    for person in &people {
        let before = store::present_profile(&mut *tx, &person.person_id).await?;
        if before.department_id != id {
            continue;
        }
        let profile = Profile { number: before.number + 1, department_id: into.to_owned(), ..before };
        store::insert_profile(tx, &person.person_id, &profile, act.by_id(), act.at).await?;
        standing::renew_person(tx, site.asks(), &person.person_id).await?;
        let subject = json!({
            "name": profile.full_name, "code": profile.code.clone().unwrap_or_default(),
            "department": into, "position": profile.position,
        });
        let leaf = act
            .leaf("account.changed")
            .about(person)
            .of("profile", format!("{}#{}", person.person_id, profile.number))
            .body(json!({ "number": profile.number, "department": into }))
            .private("subject", subject)
            .note("note.person_changed", json!({}));
        ledger::append(tx, &leaf).await?;
    }
    let (old, new) = (Scope::Department(id.to_owned()), Scope::Department(into.to_owned()));
    for (person, held) in &held {
        let held = *held;
        for (row, scope) in store::revoke(tx, &person.person_id, held, Some(&old), act.by_id(), act.at).await? {
            role::append(tx, act, person, &row, (held, &scope), false).await?;
        }
        let row = new_id();
        if store::grant(tx, &row, &person.person_id, (held, &new), act.by_id(), act.at).await? {
            role::append(tx, act, person, &row, (held, &new), true).await?;
        }
        accounts::end_ways_in(tx, &person.person_id, act.at).await?;
    }
    if shut(tx, act, id, into).await? { Ok(()) } else { Err(Error::conflict("department.not_empty")) }
}
