//! SQL of sessions.

use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::from_row;

/// Notes when a session was last seen.
pub async fn touch(tx: &mut Tx, session_hash: &str, at: i64) -> Result<(), Error> {
    sqlx::query("update session set seen_at = $2 where token_hash = $1 and seen_at < $2")
        .bind(session_hash)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(())
}

/// A session to insert.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the cookie.
    pub token_hash: String,
    pub person_id: String,
    /// Form token.
    pub csrf: String,
    /// 'link' or 'password': a word of `How`.
    pub how: String,
    pub started_at: i64,
    /// When it ends at the latest.
    pub expires_at: i64,
    /// Until then it does not end for want of use.
    pub kept_until: Option<i64>,
    pub ip: String,
    pub agent: String,
}

/// Inserts a session; the password (or a new one) was just given, so it counts as proved.
pub async fn insert_session(tx: &mut Tx, session: &NewSession) -> Result<(), Error> {
    sqlx::query(
        "insert into session (token_hash, person_id, csrf, how, started_at, seen_at, expires_at, proved_at, ip, agent,
           kept_until)
         values ($1, $2, $3, $4, $5, $5, $6, $5, $7, $8, $9)",
    )
    .bind(&session.token_hash)
    .bind(&session.person_id)
    .bind(&session.csrf)
    .bind(&session.how)
    .bind(session.started_at)
    .bind(session.expires_at)
    .bind(&session.ip)
    .bind(&session.agent)
    .bind(session.kept_until)
    .execute(tx)
    .await?;
    Ok(())
}

/// The password was given again in this session.
pub async fn mark_proved(tx: &mut Tx, session: &str, now: i64) -> Result<(), Error> {
    sqlx::query("update session set proved_at = $2 where token_hash = $1").bind(session).bind(now).execute(tx).await?;
    Ok(())
}

pub async fn end_session(tx: &mut Tx, hash: &str) -> Result<(), Error> {
    sqlx::query("delete from session where token_hash = $1").bind(hash).execute(tx).await?;
    Ok(())
}

/// Ends a person's sessions, but for `keep`.
pub async fn end_sessions(tx: &mut Tx, person_id: &str, keep: &str) -> Result<u64, Error> {
    let done = sqlx::query("delete from session where person_id = $1 and token_hash <> $2")
        .bind(person_id)
        .bind(keep)
        .execute(tx)
        .await?;
    Ok(done.rows_affected())
}

/// One open session, for the person's own list.
#[derive(Clone, Debug)]
pub struct OpenSession {
    pub token_hash: String,
    pub started_at: i64,
    pub seen_at: i64,
    pub ip: String,
    pub agent: String,
    /// The account's sign-in name, the same in each.
    pub login: String,
}

from_row!(OpenSession { token_hash, started_at, seen_at, ip, agent, login });

/// A person's open sessions, newest first; whoever asks has at least their own.
pub async fn open_sessions<'c>(
    db: impl Ask<'c>,
    person_id: &str,
    now: i64,
    idle: i64,
) -> Result<Vec<OpenSession>, Error> {
    Ok(sqlx::query_as(
        "select i.token_hash, i.started_at, i.seen_at, i.ip, i.agent, a.login
         from session i join account a on a.person_id = i.person_id
         where i.person_id = $1 and i.expires_at > $2
           and (i.seen_at > $3 or i.kept_until > $2) order by i.seen_at desc",
    )
    .bind(person_id)
    .bind(now)
    .bind(idle)
    .fetch_all(db)
    .await?)
}
