//! A document to keep: on A4, its canonical text, its official file.

use super::{Frame, frame, load};
use crate::app::App;
use crate::documents::store;
use crate::error::Error;
use crate::page::{Page, html};
use crate::visit::Member;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "documents/print.html")]
struct PrintPage {
    page: Page,
    frame: Frame,
    pieces: Vec<String>,
}

/// The whole text on A4.
pub(crate) async fn print(
    State(app): State<App>,
    member: Member,
    Path(document): Path<String>,
) -> Result<Response, Error> {
    let version = load(&app, &document).await?;
    let pieces = version.regulation.render_pieces().into_iter().map(|piece| piece.html).collect();
    let page = Page::new(&member, version.row.title.clone());
    Ok(html(&PrintPage { page, frame: frame(&version), pieces }))
}

/// Which version's bytes.
#[derive(Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    v: Option<i64>,
}

async fn which(app: &App, document: &str, which: &Which) -> Result<store::VersionRow, Error> {
    match which.v {
        Some(number) => store::version(app.db.read(), &format!("{document}@{number}")).await,
        None => store::current_of(app.db.read(), document).await,
    }
}

/// The canonical text, byte for byte: `sha256sum` of it is the hash that records name.
pub(crate) async fn text(
    State(app): State<App>,
    _member: Member,
    Path(document): Path<String>,
    Query(query): Query<Which>,
) -> Result<Response, Error> {
    let row = which(&app, &document, &query).await?;
    let canonical = store::canonical(app.db.read(), &row.id).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], canonical).into_response())
}

/// The attached official file, inline: Zalo's browser swallows downloads.
pub(crate) async fn file(
    State(app): State<App>,
    _member: Member,
    Path(document): Path<String>,
    Query(query): Query<Which>,
) -> Result<Response, Error> {
    use base64::Engine as _;
    let row = which(&app, &document, &query).await?;
    let file = store::attachment(app.db.read(), &row.id).await?.ok_or(Error::NotFound)?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(&file.content).map_err(Error::internal)?;
    let kind = if file.media_type == "application/pdf" { "application/pdf" } else { "text/plain; charset=utf-8" };
    let mut response = ([(header::CONTENT_TYPE, kind)], bytes).into_response();
    if kind == "application/pdf" {
        let csp =
            header::HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, csp);
    }
    Ok(response)
}
