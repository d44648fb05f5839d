//! Granting roles and taking them back.

use super::{administers, changes, not_erased, reached};
use crate::accounts::rules::{Role, Scope};
use crate::accounts::store as accounts;
use crate::act::{Act, Author};
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::people::rules::scope_for;
use crate::people::store;
use crate::site::Site;
use serde_json::json;

/// Grants a role; twice is once. The person's sessions end, so that it counts at once and only for them.
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
    changes(tx, site).await?;
    let person = reached(tx, act, id).await?;
    not_erased(&person)?;
    if !administers(tx, act).await? {
        return Err(Error::Forbidden);
    }
    let scope = scope_for(role, wanted, &person.department_id).filter(|scope| there_is(site, scope));
    let scope = scope.ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let row = new_id();
    if store::grant(tx, &row, id, (role, &scope), act.by_id(), act.at).await? {
        accounts::end_sessions(tx, id, "").await?;
        append(tx, act, &person.author(), &row, (role, &scope), true).await?;
    }
    Ok(())
}

fn there_is(site: &Site, scope: &Scope) -> bool {
    match scope {
        Scope::All => true,
        Scope::Group(id) => site.group(id).is_some(),
        Scope::Department(id) => site.departments.iter().any(|one| one.id == *id),
    }
}

/// Takes a role back, in one scope or wherever it is held (`None`); twice is once.
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
    // Two admins who revoke each other come one after the other.
    changes(tx, site).await?;
    let person = reached(tx, act, id).await?;
    if !administers(tx, act).await? {
        return Err(Error::Forbidden);
    }
    let last = role == Role::Admin && person.roles.has(Role::Admin) && person.left_at.is_none();
    if last && store::holders(&mut *tx, Role::Admin).await? < 2 {
        return Err(Error::conflict("role.last_admin"));
    }
    let taken = store::revoke(tx, id, role, scope, act.by_id(), act.at).await?;
    if !taken.is_empty() {
        accounts::end_sessions(tx, id, "").await?;
    }
    for (row, scope) in &taken {
        append(tx, act, &person.author(), row, (role, scope), false).await?;
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
