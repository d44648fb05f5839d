//! What is asked of SQLite's writer.

use super::tx::Tx;
use crate::error::Error;
use tokio::sync::oneshot;

pub(super) enum Call {
    Act(Request),
    /// Empties the write-ahead log: what was erased stands in it until it is written over.
    Settle(oneshot::Sender<()>),
    Close(oneshot::Sender<()>),
}

pub(super) struct Request {
    pub(super) alone: bool,
    pub(super) lend: oneshot::Sender<Result<Tx, Error>>,
}
