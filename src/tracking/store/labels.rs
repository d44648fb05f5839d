//! What departments were called.

use crate::db::Ask;
use crate::error::Error;
use sqlx::Row as _;

/// Ids and names of the departments as they were at a moment, in the order of lists.
pub(crate) async fn departments_at<'c>(db: impl Ask<'c>, at: i64) -> Result<Vec<(String, String)>, Error> {
    let rows = sqlx::query(
        "select l.thing, l.body from label l join department d on d.id = l.thing
         where l.kind = 'department' and l.since_at <= $1 and (l.until_at is null or l.until_at > $1)
         order by d.place, d.id",
    )
    .bind(at)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, sqlx::Error>>()?)
}
