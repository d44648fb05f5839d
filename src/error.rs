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
    /// The database cannot write now; nothing was saved.
    #[error("busy: {0}")]
    Busy(String),
    /// COMMIT failed or its reply was lost: saved or not, nobody knows. Sending again is never counted twice.
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
            | Self::Forbidden
            | Self::Conflict(_)
            | Self::Moved
            | Self::Invalid(_) => true,
            Self::Busy(_) | Self::Unknown(_) | Self::Internal(_) => false,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn | Self::Prove => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Conflict(_) | Self::Moved => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::Busy(_) | Self::Unknown(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Title and sentence for the visitor; never the cause.
    pub fn told(&self) -> (&str, &str) {
        match self {
            Self::NotFound => (say("error.not_found.title"), say("error.not_found")),
            Self::SignIn | Self::Prove => (say("error.sign_in.title"), say("error.sign_in")),
            Self::Forbidden => (say("error.forbidden.title"), say("error.forbidden")),
            Self::Conflict(sentence) => (say("error.conflict.title"), sentence),
            Self::Moved => (say("error.conflict.title"), say("error.moved")),
            Self::Invalid(sentence) => (say("error.invalid.title"), sentence),
            Self::Busy(_) => (say("error.busy.title"), say("error.busy")),
            Self::Unknown(_) => (say("error.unknown.title"), say("error.unknown")),
            Self::Internal(_) => (say("error.internal.title"), say("error.internal")),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let busy = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed | sqlx::Error::Io(_) => {
                true
            }
            sqlx::Error::Database(cause) => transient(cause.code().as_deref(), cause.message()),
            _ => false,
        };
        if busy { Self::Busy(error.to_string()) } else { Self::Internal(error.to_string()) }
    }
}

/// A full disk, a lock, a server that is read-only or going down: the same request may succeed later.
fn transient(code: Option<&str>, message: &str) -> bool {
    let sqlite =
        ["database is locked", "database or disk is full", "disk I/O error", "unable to open", "readonly database"];
    let postgres = ["53", "57P", "25006", "40001", "40P01", "55P03", "08"];
    sqlite.iter().any(|text| message.contains(text))
        || code.is_some_and(|code| code.len() == 5 && postgres.iter().any(|start| code.starts_with(start)))
}
