//! The roof: the route table, the layers every request passes, how an error becomes a page.

mod asked;
mod error_page;
mod failure;
mod kept;
mod layers;
mod sent;
mod table;

pub use table::routes;

use crate::app::App;
use crate::assets;
use crate::error::Error;
use crate::form::BODY;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use failure::panicked;
use layers::{Layers, guard, headers, visit};
use sent::Table;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Most acts at a time.
const ACTS: usize = 1024;

/// The router with every layer, ready to serve.
pub fn router(app: App) -> Router {
    let routes = routes();
    let layers = Layers {
        app: app.clone(),
        table: Table::of(routes.declared()),
        acts: Arc::new(Semaphore::new(ACTS)),
        uploads: Arc::new(Semaphore::new(1)),
    };
    let csrf = tower_http::csrf::CsrfLayer::new();
    let csrf = match csrf.clone().add_trusted_origin(app.config.public_url()) {
        Ok(trusting) => trusting,
        Err(_) => csrf,
    };
    routes
        .router
        .route_layer(middleware::from_fn_with_state(layers.clone(), guard))
        .layer(DefaultBodyLimit::max(BODY))
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::NotFound })
        .layer(csrf)
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(layers, visit))
        .route("/static/{file}", get(assets::asset))
        .route("/logo/{file}", get(crate::settings::pages::serve_logo))
        .layer(tower_http::timeout::RequestBodyDeadlineLayer::new(Duration::from_secs(30)))
        .layer(tower_http::compression::CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
        .layer(middleware::from_fn_with_state(app.clone(), headers))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .with_state(app)
}
