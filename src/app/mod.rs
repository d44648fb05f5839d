//! The application: its parts, its route table, its layers.

mod failure;
mod layers;
mod routes;

pub use routes::{Declared, Routes, routes};

use crate::accounts;
use crate::config::Config;
use crate::db::Db;
use crate::documents::library::Library;
use crate::error::Error;
use crate::page;
use crate::time::Clock;
use crate::visit::Rule;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode};
use axum::middleware;
use axum::routing::get;
use failure::panicked;
use layers::{guard, headers, visit};
use std::collections::HashMap;
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

/// path → its methods, each with its rule: what the guard layer looks up.
type Rules = Arc<HashMap<&'static str, Vec<(Method, Rule)>>>;

/// Largest body of an ordinary form.
pub(crate) const BODY: usize = 64 * 1024;

/// The router with every layer, ready to serve.
pub fn router(app: App) -> Router {
    let routes = routes();
    let mut rules: HashMap<&'static str, Vec<(Method, Rule)>> = HashMap::new();
    for one in &routes.declared {
        rules.entry(one.path).or_default().push((one.method.clone(), one.rule));
    }
    let rules: Rules = Arc::new(rules);
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
