//! SQL of a round that rests: a chain.

use crate::db::Tx;
use crate::error::Error;
use sqlx::Row as _;

/// Adds the row that a round rests, or goes on; its number, or `None` when that is so already.
pub(crate) async fn rest(
    tx: &mut Tx,
    round_id: &str,
    rests: bool,
    by: Option<&str>,
    at: i64,
) -> Result<Option<i64>, Error> {
    let row = sqlx::query("select number, kind from round_pause where round_id = $1 and until_at is null")
        .bind(round_id)
        .fetch_optional(&mut *tx)
        .await?;
    let before: Option<(i64, String)> =
        row.map(|row| Ok::<_, Error>((row.try_get(0)?, row.try_get(1)?))).transpose()?;
    if before.as_ref().is_some_and(|one| one.1 == "paused") == rests {
        return Ok(None);
    }
    let number = before.map_or(0, |one| one.0) + 1;
    sqlx::query("update round_pause set until_at = $3 where round_id = $1 and number = $2 and until_at is null")
        .bind(round_id)
        .bind(number - 1)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    sqlx::query("insert into round_pause (round_id, number, kind, at, by_id) values ($1, $2, $3, $4, $5)")
        .bind(round_id)
        .bind(number)
        .bind(if rests { "paused" } else { "resumed" })
        .bind(at)
        .bind(by)
        .execute(tx)
        .await?;
    Ok(Some(number))
}
