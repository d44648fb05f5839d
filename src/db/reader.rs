//! Questions outside a transaction, and the trait every store function takes.

use super::record::Recorder;
use futures_core::Stream;
use sqlx::any::{AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::{Any, AnyPool, Either, Execute, Executor, SqlStr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Whatever can be asked: `&Reader`, `&mut Snapshot`, `&mut Tx`.
///
/// `async fn find<'c>(db: impl Ask<'c>, id: &str) -> Result<…>`
pub trait Ask<'c>: Executor<'c, Database = Any> {}

impl<'c, T: Executor<'c, Database = Any>> Ask<'c> for T {}

pub(super) type Later<'e, T> = Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'e>>;
pub(super) type Rows<'e> = Pin<Box<dyn Stream<Item = Result<Either<AnyQueryResult, AnyRow>, sqlx::Error>> + Send + 'e>>;

struct Refused(Option<sqlx::Error>);

impl Stream for Refused {
    type Item = Result<Either<AnyQueryResult, AnyRow>, sqlx::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Err))
    }
}

/// A stream of nothing but `error`.
pub(super) fn refused<'e>(error: sqlx::Error) -> Rows<'e> {
    Box::pin(Refused(Some(error)))
}

/// The pool of readers. It cannot write: the engine refuses.
#[derive(Clone, Debug)]
pub struct Reader {
    pub(super) pool: AnyPool,
    pub(super) recorder: Arc<Recorder>,
}

impl<'c> Executor<'c> for &'c Reader {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> Rows<'e>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        self.pool.fetch_many(self.recorder.note(query, false))
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> Later<'e, Option<AnyRow>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        self.pool.fetch_optional(self.recorder.note(query, false))
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [AnyTypeInfo]) -> Later<'e, AnyStatement>
    where
        'c: 'e,
    {
        self.pool.prepare_with(sql, parameters)
    }
}
