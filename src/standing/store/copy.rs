//! The copy of where everybody stands: derived from facts, read by index and key.

use super::facts::fresh;
use super::row::{COLUMNS, values};
use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::rounds::rules::Asks;
use crate::standing::rules::Standing;
use crate::standing_columns;

/// Derives the copy anew for the people of a round between two ids; the answer is how many.
pub async fn renew(tx: &mut Tx, asks: &Asks, from: &str, to: &str) -> Result<usize, Error> {
    let rows = fresh(&mut *tx, asks, from, to).await?;
    sqlx::query("delete from standing where round_id = $1 and person_id >= $2 and person_id <= $3")
        .bind(&asks.round_id)
        .bind(from)
        .bind(to)
        .execute(&mut *tx)
        .await?;
    let values: Vec<Vec<Value>> = rows.iter().map(values).collect();
    tx.insert_many("standing", COLUMNS, &values).await?;
    Ok(rows.len())
}

/// Derives one person's copies anew, in every round given they are in. Call it near the end of an act, with the
/// person held.
pub async fn renew_person<'a>(
    tx: &mut Tx,
    rounds: impl IntoIterator<Item = &'a Asks>,
    person_id: &str,
) -> Result<(), Error> {
    for asks in rounds {
        renew(tx, asks, person_id, person_id).await?;
    }
    Ok(())
}

/// The copy of the people of a round between two ids, both included.
pub async fn kept<'c>(db: impl Ask<'c>, round_id: &str, from: &str, to: &str) -> Result<Vec<Standing>, Error> {
    Ok(sqlx::query_as(concat!(
        "select ",
        standing_columns!(),
        " from standing s where s.round_id = $1 and s.person_id >= $2 and s.person_id <= $3"
    ))
    .bind(round_id)
    .bind(from)
    .bind(to)
    .fetch_all(db)
    .await?)
}

/// A person's rows of the copy, in every round, open or closed.
pub async fn rows_of<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<Standing>, Error> {
    Ok(sqlx::query_as(concat!("select ", standing_columns!(), " from standing s where s.person_id = $1"))
        .bind(person_id)
        .fetch_all(db)
        .await?)
}
