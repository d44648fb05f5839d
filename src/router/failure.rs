//! How an error becomes a page: one sentence, one number, one line in the log.

use crate::error::Error;
use crate::page::{self, ErrorPage, Page};
use crate::visit::Visit;
use askama::Template;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;

/// A fault in a handler ends its request, with our page and its number, and nobody else's.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over as a box")]
pub(super) fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    Error::internal(text.unwrap_or("panic")).into_response()
}

/// The error of a response, carried to the layer that can draw its page.
#[derive(Clone)]
struct Failure(Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Failure(Arc::new(self)));
        response
    }
}

/// True for the answer of an act that met a change of what is in force.
pub(super) fn moved(response: &Response) -> bool {
    response.extensions().get::<Failure>().is_some_and(|failure| matches!(*failure.0, Error::Moved))
}

/// Where not even the frame of a page can be asked for: the sentence alone, as a page without style.
pub(super) fn bare(error: &Error) -> Response {
    tracing::warn!(%error, "no frame");
    let (title, sentence) = error.told();
    let page = page::html(&BarePage { title, sentence });
    let mut response = page.into_response();
    *response.status_mut() = error.status();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[derive(Template)]
#[template(path = "bare.html")]
struct BarePage<'a> {
    title: &'a str,
    sentence: &'a str,
}

pub(super) fn finish(visit: &Visit, method: &Method, kept: &[(String, String)], mut response: Response) -> Response {
    let failure = response.extensions_mut().remove::<Failure>().map(|failure| failure.0);
    let failure = failure.or_else(|| refused_by_frame(&response, method).map(Arc::new));
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"text/html"));
    let mut response = match failure {
        Some(error) => failed(visit, method, kept, &error),
        None => response,
    };
    if visit.notice.is_some() && is_page {
        page::clear_notice(&mut response);
    }
    let signed_in = visit.viewer.is_some();
    if signed_in || !response.headers().contains_key(header::CACHE_CONTROL) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// What axum and tower refuse by themselves, in plain English: a foreign post, an address, a query or a body that
/// cannot be read. People get a page of ours instead.
fn refused_by_frame(response: &Response, method: &Method) -> Option<Error> {
    let status = response.status();
    if status == StatusCode::FORBIDDEN {
        return Some(Error::invalid("form.foreign"));
    }
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    if !status.is_client_error() || !kind.starts_with(b"text/plain") {
        return None;
    }
    Some(if reads(method) { Error::NotFound } else { Error::invalid("form.unreadable") })
}

fn reads(method: &Method) -> bool {
    *method == Method::GET || *method == Method::HEAD
}

fn failed(visit: &Visit, method: &Method, kept: &[(String, String)], error: &Error) -> Response {
    match error {
        Error::SignIn if reads(method) => {
            return Redirect::to(&format!("/sign-in?next={}", page::query_value(&visit.uri))).into_response();
        }
        Error::Prove if reads(method) => {
            return Redirect::to(&format!("/prove?next={}", page::query_value(&visit.uri))).into_response();
        }
        Error::Internal(cause) => tracing::error!(number = visit.number, path = visit.path, cause, "internal"),
        Error::Busy(cause) | Error::Unknown(cause) => {
            tracing::warn!(number = visit.number, path = visit.path, cause, %error, "not saved");
        }
        other => tracing::debug!(number = visit.number, path = visit.path, %other, "refused"),
    }
    let (title, sentence) = error.told();
    let page = Page::new(visit, title);
    let number = visit.number.clone();
    let again = if matches!(error, Error::Busy(_) | Error::Unknown(_)) { kept.to_vec() } else { Vec::new() };
    let wrote = !reads(method);
    let html = page::html(&ErrorPage {
        page,
        sentence: sentence.to_owned(),
        number,
        wrote,
        action: visit.path.clone(),
        again,
    });
    let mut response = html.into_response();
    *response.status_mut() = error.status();
    if matches!(error, Error::Busy(_) | Error::Unknown(_)) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    }
    response
}
