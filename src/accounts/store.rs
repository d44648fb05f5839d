//! SQL of accounts, links, sessions and delays.

use super::rules;
use crate::db::Db;
use crate::error::Error;
use crate::from_row;
use crate::id::{new_id, new_token, sha256};
use crate::ledger::{self, Entry};
use crate::visit::{Viewer, Visit};
use serde_json::json;
use sqlx::{AnyConnection, AnyPool, Row};

/// The live session of a cookie's hash, with person and roles.
///
/// # Errors
/// When the database refuses.
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
///
/// # Errors
/// When the database refuses.
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
    /// Whose.
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
///
/// # Errors
/// When the database refuses.
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

/// An account as sign-in needs it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Person id.
    pub person_id: String,
    /// Sign-in name.
    pub login: String,
    /// PHC string; `None` until set.
    pub password_hash: Option<String>,
    /// Họ và tên.
    pub full_name: String,
}

from_row!(Account { person_id, login, password_hash, full_name });

/// The active account with this sign-in name, or of the person with this staff code.
///
/// # Errors
/// When the database refuses.
pub async fn by_login(db: &AnyPool, login: &str) -> Result<Option<Account>, Error> {
    Ok(sqlx::query_as(
        "select a.person_id, a.login, a.password_hash, p.full_name
         from account a join person p on p.id = a.person_id
         where a.login = $1 and a.disabled_at is null and p.left_at is null",
    )
    .bind(login)
    .fetch_optional(db)
    .await?)
}

/// The account of a person.
///
/// # Errors
/// When the database refuses.
pub async fn of_person(db: &AnyPool, person_id: &str) -> Result<Option<Account>, Error> {
    Ok(sqlx::query_as(
        "select a.person_id, a.login, a.password_hash, p.full_name
         from account a join person p on p.id = a.person_id where a.person_id = $1",
    )
    .bind(person_id)
    .fetch_optional(db)
    .await?)
}

/// Takes one try for each key before the password is looked at. `Err(Conflict)` while a delay runs.
///
/// # Errors
/// [`Error::Conflict`] while the delay of one of the keys runs.
pub async fn take_try(db: &Db, login: &str, ip: &str, now: i64) -> Result<(), Error> {
    let keys = [
        (format!("login:{}", sha256(login)), rules::account_delay as fn(i64) -> i64),
        (format!("ip:{ip}"), rules::address_delay as fn(i64) -> i64),
    ];
    db.write(move |tx| {
        Box::pin(async move {
            for (key, delay) in keys {
                let row = sqlx::query(
                    "insert into throttle (key, failures, last_at, until_at) values ($1, 1, $2, 0)
                     on conflict (key) do update set last_at = $2,
                       failures = case when throttle.last_at < $3 then 1 else throttle.failures + 1 end
                     where throttle.until_at <= $2 returning failures",
                )
                .bind(&key)
                .bind(now)
                .bind(now - rules::FORGET)
                .fetch_optional(&mut *tx)
                .await?;
                let Some(row) = row else { return Err(Error::conflict("sign_in.wait")) };
                let failures: i64 = row.try_get(0)?;
                sqlx::query("update throttle set until_at = $2 where key = $1")
                    .bind(&key)
                    .bind(now + delay(failures))
                    .execute(&mut *tx)
                    .await?;
            }
            Ok(())
        })
    })
    .await
}

/// The right password was given: the account's tries are forgotten, the address gets its one back.
///
/// # Errors
/// When the database refuses.
pub async fn forget_tries(tx: &mut AnyConnection, login: &str, ip: &str) -> Result<(), Error> {
    sqlx::query("delete from throttle where key = $1")
        .bind(format!("login:{}", sha256(login)))
        .execute(&mut *tx)
        .await?;
    sqlx::query("update throttle set failures = failures - 1, until_at = 0 where key = $1 and failures > 0")
        .bind(format!("ip:{ip}"))
        .execute(tx)
        .await?;
    Ok(())
}

/// The password was given again in this session.
///
/// # Errors
/// When the database refuses.
pub async fn mark_proved(tx: &mut AnyConnection, session: &str, now: i64) -> Result<(), Error> {
    sqlx::query("update session set proved_at = $2 where token_hash = $1").bind(session).bind(now).execute(tx).await?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// When the database refuses.
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
///
/// # Errors
/// When the database refuses.
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
    /// Address.
    pub ip: String,
    /// User agent.
    pub agent: String,
}

from_row!(OpenSession { token_hash, started_at, seen_at, ip, agent });

/// A person's open sessions, newest first.
///
/// # Errors
/// When the database refuses.
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

/// Sets a password.
///
/// # Errors
/// When the database refuses.
pub async fn set_password(tx: &mut AnyConnection, person_id: &str, hash: &str, now: i64) -> Result<(), Error> {
    sqlx::query("update account set password_hash = $2, password_set_at = $3 where person_id = $1")
        .bind(person_id)
        .bind(hash)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// A personal link as its page needs it.
#[derive(Clone, Debug)]
pub struct Link {
    /// Row id.
    pub id: String,
    /// Whose.
    pub person_id: String,
    /// Their ledger id.
    pub actor: String,
    /// 'invite' or 'reset'.
    pub kind: String,
    /// End of its life.
    pub expires_at: i64,
    /// When it was used up.
    pub used_at: Option<i64>,
    /// When a newer one replaced it.
    pub revoked_at: Option<i64>,
    /// Họ và tên.
    pub full_name: String,
    /// Sign-in name.
    pub login: String,
}

from_row!(Link { id, person_id, actor, kind, expires_at, used_at, revoked_at, full_name, login });

/// The link of a token.
///
/// # Errors
/// When the database refuses.
pub async fn link(db: &AnyPool, token: &str) -> Result<Option<Link>, Error> {
    Ok(sqlx::query_as(
        "select l.id, l.person_id, p.actor, l.kind, l.expires_at, l.used_at, l.revoked_at, p.full_name, a.login
         from link l join person p on p.id = l.person_id join account a on a.person_id = p.id
         where l.token_hash = $1 and p.left_at is null and a.disabled_at is null",
    )
    .bind(sha256(token))
    .fetch_optional(db)
    .await?)
}

/// Notes the first time a link's page was shown. Zalo may fetch a link for its preview: this uses nothing up.
///
/// # Errors
/// When the database refuses.
pub async fn note_opened(db: &Db, link_id: &str, now: i64) -> Result<(), Error> {
    let id = link_id.to_owned();
    db.write(move |tx| {
        Box::pin(async move {
            sqlx::query("update link set opened_at = $2 where id = $1 and opened_at is null")
                .bind(id)
                .bind(now)
                .execute(tx)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Uses a link up: true for exactly one caller.
///
/// # Errors
/// When the database refuses.
pub async fn use_link(tx: &mut AnyConnection, link_id: &str, visit: &Visit) -> Result<bool, Error> {
    let done = sqlx::query(
        "update link set used_at = $2, used_ip = $3, used_agent = $4
         where id = $1 and used_at is null and revoked_at is null and expires_at > $2",
    )
    .bind(link_id)
    .bind(visit.now)
    .bind(&visit.ip)
    .bind(&visit.agent)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who issues a link, and to whom.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Whom it is for.
    pub person_id: String,
    /// Their ledger id.
    pub actor: String,
    /// 'invite' or 'reset'.
    pub kind: &'static str,
    /// Who issues it: person id and ledger id.
    pub by: Option<(String, String)>,
    /// Now.
    pub now: i64,
    /// End of its life.
    pub expires_at: i64,
}

/// Issues a link, revokes the person's older ones, records it; the answer is the token.
///
/// # Errors
/// When the database refuses.
pub async fn issue_link(tx: &mut AnyConnection, issue: &Issue) -> Result<String, Error> {
    let token = new_token();
    let id = new_id();
    sqlx::query("update link set revoked_at = $2 where person_id = $1 and used_at is null and revoked_at is null")
        .bind(&issue.person_id)
        .bind(issue.now)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "insert into link (id, person_id, kind, token_hash, issued_at, issued_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(&issue.person_id)
    .bind(issue.kind)
    .bind(sha256(&token))
    .bind(issue.now)
    .bind(issue.by.as_ref().map(|by| by.0.clone()))
    .bind(issue.expires_at)
    .execute(&mut *tx)
    .await?;
    let entry = Entry {
        kind: "link.issued",
        at: issue.now,
        actor: issue.by.as_ref().map(|by| by.1.clone()),
        about: Some(issue.actor.clone()),
        person_id: Some(issue.person_id.clone()),
        by_id: issue.by.as_ref().map(|by| by.0.clone()),
        body: json!({ "link": id, "kind": issue.kind, "expires": crate::time::rfc3339(issue.expires_at) }),
        private: Vec::new(),
        note: crate::text::say("note.link_issued").to_owned(),
    };
    ledger::append(tx, &entry).await?;
    Ok(token)
}

/// A sign-in name nobody has yet.
///
/// # Errors
/// When the database refuses.
pub async fn free_login(tx: &mut AnyConnection, full_name: &str) -> Result<String, Error> {
    for nth in 1..10_000 {
        let login = rules::login_of(full_name, nth);
        let taken = sqlx::query("select 1 from account where login = $1").bind(&login).fetch_optional(&mut *tx).await?;
        if taken.is_none() {
            return Ok(login);
        }
    }
    Ok(format!("{}-{}", rules::login_of(full_name, 1), crate::id::new_actor()))
}

/// One person a role can be tried with, in the trial.
#[derive(Clone, Debug)]
pub struct DemoPerson {
    /// Person id.
    pub id: String,
    /// Họ và tên.
    pub full_name: String,
    /// Stored roles, separated by spaces.
    pub roles: String,
}

from_row!(DemoPerson { id, full_name, roles });

/// People of the trial's sign-in page: those with a role, and a few members.
///
/// # Errors
/// When the database refuses.
pub async fn demo_people(db: &AnyPool) -> Result<Vec<DemoPerson>, Error> {
    Ok(sqlx::query_as(
        "select p.id, p.full_name,
           coalesce((select string_agg(g.role, ' ') from role_grant g
                     where g.person_id = p.id and g.revoked_at is null), '') as roles
         from person p where p.left_at is null order by p.created_at, p.id limit 400",
    )
    .fetch_all(db)
    .await?)
}
