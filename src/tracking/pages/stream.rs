//! Files that are sent while they are made.

use crate::address::query_value;
use crate::error::Error;
use crate::tracking::export::{Cover, Csv, Row, Rows, workbook};
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use std::fs::File;
use std::io::Read as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::spawn_blocking;

/// Chunks that wait for a slow browser.
const AHEAD: usize = 2;

/// Bytes of one piece of a finished file.
const PIECE: usize = 64 * 1024;

/// Workbooks asked for at once: one is written, the others wait; who comes then is told to come back.
static QUEUE: Semaphore = Semaphore::const_new(4);
static TURN: Semaphore = Semaphore::const_new(1);

struct Chunks(mpsc::Receiver<Result<Vec<u8>, Error>>);

impl Stream for Chunks {
    type Item = Result<Vec<u8>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

/// A file to keep, named as RFC 6266 has it.
fn kept(name: &str, kind: &'static str, chunks: mpsc::Receiver<Result<Vec<u8>, Error>>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"; filename*=UTF-8''{}", query_value(name));
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, Body::from_stream(Chunks(chunks))).into_response()
}

/// The rows as CSV; the first chunk is read before anything is answered, so that a fault is told as one. While one
/// chunk becomes text, the next is read.
pub(super) async fn csv(name: &str, mut rows: Rows) -> Result<Response, Error> {
    let mut csv = Csv::new(rows.contacts());
    let first = csv.rows(&rows.next().await?.unwrap_or_default())?;
    let (send, mut take) = mpsc::channel(AHEAD);
    tokio::spawn(feed(rows, send));
    let (send, chunks) = mpsc::channel(AHEAD);
    tokio::spawn(async move {
        let mut next = Ok(first);
        loop {
            let over = next.is_err();
            if send.send(next).await.is_err() || over {
                return;
            }
            next = match take.recv().await {
                Some(chunk) => chunk.and_then(|chunk| csv.rows(&chunk)),
                None => return,
            };
        }
    });
    Ok(kept(name, "text/csv; charset=utf-8", chunks))
}

/// The rows as a workbook: written into a temporary file off the async threads, then sent.
#[expect(clippy::disallowed_methods, reason = "bounded by QUEUE and TURN: one workbook is written at a time")]
pub(super) async fn xlsx(name: &str, cover: Cover, rows: Rows) -> Result<Response, Error> {
    let _place = QUEUE.try_acquire().map_err(|_| Error::Busy("other exports are being written".to_owned()))?;
    let _turn = TURN.acquire().await.map_err(Error::internal)?;
    let contacts = rows.contacts();
    let (send, mut take) = mpsc::channel(AHEAD);
    let writer = spawn_blocking(move || workbook(&cover, contacts, || take.blocking_recv()));
    feed(rows, send).await;
    let file = writer.await.map_err(Error::internal)??;
    let (send, chunks) = mpsc::channel(AHEAD);
    drop(spawn_blocking(move || pieces(file, &send)));
    Ok(kept(name, crate::tracking::export::XLSX, chunks))
}

/// Reads chunk after chunk for whoever writes them; ends behind the last, or behind a fault.
async fn feed(mut rows: Rows, send: mpsc::Sender<Result<Vec<Row>, Error>>) {
    while let Some(chunk) = rows.next().await.transpose() {
        let over = chunk.is_err();
        if send.send(chunk).await.is_err() || over {
            return;
        }
    }
}

fn pieces(mut file: File, send: &mpsc::Sender<Result<Vec<u8>, Error>>) {
    loop {
        let mut piece = vec![0; PIECE];
        let next = match file.read(&mut piece) {
            Ok(0) => return,
            Ok(n) => {
                piece.truncate(n);
                Ok(piece)
            }
            Err(error) => Err(Error::internal(error)),
        };
        let over = next.is_err();
        if send.blocking_send(next).is_err() || over {
            return;
        }
    }
}
