//! Statements of a transaction, watched for the first that fails.

use super::failed::Failed;
use super::reader::{Later, Rows, refused};
use super::tx::Tx;
use futures_core::Stream;
use sqlx::any::{AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::{Any, Either, Execute, Executor, SqlStr};
use std::pin::Pin;
use std::task::{Context, Poll};

struct Watched<'e> {
    rows: Rows<'e>,
    failed: &'e mut Option<Failed>,
}

impl Stream for Watched<'_> {
    type Item = Result<Either<AnyQueryResult, AnyRow>, sqlx::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let watched = self.get_mut();
        let next = watched.rows.as_mut().poll_next(context);
        if let Poll::Ready(Some(Err(error))) = &next {
            *watched.failed = Some(Failed::of(error));
        }
        next
    }
}

impl<'c> Executor<'c> for &'c mut Tx {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> Rows<'e>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let query = self.recorder.note(query, true);
        match self.ready() {
            Ok((connection, failed)) => Box::pin(Watched { rows: connection.fetch_many(query), failed }),
            Err(error) => refused(error),
        }
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> Later<'e, Option<AnyRow>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let query = self.recorder.note(query, true);
        Box::pin(async move {
            let (connection, failed) = self.ready()?;
            connection.fetch_optional(query).await.inspect_err(|error| *failed = Some(Failed::of(error)))
        })
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [AnyTypeInfo]) -> Later<'e, AnyStatement>
    where
        'c: 'e,
    {
        Box::pin(async move {
            let (connection, failed) = self.ready()?;
            connection.prepare_with(sql, parameters).await.inspect_err(|error| *failed = Some(Failed::of(error)))
        })
    }
}
