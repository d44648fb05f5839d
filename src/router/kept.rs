//! The whole body of an act, read before anything else is asked: it can be sent to the handler more than once, and
//! what was typed can be offered again when it could not be saved.

use crate::error::Error;
use crate::form::BODY;
use crate::pieces;
use axum::body::{Body, BodyDataStream, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use futures_core::Stream as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;
use std::pin::Pin;
use tokio::task::spawn_blocking;

/// Names of fields whose values are never written into a page.
const SECRETS: [&str; 2] = ["password", "old"];
const PIECE: usize = 64 * 1024;

/// A body that has come whole.
pub(super) enum Kept {
    Memory(Bytes),
    /// What a form with a file sends; gone from the disk when it is dropped.
    Disk(File),
}

impl Kept {
    /// Reads `body` to its end; more than an ordinary form of it never stands in memory.
    ///
    /// # Errors
    /// [`Error::TooLarge`] above `most` bytes, [`Error::Invalid`] when it breaks off, [`Error::Busy`] when the disk
    /// does not take it.
    pub(super) async fn read(body: Body, (most, large): (usize, &'static str)) -> Result<Self, Error> {
        let mut body = body.into_data_stream();
        let mut start = Vec::new();
        let mut file: Option<File> = None;
        let mut size = 0;
        while let Some(piece) = next(&mut body).await {
            let piece = piece.map_err(|_| Error::invalid("form.cut"))?;
            size += piece.len();
            if size > most {
                return Err(Error::too_large(large));
            }
            if file.is_none() && size > BODY {
                file = Some(onto_disk(None, std::mem::take(&mut start).into()).await?);
            }
            match file {
                Some(begun) => file = Some(onto_disk(Some(begun), piece).await?),
                None => start.extend_from_slice(&piece),
            }
        }
        Ok(file.map_or_else(|| Self::Memory(start.into()), Self::Disk))
    }

    /// The body for a handler.
    ///
    /// # Errors
    /// [`Error::Busy`] when the file cannot be opened again.
    pub(super) fn body(&self) -> Result<Body, Error> {
        match self {
            Self::Memory(bytes) => Ok(bytes.clone().into()),
            Self::Disk(file) => Ok(from_disk(file.try_clone().map_err(|error| disk(&error))?)),
        }
    }

    /// The fields of an ordinary form.
    pub(super) fn fields(&self, parts: &Parts) -> Fields {
        let kind = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        match self {
            Self::Memory(bytes) if kind.starts_with(b"application/x-www-form-urlencoded") => Fields::of(bytes),
            _ => Fields::default(),
        }
    }
}

async fn next(body: &mut BodyDataStream) -> Option<Result<Bytes, axum::Error>> {
    std::future::poll_fn(|context| Pin::new(&mut *body).poll_next(context)).await
}

fn disk(error: &io::Error) -> Error {
    Error::Busy(format!("an upload: {error}"))
}

#[expect(clippy::disallowed_methods, reason = "one piece at a time of each upload, only of who may send one")]
async fn onto_disk(begun: Option<File>, piece: Bytes) -> Result<File, Error> {
    let write = move || {
        let mut file = begun.map_or_else(tempfile::tempfile, Ok)?;
        file.write_all(&piece)?;
        Ok(file)
    };
    spawn_blocking(write).await.map_err(Error::internal)?.map_err(|error| disk(&error))
}

#[expect(clippy::disallowed_methods, reason = "one upload at a time is taken apart")]
fn from_disk(file: File) -> Body {
    let (send, body) = pieces::body();
    spawn_blocking(move || {
        let mut at = 0;
        loop {
            let mut piece = vec![0; PIECE];
            let taken = match file.read_at(&mut piece, at) {
                Ok(0) => return,
                Ok(taken) => taken,
                Err(error) => return drop(send.blocking_send(Err(disk(&error)))),
            };
            piece.truncate(taken);
            at += u64::try_from(taken).unwrap_or_default();
            if send.blocking_send(Ok(piece.into())).is_err() {
                return;
            }
        }
    });
    body
}

/// What was typed, to be offered again: all but passwords.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) typed: Vec<(String, String)>,
    /// Names of the fields that have to be typed again.
    pub(super) secret: Vec<String>,
}

impl Fields {
    fn of(bytes: &[u8]) -> Self {
        let all: Vec<(String, String)> = serde_html_form::from_bytes(bytes).unwrap_or_default();
        let (secret, typed): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(name, value)| SECRETS.contains(&name.as_str()) && !value.is_empty());
        Self { typed, secret: secret.into_iter().map(|(name, _)| name).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    #[test]
    fn a_password_is_not_kept_and_everything_else_is() {
        let fields = Fields::of(b"csrf=x&number=12&password=geheim&point=a&point=b&old=alt");
        let names: Vec<_> = fields.typed.iter().map(|field| field.0.as_str()).collect();
        assert_eq!(names, ["csrf", "number", "point", "point"]);
        assert_eq!(fields.secret, ["password", "old"]);
        assert!(Fields::of(b"password=&a=1").secret.is_empty());
    }

    fn templates(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { templates(&path) } else { vec![path] }).collect()
    }

    #[test]
    fn every_password_field_of_a_page_has_one_of_these_names() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut seen = 0;
        for path in templates(&folder).iter().filter(|path| !path.ends_with("parts/again.html")) {
            for tag in std::fs::read_to_string(path).unwrap().split('<').filter(|tag| tag.contains("type=\"password\""))
            {
                let name = tag.split(" name=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
                assert!(SECRETS.contains(&name), "{}: {name}", path.display());
                seen += 1;
            }
        }
        assert!(seen > 5, "{seen}");
    }
}
