//! SQL of staff lists: on their way, added, taken back; and of what a list is looked at against.

use crate::act::Author;
use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::from_row;
use crate::people::rules::list::{Draft, Present};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// Keeps a list on its way until a moment.
pub(crate) async fn insert_draft(
    tx: &mut Tx,
    id: &str,
    whose: &str,
    (at, ends_at): (i64, i64),
    draft: &Draft,
) -> Result<(), Error> {
    let body = serde_json::to_string(draft).map_err(Error::internal)?;
    sqlx::query("insert into staff_list_draft (id, person_id, at, ends_at, body) values ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(whose)
        .bind(at)
        .bind(ends_at)
        .bind(body)
        .execute(tx)
        .await?;
    Ok(())
}

/// A list on its way, of whoever pasted it; `None` when it is not there, or its time is over.
pub(crate) async fn draft<'c>(db: impl Ask<'c>, id: &str, whose: &str, now: i64) -> Result<Option<Draft>, Error> {
    let row = sqlx::query("select body from staff_list_draft where id = $1 and person_id = $2 and ends_at > $3")
        .bind(id)
        .bind(whose)
        .bind(now)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    serde_json::from_str(&row.try_get::<String, _>(0)?).map(Some).map_err(Error::internal)
}

pub(crate) async fn change_draft(tx: &mut Tx, id: &str, whose: &str, draft: &Draft) -> Result<(), Error> {
    let body = serde_json::to_string(draft).map_err(Error::internal)?;
    sqlx::query("update staff_list_draft set body = $3 where id = $1 and person_id = $2")
        .bind(id)
        .bind(whose)
        .bind(body)
        .execute(tx)
        .await?;
    Ok(())
}

pub(crate) async fn delete_draft(tx: &mut Tx, id: &str) -> Result<(), Error> {
    sqlx::query("delete from staff_list_draft where id = $1").bind(id).execute(tx).await?;
    Ok(())
}

/// Forgets lists whose time is over.
pub async fn forget_drafts(tx: &mut Tx, now: i64) -> Result<(), Error> {
    sqlx::query("delete from staff_list_draft where ends_at <= $1").bind(now).execute(tx).await?;
    Ok(())
}

/// A list that was added.
#[derive(Clone, Debug)]
pub(crate) struct StaffList {
    pub(crate) id: String,
    pub(crate) at: i64,
    pub(crate) by_id: Option<String>,
    pub(crate) undone_at: Option<i64>,
}

from_row!(StaffList { id, at, by_id, undone_at });

/// Somebody's lists since a moment that were not taken back, newest first: id and moment.
pub(crate) async fn recent_lists<'c>(db: impl Ask<'c>, by: &str, since: i64) -> Result<Vec<(String, i64)>, Error> {
    let sql =
        "select id, at from staff_list where by_id = $1 and at > $2 and undone_at is null order by at desc limit 5";
    let rows = sqlx::query(sql).bind(by).bind(since).fetch_all(db).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

pub(crate) async fn list<'c>(db: impl Ask<'c>, id: &str) -> Result<Option<StaffList>, Error> {
    let sql = "select id, at, by_id, undone_at from staff_list where id = $1";
    Ok(sqlx::query_as(sql).bind(id).fetch_optional(db).await?)
}

pub(crate) async fn insert_list(
    tx: &mut Tx,
    id: &str,
    (people, changed, departments): (&[Author], &[String], &[String]),
    by: Option<&str>,
    at: i64,
) -> Result<(), Error> {
    sqlx::query("insert into staff_list (id, at, by_id) values ($1, $2, $3)")
        .bind(id)
        .bind(at)
        .bind(by)
        .execute(&mut *tx)
        .await?;
    let rows: Vec<Vec<Value>> = people.iter().map(|one| vec![id.into(), one.person_id.as_str().into()]).collect();
    tx.insert_many("staff_list_person", &["list_id", "person_id"], &rows).await?;
    let rows: Vec<Vec<Value>> = changed.iter().map(|one| vec![id.into(), one.as_str().into()]).collect();
    tx.insert_many("staff_list_change", &["list_id", "person_id"], &rows).await?;
    let rows: Vec<Vec<Value>> = departments.iter().map(|one| vec![id.into(), one.as_str().into()]).collect();
    tx.insert_many("staff_list_department", &["list_id", "department_id"], &rows).await
}

/// Marks a list as taken back; false when it is already.
pub(crate) async fn undo_list(tx: &mut Tx, id: &str, by: Option<&str>, at: i64) -> Result<bool, Error> {
    let done = sqlx::query("update staff_list set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null")
        .bind(id)
        .bind(at)
        .bind(by)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The departments that a list made, and their names: of those closed the last one.
pub(crate) async fn departments_of_list<'c>(db: impl Ask<'c>, id: &str) -> Result<Vec<(String, String)>, Error> {
    let rows = sqlx::query(
        "select x.department_id, l.body from staff_list_department x
           join label l on l.kind = 'department' and l.thing = x.department_id
         where x.list_id = $1 and l.number = (select max(o.number) from label o where o.kind = 'department' and o.thing = l.thing)
         order by l.body",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, sqlx::Error>>()?)
}

/// Somebody of a list, as its page shows them.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) id: String,
    pub(crate) full_name: String,
    pub(crate) department: String,
    pub(crate) position: String,
    pub(crate) login: String,
}

from_row!(Listed { id, full_name, department, position, login });

/// Who was added by a list and is still there, in the order of lists.
pub(crate) async fn people_of_list<'c>(db: impl Ask<'c>, id: &str) -> Result<Vec<Listed>, Error> {
    Ok(sqlx::query_as(
        "select x.person_id as id, f.full_name, d.body as department, f.position, a.login from staff_list_person x
           join profile f on f.person_id = x.person_id and f.until_at is null
           join label d on d.kind = 'department' and d.thing = f.department_id and d.until_at is null
           join account a on a.person_id = x.person_id
         where x.list_id = $1 order by d.body, f.name_key, x.person_id",
    )
    .bind(id)
    .fetch_all(db)
    .await?)
}

/// Everybody who is there, as a list is compared with them; `by` is whoever reads it.
pub(crate) async fn everybody<'c>(db: impl Ask<'c>, by: &str) -> Result<Vec<Present>, Error> {
    let rows = sqlx::query(
        "select p.id, coalesce(f.code, '') as code, f.full_name, l.body as department, f.position,
           coalesce(f.joined_on, '') as joined_on,
           case when exists (select 1 from presence x where x.person_id = p.id and x.until_at is null and x.kind = 'left')
             then 1 else 0 end as gone,
           case when exists (select 1 from role_grant g where g.person_id = $1 and g.role in ('coordinator', 'admin')
                 and g.revoked_at is null and (g.scope in ('all', 'group') or g.scope_id = f.department_id))
             then 1 else 0 end as reached,
           case when exists (select 1 from role_grant g where g.person_id = p.id and g.revoked_at is null)
               and not exists (select 1 from role_grant g where g.person_id = $1 and g.role = 'admin'
                 and g.revoked_at is null)
             then 1 else 0 end as held,
           case when exists (select 1 from contact c where c.person_id = p.id and c.until_at is null and c.phone <> '')
             then 1 else 0 end as declared,
           coalesce(s.phone, '') as suggested
         from profile f
           join person p on p.id = f.person_id and p.erased_at is null
           join label l on l.kind = 'department' and l.thing = f.department_id and l.until_at is null
           left join phone_suggestion s on s.person_id = p.id
         where f.until_at is null order by l.body, f.name_key, p.id",
    )
    .bind(by)
    .fetch_all(db)
    .await?;
    let one = |row: &AnyRow| {
        let is = |name: &str| Ok::<bool, sqlx::Error>(row.try_get::<i64, _>(name)? == 1);
        Ok(Present {
            id: row.try_get("id")?,
            code: row.try_get("code")?,
            full_name: row.try_get("full_name")?,
            department: row.try_get("department")?,
            position: row.try_get("position")?,
            joined: row.try_get("joined_on")?,
            gone: is("gone")?,
            reached: is("reached")?,
            held: is("held")?,
            declared: is("declared")?,
            suggested: row.try_get("suggested")?,
        })
    };
    Ok(rows.iter().map(one).collect::<Result<_, sqlx::Error>>()?)
}

/// Whom a list changed, in the order of lists.
pub(crate) async fn changed_by_list<'c>(db: impl Ask<'c>, id: &str) -> Result<Vec<(String, String)>, Error> {
    let rows = sqlx::query(
        "select x.person_id, f.full_name from staff_list_change x
           join profile f on f.person_id = x.person_id and f.until_at is null
         where x.list_id = $1 order by f.name_key, x.person_id",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, sqlx::Error>>()?)
}
