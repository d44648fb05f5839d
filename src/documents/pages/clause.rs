//! One clause a page.

use super::{Frame, asked, frame, readings};
use crate::app::App;
use crate::documents::rules::{Clause, ClauseId, ClauseKind, TextKind, WHOLE_TEXT};
use crate::documents::store::Readings;
use crate::error::Error;
use crate::page::{Page, html};
use crate::rounds::rules::Article;
use crate::site::Version;
use crate::text::say;
use crate::visit::Member;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "documents/clause.html")]
struct ClausePage {
    page: Page,
    frame: Frame,
    label: String,
    text: String,
    article: Option<ArticleForm>,
    outer: Option<(String, String)>,
    whole_file: bool,
    reading: Option<(usize, usize)>,
    /// What is counted: "điều", or "phần" where a text also has others.
    unit: &'static str,
    previous: Option<(String, String)>,
    /// Of a long article: which part this is, of how many.
    part: Option<(usize, usize)>,
    /// Every article of the text, beside it on a desk.
    beside: Vec<Beside>,
    /// Nothing of the article comes after this.
    last_part: bool,
}

/// Which part of a long article; the whole of it with 0.
#[derive(Default, Deserialize)]
pub(crate) struct Part {
    phan: Option<usize>,
}

/// An article in the list beside the text.
struct Beside {
    href: String,
    label: String,
    read: bool,
    here: bool,
}

/// The button under an article.
struct ArticleForm {
    id: String,
    sha256: String,
    read: bool,
    next: &'static str,
}

/// One clause. An article has the button "Đã đọc"; anything smaller shows where it stands.
pub(crate) async fn clause(
    State(app): State<App>,
    member: Member,
    Path((document, id)): Path<(String, String)>,
    Query(Part { phan }): Query<Part>,
) -> Result<Response, Error> {
    let version = asked(&member, &document)?;
    if id == WHOLE_TEXT && version.row.kind == TextKind::Pdf {
        let readings = readings(&app, &member).await?;
        let label = say("title.whole_file").to_owned();
        return Ok(html(&article_page(&member, version, &readings, WHOLE_TEXT, label, String::new())));
    }
    let id = ClauseId::parse(&id).map_err(|_| Error::NotFound)?;
    let clause = version.regulation.get(&id).ok_or(Error::NotFound)?;
    let id = clause.id.clone();
    if !version.regulation.is_unit(&clause.id) {
        return Ok(html(&smaller(&member, version, clause)));
    }
    app.notes.was_at(&member.viewer.id, &document, id.as_str(), member.now);
    let readings = readings(&app, &member).await?;
    let parts = version.article_parts(&id);
    let at = phan.unwrap_or(1).min(parts.len());
    let (part, text) = match parts.get(at.wrapping_sub(1)) {
        Some(text) => (Some((at, parts.len())), text.as_str()),
        None => (None, version.article_html(&id)),
    };
    let page = article_page(&member, version, &readings, id.as_str(), title(clause), text.to_owned());
    Ok(html(&ClausePage { part, last_part: part.is_none_or(|(at, of)| at == of), ..page }))
}

fn title(clause: &Clause) -> String {
    let title = clause.called();
    title.chars().take(1).flat_map(char::to_uppercase).chain(title.chars().skip(1)).collect()
}

fn smaller(member: &Member, version: &Version, clause: &Clause) -> ClausePage {
    let label = title(clause);
    ClausePage {
        page: Page::new(member, label.clone()).at(member.step()),
        frame: frame(member, version),
        label,
        text: version.regulation.render_excerpt_html(&clause.id).unwrap_or_default(),
        article: None,
        outer: version.regulation.article_of(&clause.id).map(|a| (a.id.to_string(), a.label.clone())),
        whole_file: false,
        reading: None,
        unit: "",
        previous: None,
        part: None,
        beside: Vec::new(),
        last_part: true,
    }
}

fn article_page(
    member: &Member,
    version: &Version,
    readings: &Readings,
    id: &str,
    label: String,
    text: String,
) -> ClausePage {
    let articles = &version.articles;
    let place = articles.iter().position(|one| one.article == id);
    let this = place.and_then(|place| articles.get(place));
    let before = place.and_then(|place| place.checked_sub(1)).and_then(|place| articles.get(place));
    ClausePage {
        page: Page::new(member, label.clone()).at(member.step()),
        frame: frame(member, version),
        label,
        text,
        article: this.zip(place).map(|(one, place)| ArticleForm {
            id: one.article.clone(),
            sha256: one.sha256.clone(),
            read: readings.has(&one.sha256),
            next: next_words(articles, readings, place),
        }),
        outer: None,
        whole_file: id == WHOLE_TEXT,
        reading: place.map(|place| (place + 1, articles.len())),
        unit: unit(version),
        previous: before.map(|one| link(version, one)),
        part: None,
        beside: articles.iter().map(|one| beside(version, readings, one, id)).collect(),
        last_part: true,
    }
}

/// What is counted of a text.
fn unit(version: &Version) -> &'static str {
    let all = version.regulation.articles().all(|one| one.kind == ClauseKind::Article);
    if all && version.row.kind != TextKind::Pdf { say("document.unit.article") } else { say("document.unit.part") }
}

/// Where the button leads: on, back to what is missing, or out.
fn next_words(articles: &[Article], readings: &Readings, place: usize) -> &'static str {
    let waiting = |(at, one): (usize, &Article)| at != place && !readings.has(&one.sha256);
    if articles.iter().enumerate().skip(place + 1).any(waiting) {
        say("document.read_next")
    } else if articles.iter().enumerate().any(waiting) {
        say("document.read_missing")
    } else {
        say("document.read_done")
    }
}

fn beside(version: &Version, readings: &Readings, one: &Article, here: &str) -> Beside {
    let (href, label) = link(version, one);
    Beside { href, label, read: readings.has(&one.sha256), here: one.article == here }
}

fn link(version: &Version, one: &Article) -> (String, String) {
    let label = ClauseId::parse(&one.article).ok().and_then(|id| version.regulation.get(&id).map(|c| c.label.clone()));
    let label = label.unwrap_or_else(|| say("document.whole").to_owned());
    (format!("/documents/{}/clauses/{}", one.document_id, one.article), label)
}
