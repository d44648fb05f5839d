//! The whole text of a document with its contents list, and searching in it.

use super::{Frame, frame, load, manages};
use crate::app::App;
use crate::documents::library::Version;
use crate::documents::rules::{ClauseId, ClauseKind};
use crate::documents::store::{self, ArticleRead};
use crate::error::Error;
use crate::page::{Page, html};
use crate::standing::store::step_number;
use crate::visit::Member;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "documents/show.html")]
struct ShowPage {
    page: Page,
    frame: Frame,
    contents: Vec<ContentsLine>,
    pieces: Vec<String>,
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

/// A clause that holds what was searched for.
struct Found {
    href: String,
    label: String,
    before: String,
    hit: String,
    after: String,
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
    let version = load(&app, &document).await?;
    let readings = store::readings(app.db.read(), &member.viewer.id).await?;
    let place = store::place(app.db.read(), &member.viewer.id, &document).await?;
    let query: String = search.q.trim().chars().take(80).collect();
    let found = if query.is_empty() { Vec::new() } else { find(&version, &query) };
    let resume = place.and_then(|article| {
        let id = ClauseId::parse(&article).ok()?;
        let label = version.regulation.get(&id)?.label.clone();
        Some((format!("/documents/{document}/clauses/{article}"), label))
    });
    let pieces = version.regulation.render_pieces().into_iter().map(|piece| piece.html).collect();
    let step = step_number(app.db.read(), &member.viewer.id).await?;
    let page = Page::new(&member, version.row.short_title.clone()).at(step);
    Ok(html(&ShowPage {
        page,
        frame: frame(&version),
        contents: contents(&version, &readings),
        pieces,
        query,
        found,
        manages: manages(&member),
        resume,
    }))
}

fn contents(version: &Version, readings: &[ArticleRead]) -> Vec<ContentsLine> {
    let read = |id: &str| {
        readings
            .iter()
            .any(|one| one.document_id == version.row.document_id && one.article == id && one.read_at.is_some())
    };
    let lines = version.regulation.contents().into_iter().map(|line| ContentsLine {
        article: line.kind == ClauseKind::Article,
        read: read(line.id.as_str()),
        id: line.id.to_string(),
        title: line.title,
    });
    lines.collect()
}

/// One folded letter for each letter, so that places in both texts agree.
fn folded(text: &str) -> Vec<char> {
    let plain = |letter: char| {
        let text = crate::text::fold(&letter.to_string());
        text.chars().next().unwrap_or(letter.to_lowercase().next().unwrap_or(letter))
    };
    text.chars().map(plain).collect()
}

/// Clauses that hold the words, whatever the marks and the case; at most 50.
fn find(version: &Version, query: &str) -> Vec<Found> {
    let wanted = folded(query);
    let mut found = Vec::new();
    for clause in version.regulation.clauses() {
        let own: String = clause.lines().join(" ");
        let text = folded(&own);
        let Some(at) = text.windows(wanted.len().max(1)).position(|window| window == wanted) else { continue };
        let letters: Vec<char> = own.chars().collect();
        let part = |from: usize, to: usize| letters.iter().skip(from).take(to.saturating_sub(from)).collect::<String>();
        let end = at + wanted.len();
        found.push(Found {
            href: format!("/documents/{}/clauses/{}", version.row.document_id, clause.id),
            label: if clause.label.is_empty() { clause.title() } else { clause.label.clone() },
            before: part(at.saturating_sub(60), at),
            hit: part(at, end),
            after: part(end, end + 80),
        });
    }
    found.truncate(50);
    found
}
