//! SQL of departments; which there are is told by [`crate::site::Site`].

use crate::db::Tx;
use crate::error::Error;
use crate::text::fold;
use sqlx::Row as _;

/// Gives a department another name from a moment on; the old one stays for what was closed before. False: there is
/// no such department, or another one of this name.
pub(crate) async fn rename_department(
    tx: &mut Tx,
    id: &str,
    name: &str,
    by: Option<&str>,
    at: i64,
) -> Result<Option<i64>, Error> {
    let row = sqlx::query(
        "update label set until_at = $2 where kind = 'department' and thing = $1 and until_at is null
           and not exists (select 1 from label o where o.kind = 'department' and o.fold = $3 and o.until_at is null
                             and o.thing <> $1)
         returning number",
    )
    .bind(id)
    .bind(at)
    .bind(fold(name))
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let number = row.try_get::<i64, _>(0)? + 1;
    sqlx::query(
        "insert into label (kind, thing, number, body, fold, since_at, by_id)
         values ('department', $1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(number)
    .bind(name)
    .bind(fold(name))
    .bind(at)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(Some(number))
}

/// Makes a department, last in the order of lists; false when there is one of this name.
pub(crate) async fn insert_department(
    tx: &mut Tx,
    id: &str,
    name: &str,
    by: Option<&str>,
    at: i64,
) -> Result<bool, Error> {
    sqlx::query(
        "insert into department (id, place, created_at, created_by)
         select $1, coalesce(max(place), 0) + 1, $2, $3 from department",
    )
    .bind(id)
    .bind(at)
    .bind(by)
    .execute(&mut *tx)
    .await?;
    let done = sqlx::query(
        "insert into label (kind, thing, number, body, fold, since_at, by_id)
         values ('department', $1, 1, $2, $3, $4, $5) on conflict do nothing",
    )
    .bind(id)
    .bind(name)
    .bind(fold(name))
    .bind(at)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes a department that has nobody and in which nobody holds a role; what it was called ends with it. False: it is
/// closed, or not empty.
pub(crate) async fn close_department(tx: &mut Tx, id: &str, by: Option<&str>, at: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update department set closed_at = $2, closed_by = $3 where id = $1 and closed_at is null
           and not exists (select 1 from profile f where f.department_id = $1 and f.until_at is null)
           and not exists (select 1 from role_grant g where g.scope = 'department' and g.scope_id = $1
                             and g.revoked_at is null)",
    )
    .bind(id)
    .bind(at)
    .bind(by)
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("update label set until_at = $2 where kind = 'department' and thing = $1 and until_at is null")
        .bind(id)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(true)
}
