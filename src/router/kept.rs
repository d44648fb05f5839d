//! The body of an act, kept so that it can be asked again, and offered again when it could not be saved.

use crate::form::BODY;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};

/// The body of a request, kept in memory when it is an ordinary form.
pub(super) enum Kept {
    Form(axum::body::Bytes),
    Other(axum::body::Body),
}

impl Kept {
    pub(super) fn kept(&self) -> Option<axum::body::Bytes> {
        match self {
            Self::Form(bytes) => Some(bytes.clone()),
            Self::Other(_) => None,
        }
    }

    pub(super) fn into_body(self) -> axum::body::Body {
        match self {
            Self::Form(bytes) => bytes.into(),
            Self::Other(body) => body,
        }
    }
}

/// A posted form and its fields, to offer it again when it could not be saved; the fields of forms with a password
/// are not kept.
pub(super) async fn keep_form(request: Request) -> (Parts, Kept, Vec<(String, String)>) {
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let form = kind.starts_with(b"application/x-www-form-urlencoded");
    let (parts, body) = request.into_parts();
    if !form {
        return (parts, Kept::Other(body), Vec::new());
    }
    let Ok(bytes) = axum::body::to_bytes(body, BODY).await else {
        return (parts, Kept::Other(axum::body::Body::from(vec![b'x'; BODY + 1])), Vec::new());
    };
    let fields: Vec<(String, String)> = serde_html_form::from_bytes(&bytes).unwrap_or_default();
    let secret = fields.iter().any(|(name, value)| name == "password" && !value.is_empty());
    (parts, Kept::Form(bytes), if secret { Vec::new() } else { fields })
}
