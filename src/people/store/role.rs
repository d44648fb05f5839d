//! SQL of roles.

use crate::accounts::rules::{Role, Scope};
use crate::db::{Ask, Tx};
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

/// Whether somebody else holds a role and can use it, neither gone nor switched off: the last admin stays.
pub(crate) async fn others_hold<'c>(db: impl Ask<'c>, role: Role, person_id: &str) -> Result<bool, Error> {
    let row = sqlx::query(
        "select 1 from role_grant g where g.role = $1 and g.revoked_at is null and g.person_id <> $2
           and not exists (select 1 from presence x
                           where x.person_id = g.person_id and x.until_at is null and x.kind = 'left')
           and not exists (select 1 from account_switch x
                           where x.person_id = g.person_id and x.until_at is null and x.kind = 'disabled') limit 1",
    )
    .bind(role)
    .bind(person_id)
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// Who is to be admin again: by sign-in name, or (`None`) whoever is one, was made one last, and has not left.
pub(crate) async fn to_rescue<'c>(db: impl Ask<'c>, login: Option<&str>) -> Result<Option<String>, Error> {
    let row = sqlx::query(
        "select a.person_id from account a
           left join role_grant g on g.person_id = a.person_id and g.role = 'admin' and g.revoked_at is null and $1 is null
         where (a.login = $1 or ($1 is null and g.id is not null))
           and not exists (select 1 from presence x
                           where x.person_id = a.person_id and x.until_at is null and x.kind = 'left')
         order by g.granted_at desc, g.id desc limit 1",
    )
    .bind(login)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
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
