//! SQL of roles.

use crate::accounts::rules::{Role, Scope};
use crate::db::{Ask, Tx, count};
use crate::error::Error;
use crate::stored;
use sqlx::Row;

stored!(Role);

/// Grants a role; false when it is held there.
pub(crate) async fn grant(
    tx: &mut Tx,
    id: &str,
    person_id: &str,
    (role, scope): (Role, &Scope),
    by: Option<&str>,
    at: i64,
) -> Result<bool, Error> {
    let (kind, scope_id) = scope.parts();
    let done = sqlx::query(
        "insert into role_grant (id, person_id, role, scope, scope_id, granted_at, granted_by)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
    )
    .bind(id)
    .bind(person_id)
    .bind(role)
    .bind(kind)
    .bind(scope_id)
    .bind(at)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a role back, in one scope or in each; what was taken back: id and scope.
pub(crate) async fn revoke(
    tx: &mut Tx,
    person_id: &str,
    role: Role,
    scope: Option<&Scope>,
    by: Option<&str>,
    at: i64,
) -> Result<Vec<(String, Scope)>, Error> {
    let parts = scope.map(Scope::parts);
    let rows = sqlx::query(
        "update role_grant set revoked_at = $5, revoked_by = $6
         where person_id = $1 and role = $2 and revoked_at is null
           and ($3 is null or (scope = $3 and scope_id = $4)) returning id, scope, scope_id",
    )
    .bind(person_id)
    .bind(role)
    .bind(parts.map(|one| one.0))
    .bind(parts.map(|one| one.1))
    .bind(at)
    .bind(by)
    .fetch_all(tx)
    .await?;
    let mut taken = Vec::new();
    for row in rows {
        let (kind, scope_id): (String, String) = (row.try_get(1)?, row.try_get(2)?);
        let scope = Scope::parse(&kind, &scope_id).ok_or_else(|| Error::internal("a scope cannot be read"))?;
        taken.push((row.try_get(0)?, scope));
    }
    Ok(taken)
}

/// How many people who have not left hold a role everywhere: the last admin cannot be taken away.
pub(crate) async fn holders<'c>(db: impl Ask<'c>, role: Role) -> Result<i64, Error> {
    let row = sqlx::query(
        "select count(distinct g.person_id) from role_grant g where g.role = $1 and g.revoked_at is null
           and not exists (select 1 from presence x
                           where x.person_id = g.person_id and x.until_at is null and x.kind = 'left')",
    )
    .bind(role)
    .fetch_optional(db)
    .await?;
    Ok(count(row))
}

/// Whether somebody is an admin now.
pub(crate) async fn is_admin<'c>(db: impl Ask<'c>, person_id: &str) -> Result<bool, Error> {
    let sql = "select 1 from role_grant where person_id = $1 and role = 'admin' and revoked_at is null";
    Ok(sqlx::query(sql).bind(person_id).fetch_optional(db).await?.is_some())
}

/// Whether somebody may now add and change people of a department, as [`crate::accounts::rules::Roles::registers`].
pub(crate) async fn registers<'c>(db: impl Ask<'c>, person_id: &str, department_id: &str) -> Result<bool, Error> {
    let row = sqlx::query(
        "select 1 from role_grant where person_id = $1 and role in ('coordinator', 'admin') and revoked_at is null
           and (scope in ('all', 'group') or scope_id = $2) limit 1",
    )
    .bind(person_id)
    .bind(department_id)
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}
