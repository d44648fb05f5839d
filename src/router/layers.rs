//! The layers every request passes: host, visit, guard, headers.

use super::Rules;
use super::failure::finish;
use crate::accounts;
use crate::app::App;
use crate::error::Error;
use crate::form::{BODY, FormToken};
use crate::id::new_id;
use crate::page;
use crate::settings;
use crate::visit::{Visit, cookie};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Default deny: a route without a rule is not there.
pub(super) async fn guard(State(rules): State<Rules>, request: Request, next: Next) -> Response {
    let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let rule = request
        .extensions()
        .get::<MatchedPath>()
        .and_then(|path| rules.get(path.as_str())?.iter().find(|(declared, _)| *declared == method))
        .map(|(_, rule)| *rule);
    let viewer = request.extensions().get::<Arc<Visit>>().and_then(|visit| visit.viewer.as_ref());
    match rule.ok_or(Error::NotFound).and_then(|rule| rule.check(viewer)) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Builds the [`Visit`], runs the request, and turns an [`Error`] into its page.
pub(super) async fn visit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let number = new_id().chars().rev().take(10).collect::<String>();
    let headers = request.headers();
    let notice = cookie(headers, "notice").and_then(page::notice_of);
    let mut visit = Visit {
        now: app.clock.now(),
        number,
        ip: address(&app, &request),
        agent: headers.get(header::USER_AGENT).map(agent_of).unwrap_or_default(),
        path: request.uri().path().to_owned(),
        uri: page_address(&request),
        viewer: None,
        size: page::size_of(cookie(headers, "size")),
        notice,
        proof_life: app.config.proof_life(),
        org: String::new(),
        demo: app.config.demo,
    };
    let method = request.method().clone();
    if !host_allowed(&app, headers) {
        return (StatusCode::MISDIRECTED_REQUEST, "Host").into_response();
    }
    // PostgreSQL's text takes no NUL: no address of ours has one.
    if visit.path.contains("%00") {
        return finish(&visit, &method, &[], Error::NotFound.into_response());
    }
    let outcome = asked(&app, &mut visit, headers).await;
    let (request_again, kept) = keep_form(request).await;
    request = request_again;
    let response = match outcome {
        Ok(()) => {
            if let Some(viewer) = &visit.viewer {
                request.extensions_mut().insert(FormToken(viewer.csrf.clone()));
            }
            request.extensions_mut().insert(Arc::new(visit.clone()));
            next.run(request).await
        }
        Err(error) => error.into_response(),
    };
    finish(&visit, &method, &kept, response)
}

/// What the frame of every page needs from the database: who asks, and the organisation's name.
async fn asked(app: &App, visit: &mut Visit, headers: &HeaderMap) -> Result<(), Error> {
    visit.viewer = accounts::session::load(app, headers, visit.now).await?;
    visit.org = settings::store::value(app.db.read(), "org.short").await.unwrap_or_default();
    Ok(())
}

/// The fields of a posted form, to offer it again when it could not be saved; forms with a password are not kept.
async fn keep_form(request: Request) -> (Request, Vec<(String, String)>) {
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    if request.method() != Method::POST || !kind.starts_with(b"application/x-www-form-urlencoded") {
        return (request, Vec::new());
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, BODY).await else {
        return (Request::from_parts(parts, axum::body::Body::from(vec![b'x'; BODY + 1])), Vec::new());
    };
    let fields: Vec<(String, String)> = serde_html_form::from_bytes(&bytes).unwrap_or_default();
    let secret = fields.iter().any(|(name, value)| name == "password" && !value.is_empty());
    let kept = if secret { Vec::new() } else { fields };
    (Request::from_parts(parts, axum::body::Body::from(bytes)), kept)
}

/// The address of the page a person looks at: of the request itself, or of the form that was posted.
fn page_address(request: &Request) -> String {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    }
    let referer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = referer.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    path.map_or("/", page::local_path).to_owned()
}

fn agent_of(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).chars().filter(|c| !c.is_control()).take(300).collect()
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

/// The visitor's address: the peer, or what a trusted proxy says stood before it.
fn address(app: &App, request: &Request) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let Some(peer) = peer else { return "0.0.0.0".to_owned() };
    let trusted = app.config.proxies.as_deref().unwrap_or_default();
    if !trusted.contains(&peer) {
        return peer.to_string();
    }
    let forwarded: Vec<IpAddr> = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|part| part.trim().parse().ok())
        .collect();
    forwarded.into_iter().rev().find(|ip| !trusted.contains(ip)).unwrap_or(peer).to_string()
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
