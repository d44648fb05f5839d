//! SQL of the first start.

use crate::db::Db;
use crate::error::Error;
use crate::id::{new_id, new_token, sha256};
use crate::people::store::nobody;
use crate::time::DAY;
use crate::visit::Visit;
use sqlx::{AnyConnection, AnyPool};

/// Makes a set-up link when the database has nobody yet; older ones stop working.
pub async fn open(db: &Db, now: i64) -> Result<Option<String>, Error> {
    if !nobody(db.read()).await? {
        return Ok(None);
    }
    let token = new_token();
    let hash = sha256(&token);
    db.write(move |tx| {
        Box::pin(async move {
            sqlx::query(
                "update link set revoked_at = $1 where kind = 'setup' and used_at is null and revoked_at is null",
            )
            .bind(now)
            .execute(&mut *tx)
            .await?;
            sqlx::query(
                "insert into link (id, kind, token_hash, issued_at, expires_at) values ($1, 'setup', $2, $3, $4)",
            )
            .bind(new_id())
            .bind(hash)
            .bind(now)
            .bind(now + DAY)
            .execute(tx)
            .await?;
            Ok(())
        })
    })
    .await?;
    Ok(Some(token))
}

/// Whether a set-up token still opens.
pub async fn is_open(db: &AnyPool, token: &str, now: i64) -> Result<bool, Error> {
    let row = sqlx::query(
        "select 1 from link where kind = 'setup' and token_hash = $1 and used_at is null and revoked_at is null
           and expires_at > $2",
    )
    .bind(sha256(token))
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// Uses the set-up link up: true for exactly one caller.
pub async fn take(tx: &mut AnyConnection, token: &str, visit: &Visit) -> Result<bool, Error> {
    let done = sqlx::query(
        "update link set used_at = $2, used_ip = $3, used_agent = $4
         where kind = 'setup' and token_hash = $1 and used_at is null and revoked_at is null and expires_at > $2",
    )
    .bind(sha256(token))
    .bind(visit.now)
    .bind(&visit.ip)
    .bind(&visit.agent)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes the group and its newcomer round over every document, with the default settings.
pub async fn group_and_round(tx: &mut AnyConnection, group: &str, now: i64) -> Result<String, Error> {
    let (group_id, round_id) = (new_id(), new_id());
    sqlx::query("insert into zalo_group (id, name, created_at) values ($1, $2, $3)")
        .bind(&group_id)
        .bind(group)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    let new = crate::rounds::store::NewRound {
        name: format!("Phổ biến Quy chế cho thành viên mới – nhóm {group}"),
        kind: "newcomer",
        group_id,
        settings: crate::rounds::rules::Settings::default(),
    };
    crate::rounds::store::create(tx, &round_id, &new, None, now).await?;
    Ok(round_id)
}
