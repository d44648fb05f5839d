//! The one error, and what a visitor is told of it.

use crate::text::say;
use axum::http::StatusCode;

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not yours: the same answer.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("sign in")]
    SignIn,
    /// The password has to be given again before this act.
    #[error("prove")]
    Prove,
    /// The password of this act is missing or refused; the sentence says which.
    #[error("password")]
    Password(String),
    /// One field of the form is wrong: its name, and the sentence to stand at it.
    #[error("field {0}: {1}")]
    Field(&'static str, String),
    /// Signed in, but this is not for them.
    #[error("forbidden")]
    Forbidden,
    /// Somebody, or an earlier tap, was first; the sentence says what holds now.
    #[error("conflict: {0}")]
    Conflict(String),
    /// What is in force changed since the request read it: asked again by itself, once or twice.
    #[error("what is in force has changed")]
    Moved,
    /// The request is not one our forms send.
    #[error("invalid: {0}")]
    Invalid(String),
    /// More than its route takes.
    #[error("too large")]
    TooLarge(String),
    /// The database cannot write now; nothing was saved.
    #[error("busy: {0}")]
    Busy(String),
    /// COMMIT failed or its reply was lost: saved or not, nobody knows. The route says whether sending again is safe.
    #[error("unknown: {0}")]
    Unknown(String),
    /// A fault of ours.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// A conflict told by the sentence of `key` in `texts/errors.toml`.
    pub fn conflict(key: &'static str) -> Self {
        Self::Conflict(say(key).to_owned())
    }

    /// An invalid request told by the sentence of `key` in `texts/errors.toml`.
    pub fn invalid(key: &'static str) -> Self {
        Self::Invalid(say(key).to_owned())
    }

    /// A wrong field, told by the sentence of `key` in `texts/errors.toml`.
    pub fn field(name: &'static str, key: &'static str) -> Self {
        Self::Field(name, say(key).to_owned())
    }

    /// More than its route takes, told by the sentence of `key` in `texts/errors.toml`.
    pub fn too_large(key: &'static str) -> Self {
        Self::TooLarge(say(key).to_owned())
    }

    /// A fault of ours; `cause` is for the log only.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// True when the answer is no, by a rule; false when something went wrong.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::NotFound
            | Self::SignIn
            | Self::Prove
            | Self::Password(_)
            | Self::Field(..)
            | Self::Forbidden
            | Self::Conflict(_)
            | Self::Moved
            | Self::Invalid(_)
            | Self::TooLarge(_) => true,
            Self::Busy(_) | Self::Unknown(_) | Self::Internal(_) => false,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn | Self::Prove => StatusCode::UNAUTHORIZED,
            Self::Password(_) | Self::Field(..) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Conflict(_) | Self::Moved => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy(_) | Self::Unknown(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Title and sentence for the visitor; never the cause.
    pub fn told(&self) -> (&str, &str) {
        match self {
            Self::NotFound => (say("error.not_found.title"), say("error.not_found")),
            Self::SignIn | Self::Prove => (say("error.sign_in.title"), say("error.sign_in")),
            Self::Password(sentence) => (say("error.password.title"), sentence),
            Self::Field(_, sentence) => (say("error.field.title"), sentence),
            Self::Forbidden => (say("error.forbidden.title"), say("error.forbidden")),
            Self::Conflict(sentence) => (say("error.conflict.title"), sentence),
            Self::Moved => (say("error.conflict.title"), say("error.moved")),
            Self::Invalid(sentence) | Self::TooLarge(sentence) => (say("error.invalid.title"), sentence),
            Self::Busy(_) => (say("error.busy.title"), say("error.busy")),
            Self::Unknown(_) => (say("error.unknown.title"), say("error.unknown")),
            Self::Internal(_) => (say("error.internal.title"), say("error.internal")),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or_default();
        let busy = passing(&error);
        let cause = cause(&error);
        match code.as_ref() {
            _ if busy => Self::Busy(cause),
            // Bytes that PostgreSQL's text does not take: NUL, halves of characters.
            "22021" => Self::invalid("form.broken_text"),
            _ => Self::Internal(cause),
        }
    }
}

/// True when the same request may succeed later: nothing is wrong with it.
pub(crate) fn passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed
        | sqlx::Error::Tls(_)
        | sqlx::Error::Io(_)
        // What the server says makes no sense: the connection is broken, not the request.
        | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(cause) => passes(&cause.code().unwrap_or_default()),
        _ => false,
    }
}

/// What the log may say of an error of the database: never a value that somebody typed. PostgreSQL quotes values in
/// its messages of class 22 ("invalid input syntax for type bigint: …") and, in the details, which are never asked
/// for, of class 23.
pub(crate) fn cause(error: &sqlx::Error) -> String {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or_default();
    if code.len() == 5 && code.starts_with("22") { format!("data exception {code}") } else { error.to_string() }
}

/// A full disk, a lock, a failing device, a server that is read-only or going down: the same request may succeed later.
/// `code` is SQLite's extended result code, or PostgreSQL's SQLSTATE of five letters.
fn passes(code: &str) -> bool {
    // NOMEM, BUSY, LOCKED, READONLY, INTERRUPT, IOERR, CORRUPT (after a read that failed), FULL, CANTOPEN, PROTOCOL,
    // NOTADB (as CORRUPT).
    const SQLITE: [u32; 11] = [5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26];
    // Connection, read-only, rollback to be tried again, resources, operator, system, idle in a transaction.
    const POSTGRES: [&str; 9] = ["08", "25006", "25P03", "25P04", "40", "53", "55P03", "57", "58"];
    if code.len() == 5 {
        return POSTGRES.iter().any(|start| code.starts_with(start));
    }
    code.parse::<u32>().is_ok_and(|code| SQLITE.contains(&(code & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_that_breaks_is_no_fault_of_the_request() {
        let io = || std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        for broken in [sqlx::Error::Io(io()), sqlx::Error::Protocol("unexpected message".to_owned())] {
            assert!(matches!(Error::from(broken), Error::Busy(_)));
        }
        assert!(matches!(Error::from(sqlx::Error::InvalidArgument("ours".to_owned())), Error::Internal(_)));
    }

    #[test]
    fn what_passes_is_told_from_what_stays() {
        // SQLite: busy, busy snapshot, locked, read-only, I/O at fsync, full, cannot open. PostgreSQL: too many
        // connections, disk full, shutdown, cancelled, I/O, read-only, serialization, deadlock, lock, connection lost.
        let passing = ["5", "517", "6", "8", "776", "1034", "13", "14", "9", "11"];
        let passing = passing.iter().chain(&[
            "53300", "53100", "57P01", "57P03", "57014", "58030", "25006", "40001", "40P01", "55P03", "08006",
        ]);
        for code in passing {
            assert!(passes(code), "{code}");
        }
        for code in ["", "1", "19", "2067", "787", "23505", "22021", "42P01", "P0001", "25P02", "x"] {
            assert!(!passes(code), "{code}");
        }
    }
}
