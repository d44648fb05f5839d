//! The layers every request passes: host, visit, guard, headers.

use super::failure::{bare, finish, moved};
use crate::accounts;
use crate::app::App;
use crate::error::Error;
use crate::form::{BODY, FormToken};
use crate::id::{new_id, sha256};
use crate::page;
use crate::standing::{self, Who};
use crate::time::MINUTE;
use crate::visit::{Rule, Visit, cookie};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
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

/// Who asks and where they stand, in one question; and what is in force, from memory while its revision holds.
async fn asked(app: &App, request: &Parts) -> Result<Visit, Error> {
    let headers = &request.headers;
    let now = app.clock.now();
    let found = session(app, headers, now).await;
    let (who, fault) = match found {
        Ok(who) => (who, None),
        Err(error) => (None, Some(error)),
    };
    let site = match &who {
        Some(who) => app.sites.at(&app.db, &app.library, who.revision).await,
        None => app.sites.any(&app.db, &app.library).await,
    };
    let site = match (site, fault) {
        (Ok(site), None) => site,
        (Err(error), _) | (Ok(_), Some(error)) => return Err(error),
    };
    let mut standing = who.as_ref().and_then(|who| who.standing.clone());
    if let Some(copy) = &standing
        && let Some(round) = site.round(&copy.round_id).filter(|round| round.revision != copy.round_revision)
    {
        standing = standing::store::of(app.db.read(), &round.asks, &copy.person_id).await?;
    }
    let (to_decide, to_carry_out) = who.as_ref().map(|who| (who.to_decide, who.to_carry_out)).unwrap_or_default();
    Ok(Visit {
        now,
        number: new_id().chars().rev().take(10).collect(),
        ip: address(app, request),
        agent: headers.get(header::USER_AGENT).map(agent_of).unwrap_or_default(),
        path: request.uri.path().to_owned(),
        uri: page_address(request),
        viewer: who.map(|who| Arc::new(who.viewer)),
        standing,
        to_decide,
        to_carry_out,
        site,
        size: page::size_of(cookie(headers, "size")),
        notice: cookie(headers, "notice").and_then(page::notice_of),
        proof_life: app.config.proof_life(),
        demo: app.config.demo,
    })
}

/// The live session of the request's cookie; noted as seen at most once a minute, in memory.
async fn session(app: &App, headers: &HeaderMap, now: i64) -> Result<Option<Who>, Error> {
    let Some(token) = cookie(headers, accounts::session::cookie_name(app.config.https())) else { return Ok(None) };
    if token.len() != 43 {
        return Ok(None);
    }
    let idle = now - app.config.session_idle();
    let who = standing::who(app.db.read(), &sha256(token), now, idle).await?;
    if let Some(viewer) = who.as_ref().map(|who| &who.viewer) {
        let seen = app.notes.seen(&viewer.session).unwrap_or(viewer.seen_at);
        if seen + MINUTE <= now {
            app.notes.saw(&viewer.session, now);
        }
    }
    Ok(who)
}

/// The body of a request, kept in memory when it is an ordinary form.
enum Kept {
    Form(axum::body::Bytes),
    Other(axum::body::Body),
}

impl Kept {
    fn kept(&self) -> Option<axum::body::Bytes> {
        match self {
            Self::Form(bytes) => Some(bytes.clone()),
            Self::Other(_) => None,
        }
    }

    fn into_body(self) -> axum::body::Body {
        match self {
            Self::Form(bytes) => bytes.into(),
            Self::Other(body) => body,
        }
    }
}

/// A posted form and its fields, to offer it again when it could not be saved; the fields of forms with a password
/// are not kept.
async fn keep_form(request: Request) -> (Parts, Kept, Vec<(String, String)>) {
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

/// The address of the page a person looks at: of the request itself, or of the form that was posted.
fn page_address(request: &Parts) -> String {
    if matches!(request.method, Method::GET | Method::HEAD) {
        return request.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    }
    let referer = request.headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
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
fn address(app: &App, request: &Parts) -> String {
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let Some(peer) = peer else { return "0.0.0.0".to_owned() };
    let trusted = app.config.proxies.as_deref().unwrap_or_default();
    if !trusted.contains(&peer) {
        return peer.to_string();
    }
    let forwarded: Vec<IpAddr> = request
        .headers
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
