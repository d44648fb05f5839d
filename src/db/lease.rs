//! What comes back to SQLite's writer from an act.

use crate::error::Error;
use sqlx::{AnyConnection, Connection, Executor};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// A statement of the door itself that takes longer has lost its disk or its server.
pub(super) const ANSWER: Duration = Duration::from_secs(30);

pub(super) type Answer = oneshot::Sender<Result<(), Error>>;

#[derive(Debug)]
pub(super) struct Returned {
    pub(super) connection: AnyConnection,
    pub(super) end: End,
}

#[derive(Debug)]
pub(super) enum End {
    Saved(Answer),
    Refused(Answer),
    Unused,
    Fault,
}

pub(super) fn answer(waiting: Vec<Answer>, outcome: impl Fn() -> Result<(), Error>) {
    for answer in waiting {
        drop(answer.send(outcome()));
    }
}

pub(super) async fn order(connection: &mut AnyConnection, sql: &'static str) -> Result<(), String> {
    match timeout(ANSWER, connection.execute(sql)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("{sql}: no answer")),
    }
}

/// Closing rolls back what is open; the next connection can only begin after it.
pub(super) async fn close(connection: AnyConnection) {
    match timeout(Duration::from_secs(5), connection.close()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "a connection did not close"),
        Err(_) => tracing::warn!("a connection does not close"),
    }
}
