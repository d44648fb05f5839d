//! SQL of capacities.

use crate::db::Tx;
use crate::error::Error;
use crate::people::rules::Capacity;
use sqlx::Row;

/// Gives a person a capacity under a document; false when they have it.
pub(crate) async fn grant_capacity(
    tx: &mut Tx,
    id: &str,
    person_id: &str,
    (document, capacity): (&str, Capacity),
    by: Option<&str>,
    at: i64,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "insert into capacity (id, person_id, document_id, capacity, since_at, by_id) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing",
    )
    .bind(id)
    .bind(person_id)
    .bind(document)
    .bind(capacity)
    .bind(at)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a capacity; the id of its row, `None` when there is none.
pub(crate) async fn end_capacity(
    tx: &mut Tx,
    person_id: &str,
    (document, capacity): (&str, Capacity),
    by: Option<&str>,
    at: i64,
) -> Result<Option<String>, Error> {
    let row = sqlx::query(
        "update capacity set until_at = $4, until_by = $5
         where person_id = $1 and document_id = $2 and capacity = $3 and until_at is null returning id",
    )
    .bind(person_id)
    .bind(document)
    .bind(capacity)
    .bind(at)
    .bind(by)
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}
