//! SQL of leaving and coming back: a chain.

use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::people::rules::Presence;
use crate::stored;
use sqlx::Row;

stored!(Presence);

/// The last row of the chain: its number and whether the person is gone; nothing yet is 0.
async fn head<'c>(db: impl Ask<'c>, person_id: &str) -> Result<(i64, bool), Error> {
    let row = sqlx::query("select number, kind from presence where person_id = $1 and until_at is null")
        .bind(person_id)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok((0, false)) };
    Ok((row.try_get(0)?, row.try_get::<Presence, _>(1)? == Presence::Left))
}

/// Adds the row that somebody left or is back (`anew`: nothing that they had confirmed is valid any more); its number, or `None` when that is so already.
pub(crate) async fn turn(
    tx: &mut Tx,
    person_id: &str,
    (kind, anew): (Presence, bool),
    by: Option<&str>,
    at: i64,
) -> Result<Option<i64>, Error> {
    let (number, gone) = head(&mut *tx, person_id).await?;
    if gone == (kind == Presence::Left) {
        return Ok(None);
    }
    sqlx::query("update presence set until_at = $3 where person_id = $1 and number = $2 and until_at is null")
        .bind(person_id)
        .bind(number)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    sqlx::query("insert into presence (person_id, number, kind, at, by_id, anew) values ($1, $2, $3, $4, $5, $6)")
        .bind(person_id)
        .bind(number + 1)
        .bind(kind)
        .bind(at)
        .bind(by)
        .bind(i64::from(anew))
        .execute(tx)
        .await?;
    Ok(Some(number + 1))
}
