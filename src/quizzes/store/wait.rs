//! SQL of waits that were lifted.

use crate::db::{Ask, Tx};
use crate::error::Error;
use sqlx::Row as _;

/// A person's last graded sitting in a round, and their id in the ledger; `None` when there is none.
pub(crate) async fn last_graded<'c>(
    db: impl Ask<'c>,
    person_id: &str,
    round_id: &str,
) -> Result<Option<(String, String)>, Error> {
    let row = sqlx::query(
        "select t.id, p.actor from attempt t join person p on p.id = t.person_id
         where t.person_id = $1 and t.round_id = $2 and t.graded_at is not null order by t.number desc limit 1",
    )
    .bind(person_id)
    .bind(round_id)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Ok::<_, sqlx::Error>((row.try_get(0)?, row.try_get(1)?))).transpose()?)
}

/// Ends the wait after a sitting; its number, or `None` where it was ended before.
pub(crate) async fn lift(
    tx: &mut Tx,
    (person_id, round_id, attempt_id): (&str, &str, &str),
    by: Option<&str>,
    at: i64,
) -> Result<Option<i64>, Error> {
    let row = sqlx::query(
        "insert into wait_lift (person_id, round_id, number, attempt_id, at, by_id)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5 from wait_lift
           where person_id = $1 and round_id = $2
         on conflict do nothing returning number",
    )
    .bind(person_id)
    .bind(round_id)
    .bind(attempt_id)
    .bind(at)
    .bind(by)
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}
