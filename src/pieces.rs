//! A body that is made while it is sent: two pieces of it are in memory, however long it is; and files as they are stored,
//! part by part.

use crate::error::Error;
use axum::body::{Body, Bytes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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

/// A stored file as a body: its parts from 1 on, each asked for when the one before is sent; `None` after the last.
pub(crate) fn of_parts<F>(part: impl Fn(i64) -> F + Send + 'static) -> Body
where
    F: Future<Output = Result<Option<Vec<u8>>, Error>> + Send,
{
    let (send, body) = body();
    tokio::spawn(async move {
        for number in 1.. {
            let piece = match part(number).await {
                Ok(Some(piece)) => Ok(Bytes::from(piece)),
                Ok(None) => return,
                Err(error) => Err(error),
            };
            // Nobody receives any more, or the file breaks off here.
            let broken = piece.is_err();
            if send.send(piece).await.is_err() || broken {
                return;
            }
        }
    });
    body
}

/// A file as it is stored: its parts with their numbers, each base64 of at most 144 KiB.
pub(crate) fn stored(content: &[u8]) -> impl Iterator<Item = (i64, String)> {
    (1_i64..).zip(content.chunks(144 * 1024).map(|piece| STANDARD.encode(piece)))
}

/// A part as it was.
///
/// # Errors
/// [`Error::Internal`] when it is no base64.
pub(crate) fn read(part: String) -> Result<Vec<u8>, Error> {
    STANDARD.decode(part).map_err(Error::internal)
}
