//! One act's transaction: on SQLite a savepoint of a shared one, or a whole one for an act alone; its own on PostgreSQL.

use super::engine::Engine;
use super::failed::Failed;
use super::lease::{ANSWER, End, Returned};
use super::lock::Lock;
use super::pooled::Pooled;
use super::record::Recorder;
use super::saved;
use crate::error::Error;
use sqlx::AnyConnection;
use std::sync::Arc;
use tokio::sync::oneshot;

/// What an act writes through. Await nothing but SQL while it is held: on SQLite everybody waits.
///
/// It ends by [`Tx::commit`], [`Tx::refuse`] or [`Tx::settle`]. A mere drop is a fault: rolled back and,
/// on SQLite, the acts of the same batch with it. After a statement has failed no other is run, not even
/// after a constraint (PostgreSQL would refuse it; SQLite may have ended the transaction by itself, and
/// what came next would be saved alone).
#[derive(Debug)]
pub struct Tx {
    home: Option<Home>,
    engine: Engine,
    pub(super) recorder: Arc<Recorder>,
    used: bool,
    failed: Option<Failed>,
    pub(super) held: Option<Lock>,
}

#[derive(Debug)]
enum Home {
    Lent { connection: AnyConnection, back: oneshot::Sender<Returned> },
    Pooled(Pooled),
}

impl Tx {
    pub(super) fn lent(connection: AnyConnection, back: oneshot::Sender<Returned>, recorder: Arc<Recorder>) -> Self {
        Self::new(Home::Lent { connection, back }, Engine::Sqlite, recorder)
    }

    pub(super) fn pooled(connection: Pooled, recorder: Arc<Recorder>) -> Self {
        Self::new(Home::Pooled(connection), Engine::Postgres, recorder)
    }

    fn new(home: Home, engine: Engine, recorder: Arc<Recorder>) -> Self {
        Self { home: Some(home), engine, recorder, used: false, failed: None, held: None }
    }

    pub(super) fn engine(&self) -> Engine {
        self.engine
    }

    /// The connection, and where to note that a statement failed.
    pub(super) fn ready(&mut self) -> Result<(&mut AnyConnection, &mut Option<Failed>), sqlx::Error> {
        if let Some(failed) = &self.failed {
            return Err(failed.again());
        }
        if matches!(&self.home, Some(Home::Lent { back, .. }) if back.is_closed()) {
            // Held too long: the batch has been told so. Letting go frees the file for the next writer.
            self.home = None;
        }
        self.used = true;
        match &mut self.home {
            Some(Home::Lent { connection, .. }) => Ok((connection, &mut self.failed)),
            Some(Home::Pooled(connection)) => Ok((connection.get()?, &mut self.failed)),
            None => Err(sqlx::Error::Io(std::io::Error::other("the transaction was held too long"))),
        }
    }

    /// Saves, and answers when it is durable.
    ///
    /// # Errors
    /// [`Error::Busy`]: not saved. [`Error::Unknown`]: nobody knows. [`Error::Internal`]: a statement had
    /// failed before, so nothing was saved.
    pub async fn commit(mut self) -> Result<(), Error> {
        match self.failed.take() {
            None => self.end(true).await.inspect(|()| saved::note()),
            Some(failed) if failed.constraint => {
                self.end(false).await?;
                Err(Error::Internal(format!("commit after a statement that failed: {}", failed.cause)))
            }
            Some(failed) => Err(Error::Busy(failed.cause)),
        }
    }

    /// The act was refused: undoes it alone, and answers when what the refusal rests on is durable.
    ///
    /// # Errors
    /// [`Error::Busy`] and [`Error::Unknown`], as [`Tx::commit`].
    pub async fn refuse(mut self) -> Result<(), Error> {
        match self.failed.take() {
            Some(failed) if !failed.constraint => Err(Error::Busy(failed.cause)),
            _ => self.end(false).await,
        }
    }

    /// Ends as `result` asks: commits, refuses, or is a fault. An error after a violated constraint undoes
    /// the act alone, whatever it was turned into.
    ///
    /// # Errors
    /// The act's own, or why it could not be saved.
    pub async fn settle<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        let constraint = self.failed.as_ref().is_some_and(|failed| failed.constraint);
        match result {
            Ok(done) => self.commit().await.map(|()| done),
            Err(error) if error.is_refusal() || constraint => self.refuse().await.and(Err(error)),
            Err(error) => Err(error),
        }
    }

    #[cfg(test)]
    pub(super) fn forget_failure(&mut self) {
        self.failed = None;
    }

    async fn end(mut self, save: bool) -> Result<(), Error> {
        match self.home.take() {
            Some(Home::Lent { connection, back }) => {
                let (answer, answered) = oneshot::channel();
                let end = if save { End::Saved(answer) } else { End::Refused(answer) };
                if back.send(Returned { connection, end }).is_err() {
                    return Err(Error::Busy("the transaction was held too long".to_owned()));
                }
                answered.await.unwrap_or_else(|_| Err(Error::Unknown("the writer went away".to_owned())))
            }
            Some(Home::Pooled(connection)) if save => commit(connection).await,
            Some(Home::Pooled(mut connection)) => {
                connection.order("rollback").await.map_err(|error| Error::Busy(error.to_string()))?;
                connection.give_back();
                Ok(())
            }
            None => Err(Error::Busy("the transaction was held too long".to_owned())),
        }
    }
}

/// `select 1` first: in a transaction that failed unseen, PostgreSQL answers COMMIT with a quiet rollback.
async fn commit(mut connection: Pooled) -> Result<(), Error> {
    match tokio::time::timeout(ANSWER, connection.order("select 1; commit")).await {
        Ok(Ok(())) => {
            connection.give_back();
            Ok(())
        }
        Ok(Err(sqlx::Error::Database(cause))) if cause.code().as_deref() == Some("25P02") => {
            Err(Error::Busy(cause.to_string()))
        }
        Ok(Err(error)) => Err(Error::Unknown(error.to_string())),
        Err(_) => Err(Error::Unknown("COMMIT did not answer".to_owned())),
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let Some(Home::Lent { connection, back }) = self.home.take() {
            // An act that never asked anything has done nothing: no reason to fail its batch.
            let end = if self.used { End::Fault } else { End::Unused };
            drop(back.send(Returned { connection, end }));
        }
    }
}
