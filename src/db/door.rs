//! The handle everybody holds: readers, and the door for writes.

use super::call::{Call, Request};
use super::engine::Engine;
use super::pool;
use super::reader::Reader;
use super::record::{Recorder, Statement};
use super::snapshot::Snapshot;
use super::tx::Tx;
use crate::error::Error;
use sqlx::AnyPool;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// Readers and the door.
#[derive(Clone, Debug)]
pub struct Db {
    pub(super) reader: Reader,
    pub(super) door: Door,
    pub(super) recorder: Arc<Recorder>,
    pub(super) commits: Arc<AtomicU64>,
    pub(super) engine: Engine,
}

#[derive(Clone, Debug)]
pub(super) enum Door {
    Sqlite(mpsc::Sender<Call>),
    Postgres(AnyPool),
}

impl Db {
    pub fn read(&self) -> &Reader {
        &self.reader
    }

    /// Several questions about one state; end it with [`Snapshot::end`].
    pub async fn snapshot(&self) -> Result<Snapshot, Error> {
        Snapshot::begin(&self.reader, self.engine).await
    }

    /// One act. On SQLite it may share its transaction with others, each behind its own savepoint.
    ///
    /// # Errors
    /// [`Error::Busy`] when the writer is not free within eight seconds.
    pub async fn write(&self) -> Result<Tx, Error> {
        self.lease(false).await
    }

    /// One act that shares with nobody: imports, and what is done for everybody.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_alone(&self) -> Result<Tx, Error> {
        self.lease(true).await
    }

    async fn lease(&self, alone: bool) -> Result<Tx, Error> {
        let calls = match &self.door {
            Door::Sqlite(calls) => calls,
            Door::Postgres(pool) => {
                let connection = pool::begin(pool).await.map_err(|error| Error::Busy(error.to_string()))?;
                return Ok(Tx::pooled(connection, Arc::clone(&self.recorder)));
            }
        };
        let (lend, answer) = oneshot::channel();
        let gone = || Error::Busy("the writer is closed".to_owned());
        let lease = async {
            calls.send(Call::Act(Request { alone, lend })).await.map_err(|_| gone())?;
            answer.await.unwrap_or_else(|_| Err(gone()))
        };
        timeout(pool::PATIENCE, lease)
            .await
            .unwrap_or_else(|_| Err(Error::Busy("the writer was not free in time".to_owned())))
    }

    /// Writes a row: what `/healthz` tells.
    pub async fn probe(&self, at: i64) -> Result<(), Error> {
        let mut tx = self.write().await?;
        let sql = "insert into probe (name, at) values ('door', $1)
                   on conflict (name) do update set at = excluded.at";
        let done = sqlx::query(sql).bind(at).execute(&mut tx).await.map(|_| ()).map_err(Error::from);
        tx.settle(done).await
    }

    /// Starts to record every statement of the process; for tests.
    pub fn record(&self) {
        self.recorder.start();
    }

    /// What was recorded; recording ends.
    pub fn recorded(&self) -> Vec<Statement> {
        self.recorder.take()
    }

    /// Takes no person's lock from now on: for the control of the test that acts at once leave the copy right.
    pub fn without_person_locks(&self) {
        self.recorder.unlocked.store(true, Ordering::Relaxed);
    }

    /// How many transactions SQLite's writer has committed: fewer than acts where acts met.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Only for the health page and the tests.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Empties SQLite's write-ahead log, so that what was erased is nowhere in the files.
    pub async fn settle(&self) {
        if let Door::Sqlite(calls) = &self.door {
            let (settled, done) = oneshot::channel();
            if calls.send(Call::Settle(settled)).await.is_ok() {
                drop(timeout(Duration::from_secs(10), done).await);
            }
        }
    }

    /// Closes every connection; what was asked to be written before is.
    pub async fn close(&self) {
        self.reader.pool.close().await;
        match &self.door {
            Door::Postgres(pool) => pool.close().await,
            Door::Sqlite(calls) => {
                let (closed, done) = oneshot::channel();
                if calls.send(Call::Close(closed)).await.is_ok() {
                    drop(timeout(Duration::from_secs(10), done).await);
                }
            }
        }
    }
}
