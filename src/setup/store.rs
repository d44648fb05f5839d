//! SQL of the first start.

use crate::db::{Ask, Db, Tx};
use crate::error::Error;
use crate::id::{new_id, new_token, sha256};
use crate::people::store::nobody;
use crate::time::DAY;

/// Makes a set-up link when the database has nobody yet; older ones stop working. The answer is its token.
pub async fn open(db: &Db, now: i64) -> Result<Option<String>, Error> {
    if !nobody(db.read()).await? {
        return Ok(None);
    }
    let token = new_token();
    let mut tx = db.write().await?;
    let done = insert(&mut tx, &token, now).await;
    tx.settle(done).await?;
    Ok(Some(token))
}

async fn insert(tx: &mut Tx, token: &str, now: i64) -> Result<(), Error> {
    sqlx::query("update link set revoked_at = $1 where kind = 'setup' and used_at is null and revoked_at is null")
        .bind(now)
        .execute(&mut *tx)
        .await?;
    sqlx::query("insert into link (id, kind, token_hash, issued_at, expires_at) values ($1, 'setup', $2, $3, $4)")
        .bind(new_id())
        .bind(sha256(token))
        .bind(now)
        .bind(now + DAY)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whether a set-up token still opens.
pub async fn is_open<'c>(db: impl Ask<'c>, token: &str, now: i64) -> Result<bool, Error> {
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
pub(crate) async fn take(tx: &mut Tx, token: &str, now: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update link set used_at = $2
         where kind = 'setup' and token_hash = $1 and used_at is null and revoked_at is null and expires_at > $2",
    )
    .bind(sha256(token))
    .bind(now)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
