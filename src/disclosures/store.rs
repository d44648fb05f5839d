//! What is open to a session now.

use super::rules::What;
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::from_row;
use crate::stored;

stored!(What);

/// One thing a session may see until `expires_at`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    pub id: String,
    pub session: String,
    pub person_id: String,
    pub what: What,
    /// What of: a filter as a query string, a link's id, a group's id.
    pub subject: String,
    pub why: String,
    pub at: i64,
    pub expires_at: i64,
}

from_row!(Disclosure { id, session, person_id, what, subject, why, at, expires_at });

pub(super) async fn insert(tx: &mut Tx, one: &Disclosure) -> Result<(), Error> {
    sqlx::query(
        "insert into disclosure (id, session, person_id, what, subject, why, at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&one.id)
    .bind(&one.session)
    .bind(&one.person_id)
    .bind(one.what)
    .bind(&one.subject)
    .bind(&one.why)
    .bind(one.at)
    .bind(one.expires_at)
    .execute(tx)
    .await?;
    Ok(())
}

/// What of one kind is open to a session, newest first.
pub async fn live<'c>(db: impl Ask<'c>, session: &str, what: What, now: i64) -> Result<Vec<Disclosure>, Error> {
    Ok(sqlx::query_as(
        "select id, session, person_id, what, subject, why, at, expires_at from disclosure
         where session = $1 and what = $2 and expires_at > $3 order by at desc, id desc",
    )
    .bind(session)
    .bind(what)
    .bind(now)
    .fetch_all(db)
    .await?)
}

/// One disclosure, by the session that opened it, while it is open.
///
/// # Errors
/// [`Error::NotFound`] when it is over, or another session's.
pub async fn one<'c>(db: impl Ask<'c>, session: &str, id: &str, now: i64) -> Result<Disclosure, Error> {
    let found = sqlx::query_as(
        "select id, session, person_id, what, subject, why, at, expires_at from disclosure
         where id = $2 and session = $1 and expires_at > $3",
    )
    .bind(session)
    .bind(id)
    .bind(now)
    .fetch_optional(db)
    .await?;
    found.ok_or(Error::NotFound)
}

/// Deletes what nobody can see any more; the leaves stay, and the reason beside them.
pub async fn forget(tx: &mut Tx, now: i64) -> Result<u64, Error> {
    Ok(sqlx::query("delete from disclosure where expires_at <= $1").bind(now).execute(tx).await?.rows_affected())
}
