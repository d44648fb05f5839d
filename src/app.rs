//! The application: its parts, its route table, its layers.

use crate::accounts;
use crate::config::Config;
use crate::db::Db;
use crate::documents::library::Library;
use crate::error::Error;
use crate::id::new_id;
use crate::page::{self, ErrorPage, Page};
use crate::time::Clock;
use crate::visit::{Rule, Visit, cookie};
use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request, State};
use axum::handler::Handler;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// Everything a request needs; cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// Documents and question banks.
    pub library: Arc<Library>,
    /// Settings of the server.
    pub config: Arc<Config>,
    /// Where "now" comes from.
    pub clock: Clock,
    /// Password hashing, off the async threads, bounded.
    pub hasher: accounts::hasher::Hasher,
}

/// One declared route.
#[derive(Clone, Debug)]
pub struct Declared {
    /// GET or POST.
    pub method: Method,
    /// The path with its `{names}`.
    pub path: &'static str,
    /// Who may.
    pub rule: Rule,
}

/// The route table: each route with its rule, or it is not served.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    declared: Vec<Declared>,
}

impl Routes {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, rule: Rule, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, rule, get(handler))
    }

    /// An act.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, rule: Rule, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, rule, post(handler))
    }

    /// An act with a file: its body may be as large as `most` bytes.
    #[must_use]
    pub fn upload<H, T>(self, path: &'static str, rule: Rule, most: usize, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, rule, post(handler).layer(DefaultBodyLimit::max(most)))
    }

    fn add(mut self, method: Method, path: &'static str, rule: Rule, route: MethodRouter<App>) -> Self {
        self.declared.push(Declared { method, path, rule });
        self.router = self.router.route(path, route);
        self
    }

    /// Both tables.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.declared.extend(other.declared);
        self.router = self.router.merge(other.router);
        self
    }

    /// What was declared.
    pub fn declared(&self) -> &[Declared] {
        &self.declared
    }
}

/// The whole route table.
pub fn routes() -> Routes {
    Routes::new()
        .get("/healthz", Rule::Public, page::healthz)
        .post("/text-size", Rule::Public, page::text_size)
        .merge(accounts::routes())
        .merge(crate::setup::routes())
        .merge(crate::people::routes())
        .merge(crate::settings::routes())
        .merge(crate::journey::routes())
        .merge(crate::documents::routes())
        .merge(crate::quizzes::routes())
        .merge(crate::rounds::routes())
        .merge(crate::acknowledgments::routes())
        .merge(crate::contacts::routes())
        .merge(crate::admissions::routes())
        .merge(crate::tracking::routes())
}

/// `(method, path)` → rule: what the guard layer looks up.
type Rules = Arc<HashMap<(Method, &'static str), Rule>>;

/// Largest body of an ordinary form.
const BODY: usize = 64 * 1024;

/// The router with every layer, ready to serve.
pub fn router(app: App) -> Router {
    let routes = routes();
    let rules: Rules = Arc::new(routes.declared.iter().map(|one| ((one.method.clone(), one.path), one.rule)).collect());
    let csrf = tower_http::csrf::CsrfLayer::new();
    let csrf = match csrf.clone().add_trusted_origin(app.config.public_url()) {
        Ok(trusting) => trusting,
        Err(_) => csrf,
    };
    routes
        .router
        .route_layer(middleware::from_fn_with_state(rules, guard))
        .layer(DefaultBodyLimit::max(BODY))
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::NotFound })
        .layer(csrf)
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), visit))
        .route("/static/{file}", get(page::asset))
        .layer(tower_http::timeout::TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_mins(1),
        ))
        .layer(tower_http::timeout::RequestBodyDeadlineLayer::new(Duration::from_secs(30)))
        .layer(tower_http::compression::CompressionLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), headers))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .with_state(app)
}

/// A fault in a handler ends its request, with our page and its number, and nobody else's.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over as a box")]
fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    Error::internal(text.unwrap_or("panic")).into_response()
}

/// Default deny: a route without a rule is not there.
async fn guard(State(rules): State<Rules>, request: Request, next: Next) -> Response {
    let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let rule = request
        .extensions()
        .get::<MatchedPath>()
        .and_then(|path| rules.iter().find(|((m, p), _)| *m == method && *p == path.as_str()))
        .map(|(_, rule)| *rule);
    let viewer = request.extensions().get::<Arc<Visit>>().and_then(|visit| visit.viewer.as_ref());
    match rule.ok_or(Error::NotFound).and_then(|rule| rule.check(viewer)) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Builds the [`Visit`], runs the request, and turns an [`Error`] into its page.
async fn visit(State(app): State<App>, mut request: Request, next: Next) -> Response {
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
        app,
    };
    let method = request.method().clone();
    if !host_allowed(&visit.app, headers) {
        return (StatusCode::MISDIRECTED_REQUEST, "Host").into_response();
    }
    // PostgreSQL's text takes no NUL: no address of ours has one.
    if visit.path.contains("%00") {
        return finish(&visit, &method, &[], Error::NotFound.into_response());
    }
    let outcome = accounts::session::load(&visit, headers).await;
    let (request_again, kept) = keep_form(request).await;
    request = request_again;
    let response = match outcome {
        Ok(viewer) => {
            visit.viewer = viewer;
            request.extensions_mut().insert(Arc::new(visit.clone()));
            next.run(request).await
        }
        Err(error) => error.into_response(),
    };
    finish(&visit, &method, &kept, response)
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

fn finish(visit: &Visit, method: &Method, kept: &[(String, String)], mut response: Response) -> Response {
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
        Error::Busy(cause) => tracing::warn!(number = visit.number, path = visit.path, cause, "busy"),
        other => tracing::debug!(number = visit.number, path = visit.path, %other, "refused"),
    }
    let (title, sentence) = error.told();
    let page = Page::bare(visit, title);
    let number = visit.number.clone();
    let again = if matches!(error, Error::Busy(_)) { kept.to_vec() } else { Vec::new() };
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
    if matches!(error, Error::Busy(_)) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    }
    response
}

/// The headers of every response (`reliability.md`).
async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
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
