//! SQL of free text about a person, beside the row it belongs to; it can be erased.

use crate::db::Tx;
use crate::error::Error;

/// Keeps a text beside the row `row_id` of the table `kind`.
pub(crate) async fn remark(
    tx: &mut Tx,
    (kind, row_id): (&str, &str),
    person_id: &str,
    body: &str,
    (by, at): (Option<&str>, i64),
) -> Result<(), Error> {
    sqlx::query("insert into remark (kind, row_id, person_id, body, at, by_id) values ($1, $2, $3, $4, $5, $6)")
        .bind(kind)
        .bind(row_id)
        .bind(person_id)
        .bind(body)
        .bind(at)
        .bind(by)
        .execute(tx)
        .await?;
    Ok(())
}
