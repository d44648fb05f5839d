//! SQL of what one person is given beyond what the round gives everybody; the table is append-only.

use crate::db::Tx;
use crate::error::Error;
use crate::rounds::rules::Leeway;
use sqlx::Row as _;

/// Adds a row; the answer is its number. `due_on` is a day.
pub(crate) async fn give(
    tx: &mut Tx,
    (person_id, round_id): (&str, &str),
    (kind, due_on): (Leeway, Option<&str>),
    by: Option<&str>,
    at: i64,
) -> Result<i64, Error> {
    let row = sqlx::query(
        "insert into leeway (person_id, round_id, number, kind, due_on, at, by_id)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6 from leeway
           where person_id = $1 and round_id = $2
         returning number",
    )
    .bind(person_id)
    .bind(round_id)
    .bind(kind.as_str())
    .bind(due_on)
    .bind(at)
    .bind(by)
    .fetch_one(tx)
    .await?;
    Ok(row.try_get(0)?)
}
