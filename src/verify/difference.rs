//! What a comparison finds, and how it walks long tables.

use crate::error::Error;
use std::fmt;

/// A place where two things that must agree do not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    pub table: String,
    pub row: String,
    pub what: String,
}

impl Difference {
    pub(super) fn new(table: &str, row: impl Into<String>, what: impl Into<String>) -> Self {
        Self { table: table.to_owned(), row: row.into(), what: what.into() }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.table, self.row, self.what)
    }
}

/// The next row of a stream; `None` at its end.
pub(super) async fn next<T>(
    stream: &mut (impl futures_core::Stream<Item = Result<T, sqlx::Error>> + Unpin),
) -> Result<Option<T>, Error> {
    let row = std::future::poll_fn(|context| std::pin::Pin::new(&mut *stream).poll_next(context)).await;
    Ok(row.transpose()?)
}
