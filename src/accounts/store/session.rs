//! SQL of sessions.

use crate::db::Db;
use crate::error::Error;
use crate::from_row;
use crate::visit::Viewer;
use sqlx::{AnyConnection, AnyPool};

/// The live session of a cookie's hash, with person and roles.
pub async fn viewer(db: &AnyPool, hash: &str, now: i64, idle: i64) -> Result<Option<Viewer>, Error> {
    Ok(sqlx::query_as(
        "select p.id, p.actor, p.full_name, p.department_id, s.csrf, s.token_hash as session, s.how, s.proved_at, s.seen_at,
           coalesce((select string_agg(g.role, ' ') from role_grant g
                     where g.person_id = p.id and g.revoked_at is null), '') as roles
         from session s join person p on p.id = s.person_id join account a on a.person_id = p.id
         where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3 and a.disabled_at is null and p.left_at is null",
    )
    .bind(hash)
    .bind(now)
    .bind(idle)
    .fetch_optional(db)
    .await?)
}

/// Notes the time of a request.
pub async fn touch(db: &Db, hash: &str, now: i64) -> Result<(), Error> {
    let hash = hash.to_owned();
    db.write(move |tx| {
        Box::pin(async move {
            sqlx::query("update session set seen_at = $2 where token_hash = $1")
                .bind(hash)
                .bind(now)
                .execute(tx)
                .await?;
            Ok(())
        })
    })
    .await
}

/// A session to insert.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the cookie.
    pub token_hash: String,
    pub person_id: String,
    /// Form token.
    pub csrf: String,
    /// 'link' or 'password'.
    pub how: String,
    /// When it starts.
    pub started_at: i64,
    /// When it ends at the latest.
    pub expires_at: i64,
    /// From where.
    pub ip: String,
    /// With what.
    pub agent: String,
}

/// Inserts a session; the password (or a new one) was just given, so it counts as proved.
pub async fn insert_session(tx: &mut AnyConnection, session: &NewSession) -> Result<(), Error> {
    sqlx::query(
        "insert into session (token_hash, person_id, csrf, how, started_at, seen_at, expires_at, proved_at, ip, agent)
         values ($1, $2, $3, $4, $5, $5, $6, $5, $7, $8)",
    )
    .bind(&session.token_hash)
    .bind(&session.person_id)
    .bind(&session.csrf)
    .bind(&session.how)
    .bind(session.started_at)
    .bind(session.expires_at)
    .bind(&session.ip)
    .bind(&session.agent)
    .execute(&mut *tx)
    .await?;
    sqlx::query("delete from session where expires_at < $1").bind(session.started_at).execute(tx).await?;
    Ok(())
}

/// The password was given again in this session.
pub async fn mark_proved(tx: &mut AnyConnection, session: &str, now: i64) -> Result<(), Error> {
    sqlx::query("update session set proved_at = $2 where token_hash = $1").bind(session).bind(now).execute(tx).await?;
    Ok(())
}

pub async fn end_session(db: &Db, hash: &str) -> Result<(), Error> {
    let hash = hash.to_owned();
    db.write(move |tx| {
        Box::pin(async move {
            sqlx::query("delete from session where token_hash = $1").bind(hash).execute(tx).await?;
            Ok(())
        })
    })
    .await
}

/// Ends a person's sessions, but for `keep`.
pub async fn end_sessions(tx: &mut AnyConnection, person_id: &str, keep: &str) -> Result<u64, Error> {
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
    /// SHA-256 of its cookie.
    pub token_hash: String,
    /// Start.
    pub started_at: i64,
    /// Last request.
    pub seen_at: i64,
    pub ip: String,
    /// User agent.
    pub agent: String,
}

from_row!(OpenSession { token_hash, started_at, seen_at, ip, agent });

/// A person's open sessions, newest first.
pub async fn open_sessions(db: &AnyPool, person_id: &str, now: i64, idle: i64) -> Result<Vec<OpenSession>, Error> {
    Ok(sqlx::query_as(
        "select token_hash, started_at, seen_at, ip, agent from session
         where person_id = $1 and expires_at > $2 and seen_at > $3 order by seen_at desc",
    )
    .bind(person_id)
    .bind(now)
    .bind(idle)
    .fetch_all(db)
    .await?)
}
