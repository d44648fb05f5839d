//! SQLite's one writer: a task that owns the connection and lends it to one act after another.
//!
//! Acts that meet share one transaction and one fsync. It speaks plain SQL: sqlx counts the depth of its own
//! transactions, and the count was wrong for ever after a COMMIT that failed.

use super::call::{Call, Request};
use super::lease::{ANSWER, Answer, End, Returned, answer, close, order};
use super::pool;
use super::record::Recorder;
use super::tx::Tx;
use crate::error::Error;
use sqlx::AnyConnection;
use sqlx::any::AnyConnectOptions;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedMutexGuard, mpsc, oneshot};
use tokio::time::{Instant, timeout};

/// An act that holds the writer longer is a fault; no request lives as long.
const HELD: Duration = if cfg!(test) { Duration::from_millis(1500) } else { Duration::from_mins(1) };
/// A batch takes no other act after this many, or after this long.
const MOST: usize = 64;
const LONGEST: Duration = Duration::from_millis(if cfg!(test) { 1000 } else { 20 });

/// A batch that cannot be saved, and its connection if it came back.
struct Broken(Option<AnyConnection>, String);

/// Waits for readers no longer than nobody notices.
const SETTLE: &str = "pragma busy_timeout = 100; pragma wal_checkpoint(truncate); pragma busy_timeout = 5000";

/// What stands around one act in the transaction of its batch.
struct Orders {
    begin: Option<&'static str>,
    save: Option<&'static str>,
    undo: &'static str,
}

const SHARED: Orders =
    Orders { begin: Some("savepoint act"), save: Some("release act"), undo: "rollback to act; release act" };
const ALONE: Orders = Orders { begin: None, save: None, undo: "rollback; begin immediate" };

pub(super) struct Writer {
    pub(super) calls: OwnedMutexGuard<mpsc::Receiver<Call>>,
    pub(super) ahead: Option<Call>,
    pub(super) connection: Option<AnyConnection>,
    pub(super) options: AnyConnectOptions,
    pub(super) recorder: Arc<Recorder>,
    pub(super) commits: Arc<AtomicU64>,
}

impl Writer {
    pub(super) async fn run(mut self) {
        loop {
            let call = match self.ahead.take() {
                Some(call) => Some(call),
                None => self.calls.recv().await,
            };
            match call {
                Some(Call::Act(request)) => self.batch(request).await,
                Some(Call::Settle(settled)) => {
                    self.settle().await;
                    let _ = settled.send(());
                }
                Some(Call::Close(closed)) => {
                    self.calls.close();
                    if let Some(connection) = self.connection.take() {
                        close(connection).await;
                    }
                    let _ = closed.send(());
                    return;
                }
                None => return,
            }
        }
    }

    async fn batch(&mut self, first: Request) {
        if first.lend.is_closed() {
            return;
        }
        let connection = match self.begin().await {
            Ok(connection) => connection,
            Err(cause) => return self.turn_away(first, &cause),
        };
        let mut waiting = Vec::new();
        match self.acts(connection, first, &mut waiting).await {
            Ok(mut connection) => match order(&mut connection, "commit").await {
                Ok(()) => {
                    self.connection = Some(connection);
                    self.commits.fetch_add(1, Ordering::Relaxed);
                    answer(waiting, || Ok(()));
                }
                Err(cause) => {
                    tracing::error!(cause, acts = waiting.len(), "COMMIT failed");
                    answer(waiting, || Err(Error::Unknown(cause.clone())));
                    close(connection).await;
                }
            },
            Err(Broken(connection, cause)) => {
                tracing::warn!(cause, acts = waiting.len(), "a batch was undone");
                answer(waiting, || Err(Error::Busy(cause.clone())));
                if let Some(connection) = connection {
                    close(connection).await;
                }
            }
        }
    }

    /// Where readers are still in the log, it is emptied the next time.
    async fn settle(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            match order(&mut connection, SETTLE).await {
                Ok(()) => self.connection = Some(connection),
                Err(cause) => {
                    tracing::warn!(cause, "the write-ahead log is not emptied");
                    close(connection).await;
                }
            }
        }
    }

    async fn begin(&mut self) -> Result<AnyConnection, String> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => timeout(ANSWER, pool::writer(&self.options))
                .await
                .map_err(|_| "the database did not open".to_owned())?
                .map_err(|error| error.to_string())?,
        };
        match order(&mut connection, "begin immediate").await {
            Ok(()) => Ok(connection),
            Err(cause) => {
                close(connection).await;
                Err(cause)
            }
        }
    }

    /// Lends to `first` and to whoever waits by then; never waits for somebody to come.
    async fn acts(
        &mut self,
        mut connection: AnyConnection,
        first: Request,
        waiting: &mut Vec<Answer>,
    ) -> Result<AnyConnection, Broken> {
        let started = Instant::now();
        let mut request = first;
        for acts in 1.. {
            let alone = request.alone;
            connection = self.act(connection, request, waiting).await?;
            // Before the queue is asked: who is taken from it must be served.
            if alone || acts >= MOST || started.elapsed() >= LONGEST {
                break;
            }
            match self.calls.try_recv() {
                Ok(Call::Act(next)) if !next.alone => request = next,
                Ok(call) => {
                    self.ahead = Some(call);
                    break;
                }
                Err(_) => break,
            }
        }
        Ok(connection)
    }

    async fn act(
        &mut self,
        mut connection: AnyConnection,
        request: Request,
        waiting: &mut Vec<Answer>,
    ) -> Result<AnyConnection, Broken> {
        if request.lend.is_closed() {
            return Ok(connection);
        }
        // Alone, the transaction is the act's own: a savepoint would only copy every page that is changed.
        let orders = if request.alone { ALONE } else { SHARED };
        if let Some(begin) = orders.begin
            && let Err(cause) = order(&mut connection, begin).await
        {
            drop(request.lend.send(Err(Error::Busy(cause.clone()))));
            return Err(Broken(Some(connection), cause));
        }
        let (back, returned) = oneshot::channel();
        // If nobody waits any more, dropping the transaction brings the connection back, unused.
        drop(request.lend.send(Ok(Tx::lent(connection, back, Arc::clone(&self.recorder)))));
        let Ok(Ok(Returned { mut connection, end })) = timeout(HELD, returned).await else {
            return Err(Broken(None, "an act held the writer too long".to_owned()));
        };
        let sql = match end {
            End::Saved(answer) => {
                waiting.push(answer);
                orders.save
            }
            End::Refused(answer) => {
                waiting.push(answer);
                Some(orders.undo)
            }
            End::Unused => orders.save,
            End::Fault => return Err(Broken(Some(connection), "an act of the same batch failed".to_owned())),
        };
        let Some(sql) = sql else { return Ok(connection) };
        match order(&mut connection, sql).await {
            Ok(()) => Ok(connection),
            Err(cause) => Err(Broken(Some(connection), cause)),
        }
    }

    /// What `first` met, everybody in the queue would meet after as long a wait.
    fn turn_away(&mut self, first: Request, cause: &str) {
        tracing::error!(cause, "no writer");
        drop(first.lend.send(Err(Error::Busy(cause.to_owned()))));
        while let Ok(call) = self.calls.try_recv() {
            match call {
                Call::Act(request) => drop(request.lend.send(Err(Error::Busy(cause.to_owned())))),
                other => {
                    self.ahead = Some(other);
                    return;
                }
            }
        }
    }
}
