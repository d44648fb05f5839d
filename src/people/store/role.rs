//! SQL of roles.

use crate::accounts::rules::Role;
use crate::act::By;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger::{self, Entry};
use crate::text::say_with;
use serde_json::json;
use sqlx::AnyConnection;

/// Grants a role; twice is once. Sessions of the person end, so that it counts at once and only for them.
pub(crate) async fn grant(
    tx: &mut AnyConnection,
    person_id: &str,
    actor: &str,
    role: Role,
    by: &By,
    now: i64,
) -> Result<(), Error> {
    let done = sqlx::query(
        "insert into role_grant (id, person_id, role, granted_at, granted_by) values ($1, $2, $3, $4, $5)
         on conflict (person_id, role) where revoked_at is null do nothing",
    )
    .bind(new_id())
    .bind(person_id)
    .bind(role.as_str())
    .bind(now)
    .bind(by.as_ref().map(|by| by.0.clone()))
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 1 {
        role_changed(tx, person_id, actor, role, by, now, "note.role_granted").await?;
    }
    Ok(())
}

/// Revokes a role; twice is once.
pub(crate) async fn revoke(
    tx: &mut AnyConnection,
    person_id: &str,
    actor: &str,
    role: Role,
    by: &By,
    now: i64,
) -> Result<(), Error> {
    let done = sqlx::query(
        "update role_grant set revoked_at = $3, revoked_by = $4
         where person_id = $1 and role = $2 and revoked_at is null",
    )
    .bind(person_id)
    .bind(role.as_str())
    .bind(now)
    .bind(by.as_ref().map(|by| by.0.clone()))
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 1 {
        role_changed(tx, person_id, actor, role, by, now, "note.role_revoked").await?;
    }
    Ok(())
}

async fn role_changed(
    tx: &mut AnyConnection,
    person_id: &str,
    actor: &str,
    role: Role,
    by: &By,
    now: i64,
    key: &'static str,
) -> Result<(), Error> {
    sqlx::query("delete from session where person_id = $1").bind(person_id).execute(&mut *tx).await?;
    let entry = Entry {
        kind: "account.role_changed",
        at: now,
        actor: by.as_ref().map(|by| by.1.clone()),
        about: Some(actor.to_owned()),
        person_id: Some(person_id.to_owned()),
        by_id: by.as_ref().map(|by| by.0.clone()),
        body: json!({ "role": role.as_str(), "granted": key == "note.role_granted" }),
        private: Vec::new(),
        note: say_with(key, &[("vai_tro", role.label())]),
    };
    ledger::append(tx, &entry).await?;
    Ok(())
}

/// How many people hold a role now: the last admin cannot be taken away.
pub(crate) async fn holders(tx: &mut AnyConnection, role: Role) -> Result<i64, Error> {
    let row = sqlx::query(
        "select count(*) from role_grant g join person p on p.id = g.person_id
         where g.role = $1 and g.revoked_at is null and p.left_at is null",
    )
    .bind(role.as_str())
    .fetch_optional(tx)
    .await?;
    Ok(crate::db::count(row))
}
