//! Confirmations of a round by day.

use crate::db::Ask;
use crate::error::Error;
use crate::time::DAY;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// How many confirmed on each of the days since a moment (UTC milliseconds) that begins one: its place from there, and
/// how many.
pub(crate) async fn days<'c>(db: impl Ask<'c>, round_id: &str, since: i64) -> Result<Vec<(usize, i64)>, Error> {
    let rows = sqlx::query(
        "select (a.confirmed_at - $2) / $3 as day, count(*) from acknowledgment a
         where a.round_id = $1 and a.confirmed_at >= $2 group by 1 order by 1",
    )
    .bind(round_id)
    .bind(since)
    .bind(DAY)
    .fetch_all(db)
    .await?;
    let one = |row: &AnyRow| -> Result<(usize, i64), Error> {
        let (day, n): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        Ok((usize::try_from(day).unwrap_or_default(), n))
    };
    rows.iter().map(one).collect()
}
