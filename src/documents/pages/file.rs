//! A document to keep: on A4, its canonical text, its official file.

use super::{Frame, asked, frame, manages};
use crate::app::App;
use crate::documents::rules::{DOCX, Paper};
use crate::documents::store::{self, StoredFile};
use crate::error::Error;
use crate::page::{Page, html};
use crate::pieces;
use crate::visit::Member;
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "documents/print.html")]
struct PrintPage {
    page: Page,
    frame: Frame,
    /// Whom the issuer answers to; empty where it is not known.
    parent: String,
    agency: String,
    /// This office issues it: its logo stands at the head.
    ours: bool,
    paper: Paper,
}

/// The whole text on A4.
pub(crate) async fn print(member: Member, Path(document): Path<String>) -> Result<Response, Error> {
    let version = asked(&member, &document)?;
    let (head, ours) = (version.regulation.head(), member.site.setting("org.name"));
    let agency = head.text("issuer").unwrap_or(ours);
    // The setting is of this office; another issuer's parent stands in the head of its text.
    let is_ours = agency == ours;
    let parent = if is_ours { member.site.setting("org.parent") } else { "" };
    Ok(html(&PrintPage {
        page: Page::new(&member, version.row.title.clone()),
        frame: frame(&member, version),
        parent: head.text("parent").unwrap_or(parent).to_owned(),
        agency: agency.to_owned(),
        ours: is_ours,
        paper: version.regulation.render_paper(),
    }))
}

/// Which version's bytes.
#[derive(Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    v: Option<i64>,
}

fn which(member: &Member, document: &str, which: &Which) -> Result<String, Error> {
    match which.v {
        Some(number) => Ok(format!("{document}@{number}")),
        None => asked(member, document).map(|version| version.row.id.clone()),
    }
}

/// The canonical text, byte for byte: `sha256sum` of it is the hash that records name.
pub(crate) async fn text(
    State(app): State<App>,
    member: Member,
    Path(document): Path<String>,
    Query(query): Query<Which>,
) -> Result<Response, Error> {
    let id = which(&member, &document, &query)?;
    let canonical = store::canonical(app.db.read(), &id, manages(&member)).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], canonical).into_response())
}

/// The attached official file, inline: Zalo's browser swallows downloads.
pub(crate) async fn file(
    State(app): State<App>,
    member: Member,
    Path(document): Path<String>,
    Query(query): Query<Which>,
) -> Result<Response, Error> {
    let id = which(&member, &document, &query)?;
    let file = store::attachment(app.db.read(), &id).await?.ok_or(Error::NotFound)?;
    let pdf = file.media_type == "application/pdf";
    let kind = match file.media_type.as_str() {
        "application/pdf" => "application/pdf",
        DOCX => DOCX,
        _ => "text/plain; charset=utf-8",
    };
    let size = file.size.to_string();
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_LENGTH, size.as_str())];
    let mut response = (headers, pieces(app, file)).into_response();
    if pdf {
        let csp = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, csp);
    }
    Ok(response)
}

/// The file piece by piece.
fn pieces(app: App, file: StoredFile) -> Body {
    pieces::of_parts(move |number| {
        let (app, version) = (app.clone(), file.version_id.clone());
        async move { store::part(app.db.read(), &version, number).await }
    })
}
