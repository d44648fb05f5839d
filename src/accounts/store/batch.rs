//! SQL of links that were issued together.

use crate::db::{Ask, Tx, Value, places};
use crate::error::Error;
use crate::from_row;
use crate::id;
use sqlx::Row as _;

/// Links issued as one act.
#[derive(Clone, Debug)]
pub struct Batch {
    pub id: String,
    pub at: i64,
    pub by_id: Option<String>,
    pub undone_at: Option<i64>,
}

from_row!(Batch { id, at, by_id, undone_at });

pub async fn batch<'c>(db: impl Ask<'c>, id: &str) -> Result<Option<Batch>, Error> {
    let sql = "select id, at, by_id, undone_at from link_batch where id = $1";
    Ok(sqlx::query_as(sql).bind(id).fetch_optional(db).await?)
}

/// Somebody's batches since a moment that were not taken back, newest first: id and moment.
pub(crate) async fn recent_batches<'c>(db: impl Ask<'c>, by: &str, since: i64) -> Result<Vec<(String, i64)>, Error> {
    let sql =
        "select id, at from link_batch where by_id = $1 and at > $2 and undone_at is null order by id desc limit 5";
    let rows = sqlx::query(sql).bind(by).bind(since).fetch_all(db).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

pub(crate) async fn insert_batch(
    tx: &mut Tx,
    id: &str,
    links: &[String],
    by: Option<&str>,
    at: i64,
) -> Result<(), Error> {
    sqlx::query("insert into link_batch (id, at, by_id) values ($1, $2, $3)")
        .bind(id)
        .bind(at)
        .bind(by)
        .execute(&mut *tx)
        .await?;
    let rows: Vec<Vec<Value>> = links.iter().map(|link| vec![id.into(), link.as_str().into()]).collect();
    tx.insert_many("link_batch_link", &["batch_id", "link_id"], &rows).await
}

/// Whose links they are.
pub(crate) async fn people_of_batch<'c>(db: impl Ask<'c>, id: &str) -> Result<Vec<String>, Error> {
    let rows = sqlx::query(
        "select l.person_id from link_batch_link x join link l on l.id = x.link_id
         where x.batch_id = $1 and not exists (select 1 from removal r where r.person_id = l.person_id)
         order by l.person_id",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

/// Takes back those nobody has used; how many.
pub(crate) async fn revoke_batch(tx: &mut Tx, id: &str, by: Option<&str>, at: i64) -> Result<u64, Error> {
    sqlx::query("update link_batch set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null")
        .bind(id)
        .bind(at)
        .bind(by)
        .execute(&mut *tx)
        .await?;
    let done = sqlx::query(
        "update link set revoked_at = $2 where used_at is null and revoked_at is null
           and id in (select link_id from link_batch_link where batch_id = $1)",
    )
    .bind(id)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

/// Keeps that a link of a batch was sent, if it can be used; twice is once.
pub(crate) async fn mark_sent(tx: &mut Tx, batch: &str, link: &str, by: Option<&str>, at: i64) -> Result<(), Error> {
    sqlx::query(
        "insert into link_sent (link_id, at, by_id)
         select l.id, $2, $3 from link_batch_link x join link l on l.id = x.link_id
         where x.batch_id = $1 and l.used_at is null and l.revoked_at is null and l.id = $4
         on conflict do nothing",
    )
    .bind(batch)
    .bind(at)
    .bind(by)
    .bind(link)
    .execute(tx)
    .await?;
    Ok(())
}

/// One link of a batch, as its page shows it.
#[derive(Clone, Debug)]
pub struct Issued {
    pub id: String,
    pub person_id: String,
    pub full_name: String,
    pub department: String,
    pub login: String,
    pub expires_at: i64,
    pub used_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub sent_at: Option<i64>,
}

impl Issued {
    /// Can be used, and was not marked as sent.
    pub(crate) fn is_to_send(&self, now: i64) -> bool {
        self.used_at.is_none() && self.revoked_at.is_none() && self.expires_at > now && self.sent_at.is_none()
    }
}

from_row!(Issued { id, person_id, full_name, department, login, expires_at, used_at, revoked_at, sent_at });

/// The links of a batch, in the order of lists.
pub async fn issued<'c>(db: impl Ask<'c>, batch: &str) -> Result<Vec<Issued>, Error> {
    Ok(sqlx::query_as(
        "select l.id, l.person_id, f.full_name, d.body as department, a.login, l.expires_at, l.used_at, l.revoked_at,
           s.at as sent_at
         from link_batch_link x join link l on l.id = x.link_id
           join account a on a.person_id = l.person_id
           join profile f on f.person_id = l.person_id and f.until_at is null
           join label d on d.kind = 'department' and d.thing = f.department_id and d.until_at is null
           left join link_sent s on s.link_id = l.id
         where x.batch_id = $1 order by d.body, f.name_key, l.id",
    )
    .bind(batch)
    .fetch_all(db)
    .await?)
}

/// Somebody who has never signed in, and the link they have.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: String,
    pub full_name: String,
    pub department: String,
    pub department_id: String,
    /// When their newest link that works was issued.
    pub issued_at: Option<i64>,
    /// Of their newest link that was not used: when it ends, and when it was taken back.
    pub expires_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

from_row!(Waiting { id, full_name, department, department_id, issued_at, expires_at, revoked_at });

/// People who are here, have an account that is on, hold no role and never set a password; `$1` is now.
const UNSIGNED: &str = "
    select x.id, x.full_name, x.department, x.department_id, x.issued_at, x.expires_at, x.revoked_at from (
      select a.person_id as id, f.full_name, d.body as department, f.department_id, f.name_key,
        (select max(l.issued_at) from link l where l.person_id = a.person_id and l.used_at is null
           and l.revoked_at is null and l.expires_at > $1) as issued_at,
        (select l.expires_at from link l where l.person_id = a.person_id and l.used_at is null
           order by l.issued_at desc, l.id desc limit 1) as expires_at,
        (select l.revoked_at from link l where l.person_id = a.person_id and l.used_at is null
           order by l.issued_at desc, l.id desc limit 1) as revoked_at
      from account a
        join profile f on f.person_id = a.person_id and f.until_at is null
        join label d on d.kind = 'department' and d.thing = f.department_id and d.until_at is null
      where a.password_set_at is null
        and not exists (select 1 from presence p where p.person_id = a.person_id and p.until_at is null and p.kind = 'left')
        and not exists (select 1 from account_switch s
                        where s.person_id = a.person_id and s.until_at is null and s.kind = 'disabled')
        and not exists (select 1 from role_grant g where g.person_id = a.person_id and g.revoked_at is null)
        and exists (select 1 from person e where e.id = a.person_id and e.erased_at is null)) x ";

/// Those of them who have a link that works, or have none; at most `most`.
pub async fn unsigned<'c>(db: impl Ask<'c>, linked: bool, now: i64, most: i64) -> Result<Vec<Waiting>, Error> {
    let sql = format!(
        "{UNSIGNED} where (x.issued_at is not null and $2 = 1) or (x.issued_at is null and $2 = 0)
         order by x.department, x.name_key, x.id limit $3"
    );
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(now).bind(i64::from(linked)).bind(most);
    Ok(query.fetch_all(db).await?)
}

/// Those of them who are among these, at most [`id::MOST`].
pub(crate) async fn unsigned_of<'c>(db: impl Ask<'c>, people: &[String], now: i64) -> Result<Vec<Waiting>, Error> {
    let ids = id::chosen(people);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let among = places(2, ids.len());
    let sql = format!("{UNSIGNED} where x.id in ({among}) order by x.department, x.name_key, x.id");
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).persistent(false).bind(now);
    Ok(ids.into_iter().fold(query, sqlx::query::QueryAs::bind).fetch_all(db).await?)
}
