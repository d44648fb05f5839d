//! The layers every request passes: host, visit, guard, headers.

use super::asked::asked;
use super::failure::{bare, finish, moved};
use super::kept::keep_form;
use crate::app::App;
use crate::error::Error;
use crate::form::FormToken;
use crate::visit::{Rule, Visit};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::sync::Arc;

/// path → its methods, each with its rule: what the guard layer looks up.
pub(super) type Rules = Arc<HashMap<&'static str, Vec<(Method, Rule)>>>;

/// Default deny: a route without a rule is not there.
pub(super) async fn guard(State(rules): State<Rules>, request: Request, next: Next) -> Response {
    let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let rule = request
        .extensions()
        .get::<MatchedPath>()
        .and_then(|path| rules.get(path.as_str())?.iter().find(|(declared, _)| *declared == method))
        .map(|(_, rule)| *rule);
    let viewer = request.extensions().get::<Arc<Visit>>().and_then(|visit| visit.viewer.as_deref());
    match rule.ok_or(Error::NotFound).and_then(|rule| rule.check(viewer)) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Builds the [`Visit`], runs the request, and turns an [`Error`] into its page.
pub(super) async fn visit(State(app): State<App>, request: Request, next: Next) -> Response {
    if !host_allowed(&app, request.headers()) {
        return (StatusCode::MISDIRECTED_REQUEST, "Host").into_response();
    }
    let method = request.method().clone();
    if method == Method::GET || method == Method::HEAD {
        return once(&app, request, next, &[]).await.0;
    }
    // An act is done to its end, also when the browser hangs up in the middle.
    let done = tokio::spawn(async move { act(&app, request, next).await });
    done.await.unwrap_or_else(|error| Error::internal(error).into_response())
}

/// An act that meets a change of what is in force is asked again, with what is in force then.
async fn act(app: &App, request: Request, next: Next) -> Response {
    let (parts, body, kept) = keep_form(request).await;
    let Some(body) = body.kept() else {
        return once(app, Request::from_parts(parts, body.into_body()), next, &kept).await.0;
    };
    for _ in 0..3 {
        let request = Request::from_parts(parts.clone(), axum::body::Body::from(body.clone()));
        let (response, moved) = once(app, request, next.clone(), &kept).await;
        if !moved {
            return response;
        }
    }
    let request = Request::from_parts(parts, axum::body::Body::from(body));
    once(app, request, next, &kept).await.0
}

/// One try; true when what is in force changed under it.
async fn once(app: &App, request: Request, next: Next, kept: &[(String, String)]) -> (Response, bool) {
    let (mut parts, body) = request.into_parts();
    let method = parts.method.clone();
    let visit = match asked(app, &parts).await {
        Ok(visit) => Arc::new(visit),
        Err(error) => return (bare(&error), false),
    };
    // PostgreSQL's text takes no NUL: no address of ours has one.
    let response = if visit.path.contains("%00") {
        Error::NotFound.into_response()
    } else {
        if let Some(viewer) = &visit.viewer {
            parts.extensions.insert(FormToken(viewer.csrf.clone()));
        }
        parts.extensions.insert(Arc::clone(&visit));
        next.run(Request::from_parts(parts, body)).await
    };
    let moved = moved(&response);
    (finish(&visit, &method, kept, response), moved)
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
        headers.insert("strict-transport-security", HeaderValue::from_static("max-age=31536000"));
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
