//! Appending leaves, and reading the journal made beside them.

use super::rules::{Entry, leaf};
use crate::db::lock_ledger;
use crate::error::Error;
use crate::from_row;
use crate::id::new_id;
use sqlx::{AnyConnection, AnyPool, Row};

/// Appends the leaf of `entry` and its line in the journal; the answer is the leaf's number.
/// Call it last in a transaction: on PostgreSQL it holds the ledger until the commit.
///
/// # Errors
/// When the leaf is not canonical or the database refuses.
pub async fn append(tx: &mut AnyConnection, entry: &Entry) -> Result<i64, Error> {
    let leaf = leaf(entry)?;
    lock_ledger(&mut *tx).await?;
    let row = sqlx::query(
        "insert into ledger_leaf (n, data) select coalesce(max(n) + 1, 0), $1 from ledger_leaf returning n",
    )
    .bind(&leaf.data)
    .fetch_one(&mut *tx)
    .await?;
    let n: i64 = row.try_get(0)?;
    for (purpose, salt, fields) in &leaf.private {
        sqlx::query("insert into ledger_private (n, purpose, salt, fields) values ($1, $2, $3, $4)")
            .bind(n)
            .bind(*purpose)
            .bind(salt)
            .bind(fields)
            .execute(&mut *tx)
            .await?;
    }
    sqlx::query(
        "insert into activity (id, at, kind, person_id, by_id, note, ledger_n) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new_id())
    .bind(entry.at)
    .bind(entry.kind)
    .bind(&entry.person_id)
    .bind(&entry.by_id)
    .bind(&entry.note)
    .bind(n)
    .execute(&mut *tx)
    .await?;
    Ok(n)
}

/// One line of a person's timeline.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: i64,
    /// The ledger's type.
    pub kind: String,
    /// What happened.
    pub note: String,
    /// Who did it; empty = the person or the system.
    pub by_name: String,
    /// Number in the ledger.
    pub ledger_n: Option<i64>,
}

from_row!(Line { at, kind, note, by_name, ledger_n });

/// A person's timeline, newest first, at most 500 lines.
pub async fn timeline(db: &AnyPool, person_id: &str) -> Result<Vec<Line>, Error> {
    Ok(sqlx::query_as(
        "select a.at, a.kind, a.note, coalesce(b.full_name, '') as by_name, a.ledger_n
         from activity a left join person b on b.id = a.by_id
         where a.person_id = $1 order by a.at desc, a.id desc limit 500",
    )
    .bind(person_id)
    .fetch_all(db)
    .await?)
}
