//! What a browser posts: strict text, no unknown fields, the session's token checked.

use crate::error::Error;
use crate::id::{is_id, new_id};
use crate::text;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use subtle::ConstantTimeEq;

/// Largest body of an ordinary form, in bytes.
pub(crate) const BODY: usize = 64 * 1024;

/// Largest body of a form with a pasted list: a Vietnamese letter is up to nine bytes of it.
pub(crate) const LONG_BODY: usize = 3 * 1024 * 1024;

/// Longest text of one field, in characters.
const LONGEST: usize = 20_000;
/// The same of a pasted list.
const LONGEST_LIST: usize = 300_000;

/// The form token of the session that asks: put into the request when somebody is signed in.
#[derive(Clone, Debug)]
pub(crate) struct FormToken(pub(crate) String);

impl FormToken {
    /// True when `given` is the session's form token, compared in constant time.
    pub(crate) fn is(&self, given: &str) -> bool {
        bool::from(given.as_bytes().ct_eq(self.0.as_bytes()))
    }
}

/// The token a request must give, for handlers that read their body themselves; `None` for a stranger.
pub(crate) struct Expected(Option<FormToken>);

impl Expected {
    /// Refuses a form without the session's token.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the sentence to show.
    pub(crate) fn check(&self, given: &str) -> Result<(), Error> {
        match &self.0 {
            Some(token) if !token.is(given) => Err(Error::invalid("form.token")),
            _ => Ok(()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Expected {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<FormToken>().cloned()))
    }
}

/// A form with nothing but its token.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// A form with nothing but its key: what it asks for is done once.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keyed {
    pub(crate) form_key: String,
}

/// A decision with nothing but its key and the password, where that is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proven {
    pub(crate) form_key: String,
    #[serde(default)]
    pub(crate) password: Option<String>,
}

/// The key a look was asked with, so that going back and on again is one form; a new one where there is none.
pub(crate) fn key_of(given: String) -> String {
    if is_id(&given) { given } else { new_id() }
}

/// A posted form: strict text, no unknown fields, the session's token checked.
pub(crate) struct Form<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        posted(request, BODY, plain).await.map(Self)
    }
}

fn plain(value: &str) -> Result<String, Error> {
    text::clean(value, LONGEST).map_err(|bad| refused(bad, Error::invalid("form.too_long")))
}

/// What a look before an act carries in its address: strict text, no unknown fields, as a posted form.
pub(crate) struct Looked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Looked<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let pairs = serde_html_form::from_str(parts.uri.query().unwrap_or_default());
        typed(pairs.map_err(|_| Error::invalid("form.unreadable"))?, plain).map(Self)
    }
}

/// A form with a pasted list: longer, and empty lines and cells at its ends are kept.
pub(crate) struct LongForm<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for LongForm<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        let clean = |value: &str| {
            text::clean_lines(value, LONGEST_LIST).map_err(|bad| refused(bad, Error::too_large("list.too_long")))
        };
        posted(request, LONG_BODY, clean).await.map(Self)
    }
}

async fn posted<T: DeserializeOwned>(
    request: Request,
    most: usize,
    clean: impl Fn(&str) -> Result<String, Error>,
) -> Result<T, Error> {
    let token = Expected(request.extensions().get::<FormToken>().cloned());
    let bytes = axum::body::to_bytes(request.into_body(), most).await.map_err(|_| Error::invalid("form.too_large"))?;
    let mut pairs: Vec<(String, String)> =
        serde_html_form::from_bytes(&bytes).map_err(|_| Error::invalid("form.unreadable"))?;
    let given = pairs.iter().position(|(name, _)| name == "csrf").map(|place| pairs.remove(place).1);
    token.check(given.as_deref().unwrap_or_default())?;
    typed(pairs, clean)
}

fn typed<T: DeserializeOwned>(
    pairs: Vec<(String, String)>,
    clean: impl Fn(&str) -> Result<String, Error>,
) -> Result<T, Error> {
    let pairs = pairs.into_iter().map(|(name, value)| Ok((name, clean(&value)?))).collect::<Result<Vec<_>, Error>>()?;
    let text = serde_html_form::to_string(&pairs).map_err(Error::internal)?;
    serde_html_form::from_str(&text).map_err(|_| Error::invalid("form.unknown_field"))
}

fn refused(bad: text::BadText, long: Error) -> Error {
    match bad {
        text::BadText::Broken => Error::invalid("form.broken_text"),
        text::BadText::Control => Error::invalid("form.control_text"),
        text::BadText::TooLong => long,
    }
}
