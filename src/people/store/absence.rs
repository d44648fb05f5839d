//! SQL of pauses and departures.

use crate::error::Error;
use sqlx::AnyConnection;

/// Tạm hoãn until a day, with a reason; `None` ends it.
pub(crate) async fn pause(tx: &mut AnyConnection, id: &str, until: Option<&str>, reason: &str) -> Result<(), Error> {
    let reason = until.map(|_| reason);
    sqlx::query("update person set paused_until = $2, paused_reason = $3 where id = $1")
        .bind(id)
        .bind(until)
        .bind(reason)
        .execute(tx)
        .await?;
    Ok(())
}

/// Marks a person as having left, and ends their sessions and links; true for the first caller.
pub(crate) async fn leave(tx: &mut AnyConnection, id: &str, by: &str, now: i64) -> Result<bool, Error> {
    let done = sqlx::query("update person set left_at = $2, left_by = $3 where id = $1 and left_at is null")
        .bind(id)
        .bind(now)
        .bind(by)
        .execute(&mut *tx)
        .await?;
    sqlx::query("delete from session where person_id = $1").bind(id).execute(&mut *tx).await?;
    sqlx::query("update link set revoked_at = $2 where person_id = $1 and used_at is null and revoked_at is null")
        .bind(id)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Undoes [`leave`]; true for the first caller.
pub(crate) async fn come_back(tx: &mut AnyConnection, id: &str) -> Result<bool, Error> {
    let done = sqlx::query("update person set left_at = null, left_by = null where id = $1 and left_at is not null")
        .bind(id)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}
