//! A body that is made while it is sent: two pieces of it are in memory, however long it is.

use crate::error::Error;
use axum::body::{Body, Bytes};
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// Where the pieces of a body come from.
pub(crate) type Pieces = mpsc::Sender<Result<Bytes, Error>>;

struct Received(mpsc::Receiver<Result<Bytes, Error>>);

impl Stream for Received {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

/// A body, and where its pieces are sent to. After an error nothing more is asked for.
pub(crate) fn body() -> (Pieces, Body) {
    let (send, receive) = mpsc::channel(1);
    (send, Body::from_stream(Received(receive)))
}
