//! Several questions about one state.

use super::engine::Engine;
use super::pooled::Pooled;
use super::reader::{Later, Reader, Rows, refused};
use super::record::Recorder;
use crate::error::Error;
use sqlx::any::{AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::{Any, Execute, Executor, SqlStr};
use std::sync::Arc;

/// One read transaction: every question sees the state of the first one.
#[derive(Debug)]
pub struct Snapshot {
    connection: Pooled,
    recorder: Arc<Recorder>,
}

impl Snapshot {
    pub(super) async fn begin(reader: &Reader, engine: Engine) -> Result<Self, Error> {
        let mut connection = Pooled::new(reader.pool.acquire().await?);
        let begin = match engine {
            Engine::Sqlite => "begin",
            Engine::Postgres => "begin isolation level repeatable read read only",
        };
        connection.order(begin).await?;
        Ok(Self { connection, recorder: Arc::clone(&reader.recorder) })
    }

    /// Gives the connection back; a snapshot that is merely dropped closes it.
    pub async fn end(mut self) {
        match self.connection.order("commit").await {
            Ok(()) => self.connection.give_back(),
            Err(error) => tracing::warn!(%error, "a snapshot did not end well"),
        }
    }
}

impl<'c> Executor<'c> for &'c mut Snapshot {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> Rows<'e>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let query = self.recorder.note(query, false);
        match self.connection.get() {
            Ok(connection) => connection.fetch_many(query),
            Err(error) => refused(error),
        }
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> Later<'e, Option<AnyRow>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let query = self.recorder.note(query, false);
        Box::pin(async move { self.connection.get()?.fetch_optional(query).await })
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [AnyTypeInfo]) -> Later<'e, AnyStatement>
    where
        'c: 'e,
    {
        Box::pin(async move { self.connection.get()?.prepare_with(sql, parameters).await })
    }
}
