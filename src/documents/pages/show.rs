//! The whole text of a document with its contents list.

use super::search::{Found, find};
use super::{Frame, asked, frame, manages, readings};
use crate::app::App;
use crate::documents::rules::ClauseId;
use crate::documents::store::Readings;
use crate::error::Error;
use crate::page::{Page, html};
use crate::site::Version;
use crate::text::nfc;
use crate::visit::Member;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "documents/show.html")]
struct ShowPage {
    page: Page,
    frame: Frame,
    contents: Vec<ContentsLine>,
    version: Arc<Version>,
    query: String,
    found: Vec<Found>,
    manages: bool,
    resume: Option<(String, String)>,
}

struct ContentsLine {
    id: String,
    title: String,
    article: bool,
    read: bool,
}

/// What to search for.
#[derive(Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
}

/// The whole text with its contents list.
pub(crate) async fn show(
    State(app): State<App>,
    member: Member,
    Path(document): Path<String>,
    Query(search): Query<Search>,
) -> Result<Response, Error> {
    let version = asked(&member, &document)?;
    let readings = readings(&app, &member).await?;
    let query: String = nfc(search.q.trim()).chars().take(80).collect();
    let found = if query.is_empty() { Vec::new() } else { find(version, &query) };
    let noted = app.notes.place(&member.viewer.id, &document);
    let place = noted.as_deref().or_else(|| readings.place(&document));
    Ok(html(&ShowPage {
        page: Page::new(&member, version.row.short_title.clone()).at(member.step()),
        frame: frame(&member, version),
        contents: contents(version, &readings),
        resume: place.and_then(|article| resume(version, article)),
        version: Arc::clone(version),
        query,
        found,
        manages: manages(&member),
    }))
}

fn resume(version: &Version, article: &str) -> Option<(String, String)> {
    let id = ClauseId::parse(article).ok()?;
    let label = version.regulation.get(&id)?.label.clone();
    Some((format!("/documents/{}/clauses/{article}", version.row.document_id), label))
}

fn contents(version: &Version, readings: &Readings) -> Vec<ContentsLine> {
    let read = |id: &str| version.articles.iter().any(|one| one.article == id && readings.has(&one.sha256));
    let lines = version.contents.iter().map(|line| ContentsLine {
        article: line.unit,
        read: read(line.id.as_str()),
        id: line.id.to_string(),
        title: line.title.clone(),
    });
    lines.collect()
}
