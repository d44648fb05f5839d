//! SQL of departments; which there are is told by [`crate::site::Site`].

use crate::accounts::rules::Role;
use crate::act::Author;
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::from_row;
use crate::words::key;
use sqlx::Row as _;
use sqlx::any::AnyRow;

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
    .bind(key(name))
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
    .bind(key(name))
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
    .bind(key(name))
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

/// Puts a department at a place of lists; false when it stands there.
pub(crate) async fn place_department(tx: &mut Tx, id: &str, place: i64) -> Result<bool, Error> {
    let done = sqlx::query("update department set place = $2 where id = $1 and place <> $2 and closed_at is null")
        .bind(id)
        .bind(place)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Who is in a department now, by id; those who left the organisation included.
pub(crate) async fn people_of_department<'c>(db: impl Ask<'c>, id: &str) -> Result<Vec<Author>, Error> {
    let rows = sqlx::query(
        "select p.id, p.actor from profile f join person p on p.id = f.person_id
         where f.department_id = $1 and f.until_at is null order by p.id",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    let one =
        |row: &AnyRow| -> Result<_, sqlx::Error> { Ok(Author { person_id: row.try_get(0)?, actor: row.try_get(1)? }) };
    Ok(rows.iter().map(one).collect::<Result<_, _>>()?)
}

/// Who holds a role for a department alone.
pub(crate) async fn roles_for_department<'c>(db: impl Ask<'c>, id: &str) -> Result<Vec<(Author, Role)>, Error> {
    let rows = sqlx::query(
        "select p.id, p.actor, g.role from role_grant g join person p on p.id = g.person_id
         where g.scope = 'department' and g.scope_id = $1 and g.revoked_at is null order by p.id",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    let one = |row: &AnyRow| -> Result<_, sqlx::Error> {
        Ok((Author { person_id: row.try_get(0)?, actor: row.try_get(1)? }, row.try_get(2)?))
    };
    Ok(rows.iter().map(one).collect::<Result<_, _>>()?)
}

/// A department as its page shows it: how many are here, and how many have left.
#[derive(Clone, Debug)]
pub(crate) struct Staffed {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) people: i64,
    pub(crate) gone: i64,
}

from_row!(Staffed { id, name, people, gone });

/// Every open department, in the order of lists.
pub(crate) async fn staffed<'c>(db: impl Ask<'c>) -> Result<Vec<Staffed>, Error> {
    Ok(sqlx::query_as(
        "select d.id, l.body as name,
           (select count(*) from profile f where f.department_id = d.id and f.until_at is null
              and not exists (select 1 from presence x where x.person_id = f.person_id and x.until_at is null
                                and x.kind = 'left')) as people,
           (select count(*) from profile f join presence x on x.person_id = f.person_id and x.until_at is null
              and x.kind = 'left' where f.department_id = d.id and f.until_at is null) as gone
         from department d join label l on l.kind = 'department' and l.thing = d.id and l.until_at is null
         where d.closed_at is null order by d.place, l.body",
    )
    .fetch_all(db)
    .await?)
}

/// Names of those in a department who are here, in the order of lists.
pub(crate) async fn names_of_department<'c>(db: impl Ask<'c>, id: &str) -> Result<Vec<String>, Error> {
    let rows = sqlx::query(
        "select f.full_name from profile f where f.department_id = $1 and f.until_at is null
           and not exists (select 1 from presence x where x.person_id = f.person_id and x.until_at is null and x.kind = 'left')
         order by f.name_key, f.person_id",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}
