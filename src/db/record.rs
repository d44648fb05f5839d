//! What was asked, for the tests that count a page's questions.

use sqlx::any::{AnyArguments, AnyStatement};
use sqlx::error::BoxDynError;
use sqlx::{Any, Execute, SqlStr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// One statement that went through a reader, a snapshot or a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub sql: String,
    /// Through [`super::Tx`], even when it only reads there.
    pub write: bool,
}

/// Off it costs one relaxed load a statement.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    on: AtomicBool,
    seen: Mutex<Vec<Statement>>,
    /// For the control of a test: a person's lock is not taken.
    pub(super) unlocked: AtomicBool,
}

impl Recorder {
    pub(super) fn start(&self) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.on.store(true, Ordering::Relaxed);
    }

    pub(super) fn take(&self) -> Vec<Statement> {
        self.on.store(false, Ordering::Relaxed);
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes `query` apart (moves only) and keeps its text when recording is on.
    pub(super) fn note<'q, E: Execute<'q, Any>>(&self, mut query: E, write: bool) -> Taken {
        // `persistent` before `take_arguments`: sqlx's `Map` answers it by whether arguments are still there.
        let persistent = query.persistent();
        let arguments = query.take_arguments().transpose();
        let sql = query.sql();
        if self.on.load(Ordering::Relaxed) {
            let statement = Statement { sql: sql.as_str().to_owned(), write };
            self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(statement);
        }
        Taken { sql, arguments, persistent }
    }
}

/// A statement whose text has been seen, whole again.
pub(super) struct Taken {
    sql: SqlStr,
    arguments: Option<Result<AnyArguments, BoxDynError>>,
    persistent: bool,
}

impl Execute<'_, Any> for Taken {
    fn sql(self) -> SqlStr {
        self.sql
    }

    fn statement(&self) -> Option<&AnyStatement> {
        None
    }

    fn take_arguments(&mut self) -> Result<Option<AnyArguments>, BoxDynError> {
        self.arguments.take().transpose()
    }

    fn persistent(&self) -> bool {
        self.persistent
    }
}
