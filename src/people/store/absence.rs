//! SQL of time away: a chain of what began and what was ended.

use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::from_row;
use crate::people::rules::Reason;

/// The last row of the chain.
struct Head {
    number: i64,
    /// `None`: ended.
    reason: Option<Reason>,
    from_on: String,
    until_on: String,
}

from_row!(Head { number, reason, from_on, until_on });

async fn head<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Option<Head>, Error> {
    Ok(sqlx::query_as(
        "select number, reason, from_on, until_on from absence where person_id = $1 and until_at is null",
    )
    .bind(person_id)
    .fetch_optional(db)
    .await?)
}

async fn next(
    tx: &mut Tx,
    person_id: &str,
    row: &Head,
    kind: &'static str,
    by: Option<&str>,
    at: i64,
) -> Result<(), Error> {
    sqlx::query("update absence set until_at = $3 where person_id = $1 and number = $2 and until_at is null")
        .bind(person_id)
        .bind(row.number - 1)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "insert into absence (person_id, number, kind, reason, from_on, until_on, at, by_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(person_id)
    .bind(row.number)
    .bind(kind)
    .bind(row.reason)
    .bind(&row.from_on)
    .bind(&row.until_on)
    .bind(at)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(())
}

/// A time away, in place of the one before; its number, or `None` when it stands so already. Days are `YYYY-MM-DD`.
pub(crate) async fn begin_absence(
    tx: &mut Tx,
    person_id: &str,
    (from_on, until_on, reason): (&str, &str, Reason),
    by: Option<&str>,
    at: i64,
) -> Result<Option<i64>, Error> {
    let before = head(&mut *tx, person_id).await?;
    let same = |one: &Head| one.reason == Some(reason) && one.from_on == from_on && one.until_on == until_on;
    if before.as_ref().is_some_and(same) {
        return Ok(None);
    }
    let number = before.map_or(0, |one| one.number) + 1;
    let row = Head { number, reason: Some(reason), from_on: from_on.to_owned(), until_on: until_on.to_owned() };
    next(tx, person_id, &row, "away", by, at).await?;
    Ok(Some(number))
}

/// Ends a time away on `today`: number, first and last day of it; `None` when nobody is away.
pub(crate) async fn end_absence(
    tx: &mut Tx,
    person_id: &str,
    today: &str,
    by: Option<&str>,
    at: i64,
) -> Result<Option<(i64, String, String)>, Error> {
    let Some(before) = head(&mut *tx, person_id).await?.filter(|one| one.reason.is_some()) else { return Ok(None) };
    let until_on = if today < before.from_on.as_str() { before.from_on.clone() } else { today.to_owned() };
    let row = Head { number: before.number + 1, reason: None, from_on: before.from_on, until_on };
    next(tx, person_id, &row, "ended", by, at).await?;
    Ok(Some((row.number, row.from_on, row.until_on)))
}
