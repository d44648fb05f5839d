//! SQL of personal links.

use crate::db::Db;
use crate::error::Error;
use crate::from_row;
use crate::id::{new_id, new_token, sha256};
use crate::ledger::{self, Entry};
use crate::visit::Visit;
use serde_json::json;
use sqlx::{AnyConnection, AnyPool};

/// A personal link as its page needs it.
#[derive(Clone, Debug)]
pub struct Link {
    pub id: String,
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
    pub now: i64,
    /// End of its life.
    pub expires_at: i64,
}

/// Issues a link, revokes the person's older ones, records it; the answer is the token.
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
