//! How an error becomes a page: one sentence, one number, one line in the log.

use super::error_page::{Again, ErrorPage, Refused};
use super::kept::Fields;
use super::sent::Sent;
use crate::address::query_value;
use crate::app::App;
use crate::cookie;
use crate::error::Error;
use crate::page::{self, Notice, Page};
use crate::text::{find, say};
use crate::visit::Visit;
use crate::wrong::Wrong;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
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

/// The answer of a request that had saved something when the database went away: nobody may call that "not saved".
pub(super) fn after_saving(response: Response) -> Response {
    match response.extensions().get::<Failure>().map(|failure| &*failure.0) {
        Some(Error::Busy(cause)) => Error::Unknown(cause.clone()).into_response(),
        _ => response,
    }
}

/// Where not even the frame of a page can be asked for: the sentence and what was typed, as a page without style.
pub(super) fn bare(https: bool, error: &Error, sent: &Sent) -> Response {
    tracing::warn!(method = %sent.method, route = sent.route, status = error.status().as_u16(), %error, "no frame");
    let (title, sentence) = error.told();
    let page = page::html(&BarePage { title, sentence, outcome: outcome(error, sent), again: again(error, sent) });
    let mut response = page.into_response();
    *response.status_mut() = error.status();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // What an act before this one left to be told is not told after it.
    cookie::set(&mut response, https, "notice", "", 0);
    response
}

#[derive(Template)]
#[template(path = "bare.html")]
struct BarePage<'a> {
    title: &'a str,
    sentence: &'a str,
    outcome: &'a str,
    again: Option<Again>,
}

/// Of an act: not saved, or nobody knows. Every form may be sent again: it has a key, or doing it again changes nothing.
/// Empty where nothing was to be saved, and where the sentence itself says what holds now: it may have been this act.
/// Who may not do it, or not yet again, may have been here before with the same form, whose reply was lost: only of this
/// sending it is known that it saved nothing.
fn outcome(error: &Error, sent: &Sent) -> &'static str {
    if sent.reads() {
        return "";
    }
    match error {
        Error::Unknown(_) | Error::Internal(_) => say("error.unsure"),
        Error::Conflict(_) | Error::Moved | Error::NotFound => "",
        Error::SignIn | Error::Prove | Error::Password(_) | Error::Field(..) | Error::Forbidden => {
            say("error.not_this_time")
        }
        _ => say("error.not_saved"),
    }
}

/// The form once more, where the fault may pass, or a field or the password is all that is wrong.
fn again(error: &Error, sent: &Sent) -> Option<Again> {
    let Fields { mut typed, mut secret } = sent.fields.get().cloned().unwrap_or_default();
    let (mut asked, mut wrong) = (None, Wrong::nothing());
    match error {
        Error::Password(sentence) => {
            if secret.is_empty() {
                secret.push("password".to_owned());
            }
            wrong = Wrong::at("password", sentence);
        }
        Error::Field(name, sentence) => {
            let place = typed.iter().position(|field| field.0 == *name);
            let value = place.map(|place| typed.remove(place).1).unwrap_or_default();
            asked = Some(Refused { name, label: find(&format!("field.{name}")).unwrap_or_default(), value });
            wrong = Wrong::at(*name, sentence);
        }
        Error::Busy(_) | Error::Unknown(_) => {}
        _ => return None,
    }
    let empty = typed.is_empty() && secret.is_empty() && asked.is_none();
    (!empty).then(|| Again { action: sent.action.clone(), typed, asked, secret, wrong })
}

/// What was being done, where a form comes back for one field of it.
fn doing(error: &Error, sent: &Sent) -> Option<&'static str> {
    let last = sent.route.rsplit('/').find(|part| !part.starts_with('{')).unwrap_or_default();
    match error {
        Error::Password(_) | Error::Field(..) => find(&format!("act.{last}")),
        _ => None,
    }
}

/// Where somebody goes on who has signed in again: the page they were on, with what they had chosen in its address.
/// Choices of a sitting and of a commitment only: nothing about a person stands in an address.
fn back(visit: &Visit, sent: &Sent) -> String {
    let ticked = |name: &str| name == "point" || name == "whose";
    let chosen = |name: &str| name == "answer" || ticked(name) || name.strip_prefix('q').is_some_and(is_number);
    let carries = sent.route.starts_with("/quiz/{attempt}") || sent.route == "/acknowledgment";
    let fields = sent.fields.get().filter(|_| carries).cloned().unwrap_or_default();
    let pair = |(name, value): &(String, String)| format!("{name}={}", query_value(value));
    let pairs: Vec<String> = fields.typed.iter().filter(|(name, _)| chosen(name)).map(pair).collect();
    match (carries, pairs.is_empty()) {
        (false, _) => visit.uri.clone(),
        (true, true) => sent.action.clone(),
        (true, false) => format!("{}?{}", sent.action, pairs.join("&")),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The answer as it leaves: an error as its page, a notice as its cookie.
pub(super) fn finish(app: &App, visit: &Visit, sent: &Sent, mut response: Response) -> Response {
    let https = app.config.https();
    let failure = response.extensions_mut().remove::<Failure>().map(|failure| failure.0);
    let failure = failure.or_else(|| refused_by_frame(&response, sent).map(Arc::new));
    let mut response = match failure {
        Some(error) => failed(visit, sent, &error),
        None => response,
    };
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"text/html"));
    let notice = response.extensions_mut().remove::<Notice>();
    if let Some(Notice(key)) = notice {
        cookie::set(&mut response, https, "notice", key, 60);
    } else if visit.notice.is_some() && is_page {
        // Shown, or overtaken by an error.
        cookie::set(&mut response, https, "notice", "", 0);
    }
    let signed_in = visit.viewer.is_some();
    if signed_in || !response.headers().contains_key(header::CACHE_CONTROL) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// What axum and tower refuse by themselves, in plain English: a foreign post, an address, a query or a body that
/// cannot be read. People get a page of ours instead.
fn refused_by_frame(response: &Response, sent: &Sent) -> Option<Error> {
    let status = response.status();
    if status == StatusCode::FORBIDDEN {
        return Some(Error::invalid("form.foreign"));
    }
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    if !status.is_client_error() || !kind.starts_with(b"text/plain") {
        return None;
    }
    Some(if sent.reads() { Error::NotFound } else { Error::invalid("form.unreadable") })
}

fn failed(visit: &Visit, sent: &Sent, error: &Error) -> Response {
    let (number, method, route) = (&visit.number, &sent.method, sent.route);
    match error {
        Error::SignIn if sent.reads() => {
            return Redirect::to(&format!("/sign-in?next={}", query_value(&visit.uri))).into_response();
        }
        Error::Prove if sent.reads() => {
            return Redirect::to(&format!("/prove?next={}", query_value(&visit.uri))).into_response();
        }
        Error::Internal(cause) => tracing::error!(number, %method, route, cause, "internal"),
        Error::Busy(cause) => tracing::warn!(number, %method, route, cause, "not saved"),
        Error::Unknown(cause) => tracing::warn!(number, %method, route, cause, "saved or not, nobody knows"),
        other => tracing::debug!(number, %method, route, status = other.status().as_u16(), "refused"),
    }
    let (title, sentence) = error.told();
    let html = page::html(&ErrorPage {
        // Never a notice: it tells of an act before this one.
        page: Page { notice: None, ..Page::new(visit, doing(error, sent).unwrap_or(title)) },
        back: if sent.reads() || visit.uri == "/" { String::new() } else { visit.uri.clone() },
        sentence: sentence.to_owned(),
        number: number.clone(),
        outcome: outcome(error, sent),
        again: again(error, sent),
        sign_in: matches!(error, Error::SignIn).then(|| back(visit, sent)),
    });
    let mut response = html.into_response();
    *response.status_mut() = error.status();
    if matches!(error, Error::Busy(_) | Error::Unknown(_)) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    }
    response
}
