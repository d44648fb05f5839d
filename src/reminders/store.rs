//! SQL of reminders; the table is append-only.

use crate::db::Tx;
use crate::error::Error;
use sqlx::Row as _;

/// When the person of a standing `s` was last reminded in its round.
macro_rules! reminded_at {
    () => {
        "(select m.at from reminder m where m.person_id = s.person_id and m.round_id = s.round_id
            order by m.number desc limit 1) as reminded_at"
    };
}

pub(crate) use reminded_at;

/// Adds a row; the answer is its number.
pub(crate) async fn add(
    tx: &mut Tx,
    (person_id, round_id): (&str, &str),
    by: Option<&str>,
    at: i64,
) -> Result<i64, Error> {
    let row = sqlx::query(
        "insert into reminder (person_id, round_id, number, at, by_id)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4 from reminder where person_id = $1 and round_id = $2
         returning number",
    )
    .bind(person_id)
    .bind(round_id)
    .bind(at)
    .bind(by)
    .fetch_one(tx)
    .await?;
    Ok(row.try_get(0)?)
}
