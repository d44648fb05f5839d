//! Granting roles and taking them back.

use super::{administers, changes, not_erased, reached};
use crate::accounts::rules::{Role, Scope};
use crate::accounts::store as accounts;
use crate::act::{Act, Author};
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::once;
use crate::people::rules::scope_for;
use crate::people::store::{self, Person};
use crate::site::Site;
use serde_json::json;

/// Grants a role; twice is once. The person's sessions and open links end: what was handed to a plain member does not
/// open to a leader.
///
/// # Errors
/// [`Error::Invalid`] when the role cannot be held in that scope.
pub async fn grant_role(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    id: &str,
    (role, wanted): (Role, &Scope),
) -> Result<(), Error> {
    if once::before(tx, act, &asked("grant", id, role, Some(wanted))).await?.is_some() {
        return Ok(());
    }
    changes(tx, site).await?;
    let person = reached(tx, act, id).await?;
    not_erased(&person)?;
    if !administers(tx, act).await? {
        return Err(Error::Forbidden);
    }
    let scope = scope_for(role, wanted, &person.department_id).filter(|scope| there_is(site, scope));
    let scope = scope.ok_or_else(|| Error::invalid("form.unknown_field"))?;
    give(tx, act, &person, (role, &scope)).await
}

/// What [`grant_role`] does when it may: the person is held.
pub(super) async fn give(tx: &mut Tx, act: &Act, person: &Person, what: (Role, &Scope)) -> Result<(), Error> {
    let row = new_id();
    if store::grant(tx, &row, &person.id, what, act.by_id(), act.at).await? {
        append(tx, act, &person.author(), &row, what, true).await?;
        accounts::end_ways_in(tx, &person.id, act.at).await?;
    }
    Ok(())
}

/// What a form of roles is about.
fn asked(what: &str, id: &str, role: Role, scope: Option<&Scope>) -> String {
    let (kind, scope_id) = scope.map_or(("", ""), Scope::parts);
    format!("people.role {what} {id} {role} {kind}:{scope_id}")
}

fn there_is(site: &Site, scope: &Scope) -> bool {
    match scope {
        Scope::All => true,
        Scope::Group(id) => site.group(id).is_some(),
        Scope::Department(id) => site.departments.iter().any(|one| one.id == *id),
    }
}

/// Takes a role back, in one scope or wherever it is held (`None`); twice is once. Sessions and open links end.
///
/// # Errors
/// [`Error::Conflict`] when nobody else is an admin.
pub async fn revoke_role(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    id: &str,
    (role, scope): (Role, Option<&Scope>),
) -> Result<(), Error> {
    if once::before(tx, act, &asked("revoke", id, role, scope)).await?.is_some() {
        return Ok(());
    }
    // Two admins who revoke each other come one after the other.
    changes(tx, site).await?;
    let person = reached(tx, act, id).await?;
    if !administers(tx, act).await? {
        return Err(Error::Forbidden);
    }
    let last = role == Role::Admin && person.roles.has(Role::Admin) && person.left_at.is_none();
    if last && !store::others_hold(&mut *tx, Role::Admin, id).await? {
        return Err(Error::conflict("role.last_admin"));
    }
    let taken = store::revoke(tx, id, role, scope, act.by_id(), act.at).await?;
    for (row, scope) in &taken {
        append(tx, act, &person.author(), row, (role, scope), false).await?;
    }
    if !taken.is_empty() {
        accounts::end_ways_in(tx, id, act.at).await?;
    }
    Ok(())
}

pub(super) async fn append(
    tx: &mut Tx,
    act: &Act,
    whom: &Author,
    row: &str,
    (role, scope): (Role, &Scope),
    granted: bool,
) -> Result<(), Error> {
    let (kind, scope_id) = scope.parts();
    let leaf = act
        .leaf("account.role_changed")
        .about(whom)
        .of("role_grant", row)
        .body(json!({ "role": role.as_str(), "scope": kind, "scope_id": scope_id, "granted": granted }))
        .note(if granted { "note.role_granted" } else { "note.role_revoked" }, json!({ "vai_tro": role.label() }));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
