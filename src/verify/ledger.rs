//! Tables and leaves, line by line.

use super::difference::Difference;
use super::{answers, checks, leaves, private, rows, texts};
use crate::db::Db;
use crate::error::Error;

/// Compares tables and leaves line by line, commitments with what is kept of them, texts with their hashes.
pub async fn ledger(db: &Db) -> Result<Vec<Difference>, Error> {
    let mut at = db.snapshot().await?;
    let mut found = Vec::new();
    let mut counts = Vec::new();
    for check in checks::CHECKS {
        counts.push(rows::compare(&mut at, check, &mut found).await?);
    }
    leaves::compare(&mut at, &counts, &mut found).await?;
    private::compare(&mut at, &mut found).await?;
    answers::compare(&mut at, &mut found).await?;
    texts::compare(&mut at, &mut found).await?;
    at.end().await;
    Ok(found)
}
