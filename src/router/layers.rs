//! The layers every request passes: host, visit, guard, headers.

use super::asked::asked;
use super::failure::{after_saving, bare, finish, moved};
use super::kept::Kept;
use super::sent::{Sent, Table};
use crate::app::App;
use crate::db::noticing;
use crate::error::Error;
use crate::form::FormToken;
use crate::route::Declared;
use crate::visit::Visit;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Who waits longer for an answer is told that there is none: before a browser or a proxy gives up after a minute.
const LONGEST: Duration = Duration::from_secs(50);
/// Who waits longer for the upload before theirs is told that the server is busy.
const PATIENCE: Duration = Duration::from_secs(8);

/// What the layers hold.
#[derive(Clone)]
pub(super) struct Layers {
    pub(super) app: App,
    pub(super) table: Table,
    /// Acts on their way, also of those who have hung up: each holds its form.
    pub(super) acts: Arc<Semaphore>,
    /// One upload at a time is taken apart, for its handler holds a whole file.
    pub(super) uploads: Arc<Semaphore>,
}

/// Default deny: a route without a rule is not there.
pub(super) async fn guard(State(layers): State<Layers>, request: Request, next: Next) -> Response {
    let declared = layers.table.find(&request);
    let viewer = request.extensions().get::<Arc<Visit>>().and_then(|visit| visit.viewer.as_deref());
    match declared.ok_or(Error::NotFound).and_then(|declared| declared.rule.check(viewer)) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Builds the [`Visit`], runs the request, and turns an [`Error`] into its page.
pub(super) async fn visit(State(layers): State<Layers>, request: Request, next: Next) -> Response {
    if !host_allowed(&layers.app, request.headers()) {
        return (StatusCode::MISDIRECTED_REQUEST, "Host").into_response();
    }
    let https = layers.app.config.https();
    let declared = layers.table.find(&request).cloned();
    let sent = Sent::of(&request, declared.as_ref());
    if sent.reads() {
        let (parts, body) = request.into_parts();
        return match timeout(LONGEST, once(&layers.app, parts, Ok(body), next, &sent)).await {
            Ok((response, _)) => response,
            Err(_) => bare(https, &Error::Busy("no answer in time".to_owned()), &sent),
        };
    }
    let Ok(place) = Arc::clone(&layers.acts).try_acquire_owned() else {
        return bare(https, &Error::Busy("too many acts on their way".to_owned()), &sent);
    };
    // An act is done to its end, also when the browser hangs up in the middle.
    let asked = sent.clone();
    let done = tokio::spawn(async move {
        let response = act(&layers, declared, request, next, asked).await;
        drop(place);
        response
    });
    match timeout(LONGEST, done).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => bare(https, &Error::internal(error), &sent),
        Err(_) => bare(https, &Error::Unknown("no answer in time".to_owned()), &sent),
    }
}

/// An act: its body is read whole before the clock and who asks, so that both are of the moment it is done. One that
/// meets a change of what is in force is asked again, with what is in force then.
async fn act(layers: &Layers, declared: Option<Declared>, request: Request, next: Next, sent: Sent) -> Response {
    let app = &layers.app;
    let (parts, body) = request.into_parts();
    if is_foreign(app, &parts.headers) {
        return once(app, parts, Err(Error::invalid("form.foreign")), next, &sent).await.0;
    }
    let files = declared.as_ref().is_some_and(Declared::takes_files);
    if let Some(declared) = declared.as_ref().filter(|_| files)
        && let Err(error) = may_send(app, &parts, declared).await
    {
        return once(app, parts, Err(error), next, &sent).await.0;
    }
    let kept =
        match Kept::read(body, declared.map_or((crate::form::BODY, "form.too_large"), |one| (one.most, one.large)))
            .await
        {
            Ok(kept) => kept,
            Err(error) => return once(app, parts, Err(error), next, &sent).await.0,
        };
    sent.fields.get_or_init(|| kept.fields(&parts));
    let turn = if files { timeout(PATIENCE, Arc::clone(&layers.uploads).acquire_owned()).await.ok() } else { None };
    if files && turn.is_none() {
        let error = Error::Busy("another upload is being read".to_owned());
        return once(app, parts, Err(error), next, &sent).await.0;
    }
    for _ in 0..3 {
        let (response, moved) = once(app, parts.clone(), kept.body(), next.clone(), &sent).await;
        if !moved {
            return response;
        }
    }
    once(app, parts, kept.body(), next, &sent).await.0
}

/// A large body is not even read from somebody who may not send it.
async fn may_send(app: &App, parts: &Parts, declared: &Declared) -> Result<(), Error> {
    let visit = asked(app, parts).await?;
    declared.rule.check(visit.viewer.as_deref())
}

/// One try; true when what is in force changed under it.
async fn once(app: &App, parts: Parts, body: Result<Body, Error>, next: Next, sent: &Sent) -> (Response, bool) {
    let visit = match asked(app, &parts).await {
        Ok(visit) => Arc::new(visit),
        Err(error) => return (bare(app.config.https(), &error, sent), false),
    };
    visit.site.terms.around(answered(app, visit.clone(), (parts, body), next, sent)).await
}

/// The answer in the words of the organisation.
async fn answered(
    app: &App,
    visit: Arc<Visit>,
    (mut parts, body): (Parts, Result<Body, Error>),
    next: Next,
    sent: &Sent,
) -> (Response, bool) {
    let response = match body.and_then(|body| no_nul(&parts).map(|()| body)) {
        Ok(body) => {
            if let Some(viewer) = &visit.viewer {
                parts.extensions.insert(FormToken(viewer.csrf.clone()));
            }
            parts.extensions.insert(Arc::clone(&visit));
            let (response, saved) = noticing(next.run(Request::from_parts(parts, body))).await;
            if saved { after_saving(response) } else { response }
        }
        Err(error) => error.into_response(),
    };
    let moved = moved(&response);
    let response = finish(app, &visit, sent, response);
    let (number, route, status) = (&visit.number, sent.route, response.status().as_u16());
    tracing::debug!(number, method = %sent.method, route, status, "answered");
    (response, moved)
}

/// PostgreSQL's text takes no NUL: no address of ours has one.
fn no_nul(parts: &Parts) -> Result<(), Error> {
    if parts.uri.path().contains("%00") {
        return Err(Error::NotFound);
    }
    if parts.uri.query().is_some_and(|query| query.contains("%00")) {
        return Err(Error::invalid("form.control_text"));
    }
    Ok(())
}

/// Reached over https, a page of the same host over http is somebody else's: whoever sits on the line can write it.
/// [`tower_http::csrf`] compares hosts only.
fn is_foreign(app: &App, headers: &HeaderMap) -> bool {
    app.config.https() && headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes().starts_with(b"http:"))
}

/// The headers of every response (`reliability.md`).
pub(super) async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    const ALWAYS: [(&str, &str); 6] = [
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'",
        ),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ];
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.config.https() {
        headers.insert("strict-transport-security", HeaderValue::from_static("max-age=31536000; includeSubDomains"));
        headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    }
    response
}

/// Only the public address, and loopback for health checks, may be the `Host`.
fn host_allowed(app: &App, headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|value| value.to_str().ok()) else { return false };
    let name = |text: &str| -> String {
        let text = text.rsplit_once("://").map_or(text, |(_, rest)| rest);
        let text = text.split('/').next().unwrap_or_default();
        match text.rsplit_once(':') {
            Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name.to_ascii_lowercase(),
            _ => text.to_ascii_lowercase(),
        }
    };
    let host = name(host);
    let loopback = ["localhost", "127.0.0.1", "[::1]"].contains(&host.as_str());
    loopback || host == name(&app.config.public_url()) || host == app.config.listen().ip().to_string()
}
