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
    /// The request is not one our forms send.
    #[error("invalid: {0}")]
    Invalid(String),
    /// The database cannot write now; nothing was saved.
    #[error("busy: {0}")]
    Busy(String),
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

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn | Self::Prove => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
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
            Self::Invalid(sentence) => (say("error.invalid.title"), sentence),
            Self::Busy(_) => (say("error.busy.title"), say("error.busy")),
            Self::Internal(_) => (say("error.internal.title"), say("error.internal")),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let busy = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
            sqlx::Error::Database(cause) => transient(cause.code().as_deref(), cause.message()),
            _ => false,
        };
        if busy { Self::Busy(error.to_string()) } else { Self::Internal(error.to_string()) }
    }
}

/// A full disk, a lock or a server that is going down: the same request may succeed later.
fn transient(code: Option<&str>, message: &str) -> bool {
    let sqlite = ["database is locked", "database or disk is full", "disk I/O error", "unable to open"];
    let postgres = ["53", "57P", "40001", "40P01", "55P03", "08"];
    sqlite.iter().any(|text| message.contains(text))
        || code.is_some_and(|code| code.len() == 5 && postgres.iter().any(|start| code.starts_with(start)))
}

/// True when a guarded insert met a row that was there already.
pub fn already_there(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(cause) if cause.is_unique_violation())
}
