//! The first statement of a transaction that failed.

use crate::error::cause;
use sqlx::error::ErrorKind;

/// The first statement that failed.
#[derive(Debug)]
pub(super) struct Failed {
    /// The statement alone was undone: a constraint, or a trigger that refused.
    pub(super) constraint: bool,
    pub(super) cause: String,
}

impl Failed {
    pub(super) fn of(error: &sqlx::Error) -> Self {
        let constraint = match error {
            sqlx::Error::Database(found) => {
                !matches!(found.kind(), ErrorKind::Other) || found.code().is_some_and(|code| refuses(&code))
            }
            _ => false,
        };
        Self { constraint, cause: cause(error) }
    }

    pub(super) fn again(&self) -> sqlx::Error {
        let told = format!("a statement after one that failed: {}", self.cause);
        if self.constraint { sqlx::Error::InvalidArgument(told) } else { sqlx::Error::Io(std::io::Error::other(told)) }
    }
}

/// SQLite's extended codes of `SQLITE_CONSTRAINT` (19); PostgreSQL's class 23 and `raise exception`.
fn refuses(code: &str) -> bool {
    if code.len() == 5 {
        code.starts_with("23") || code == "P0001"
    } else {
        code.parse::<u32>().is_ok_and(|code| code & 0xff == 19)
    }
}
