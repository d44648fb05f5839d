//! Reading: the whole text, one clause a page, search, print, and "đã đọc".

use super::library::Version;
use super::rules::{ClauseId, ClauseKind};
use super::store::{self, ArticleRead, WHOLE_TEXT};
use crate::app::App;
use crate::error::Error;
use crate::journey::store::step_number;
use crate::page::{Page, go, go_saying, html};
use crate::visit::{Form, Member, Role};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::sync::Arc;

/// What every page of a document shows above its text.
struct Frame {
    id: String,
    title: String,
    reference: String,
    label: String,
    banner: String,
    draft: bool,
    pdf: bool,
    sha256: String,
    version: i64,
}

fn frame(version: &Version) -> Frame {
    let row = &version.row;
    let head = version.regulation.head();
    let own = || head.text("banner").unwrap_or_default().to_owned();
    let label = if row.kind == "text" { "" } else { head.text("digest_label").unwrap_or_default() };
    Frame {
        id: row.document_id.clone(),
        title: row.title.clone(),
        reference: row.reference(),
        label: label.to_owned(),
        banner: row.note.clone().unwrap_or_else(own),
        draft: row.is_draft(),
        pdf: row.kind == "pdf",
        sha256: row.sha256.clone(),
        version: row.number,
    }
}

async fn load(app: &App, document: &str) -> Result<Arc<Version>, Error> {
    let row = store::current_of(app.db.read(), document).await?;
    app.library.version(&row)
}

#[derive(Template)]
#[template(path = "documents/index.html")]
struct IndexPage {
    page: Page,
    documents: Vec<DocumentLine>,
    manages: bool,
}

struct DocumentLine {
    frame: Frame,
    read: usize,
    of: usize,
}

/// The documents, each with how much of it the person has read.
pub async fn index(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let readings = store::readings(app.db.read(), &member.viewer.id).await?;
    let mut documents = Vec::new();
    for row in store::current(app.db.read()).await? {
        let version = app.library.version(&row)?;
        let ours = readings.iter().filter(|article| article.document_id == row.document_id);
        let (of, read) = (ours.clone().count(), ours.filter(|article| article.read_at.is_some()).count());
        documents.push(DocumentLine { frame: frame(&version), read, of });
    }
    let page = Page::new(&member, "Văn bản").await?.at(step_number(app.db.read(), &member.viewer.id).await?);
    Ok(html(&IndexPage { page, documents, manages: manages(&member) }))
}

fn manages(member: &Member) -> bool {
    member.viewer.has(Role::Coordinator) || member.viewer.has(Role::Admin)
}

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
pub struct Search {
    #[serde(default)]
    q: String,
}

/// The whole text with its contents list.
pub async fn show(
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
    let page = Page::new(&member, version.row.short_title.clone()).await?.at(step);
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
        let text = crate::contacts::rules::names::fold(&letter.to_string());
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
    previous: Option<(String, String)>,
}

/// The button under an article.
struct ArticleForm {
    id: String,
    sha256: String,
    read: bool,
    next: String,
}

/// One clause. An article has the button "Đã đọc"; anything smaller shows where it stands.
pub async fn clause(
    State(app): State<App>,
    member: Member,
    Path((document, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let version = load(&app, &document).await?;
    let readings = store::readings(app.db.read(), &member.viewer.id).await?;
    if id == WHOLE_TEXT && version.row.kind == "pdf" {
        let step = step_number(app.db.read(), &member.viewer.id).await?;
        return whole_file(&member, &version, &readings, step).await;
    }
    let id = ClauseId::parse(&id).map_err(|_| Error::NotFound)?;
    let clause = version.regulation.get(&id).ok_or(Error::NotFound)?;
    let title = if clause.label.is_empty() { clause.title() } else { clause.label.clone() };
    let title = title.chars().take(1).flat_map(char::to_uppercase).chain(title.chars().skip(1)).collect::<String>();
    let step = step_number(app.db.read(), &member.viewer.id).await?;
    let page = Page::new(&member, title.clone()).await?.at(step);
    if clause.kind != ClauseKind::Article {
        let outer = version.regulation.article_of(&id).map(|a| (a.id.to_string(), a.label.clone()));
        let text = version.regulation.render_excerpt_html(&id).unwrap_or_default();
        return Ok(html(&ClausePage {
            page,
            frame: frame(&version),
            label: title,
            text,
            article: None,
            outer,
            whole_file: false,
            reading: None,
            previous: None,
        }));
    }
    note_place(&app, &member, &document, id.as_str()).await;
    let text = version.regulation.render_article_html(&id).unwrap_or_default();
    Ok(html(&article_page(page, &version, &readings, id.as_str(), title, text)))
}

/// Coming back is a comfort: when it cannot be noted, reading goes on.
async fn note_place(app: &App, member: &Member, document: &str, article: &str) {
    if let Err(error) = store::note_place(&app.db, &member.viewer.id, document, article, member.now).await {
        tracing::debug!(%error, "place not noted");
    }
}

fn article_page(
    page: Page,
    version: &Version,
    readings: &[ArticleRead],
    id: &str,
    label: String,
    text: String,
) -> ClausePage {
    let ours: Vec<&ArticleRead> = readings.iter().filter(|a| a.document_id == version.row.document_id).collect();
    let place = ours.iter().position(|a| a.article == id);
    let this = place.and_then(|place| ours.get(place));
    let waiting = |a: &&&ArticleRead| a.read_at.is_none() && a.article != id;
    let next = match (place.and_then(|place| ours.iter().skip(place + 1).find(waiting)), ours.iter().find(waiting)) {
        (Some(_), _) => "sang điều tiếp theo",
        (None, Some(_)) => "về điều còn thiếu",
        (None, None) => "hoàn thành văn bản này",
    };
    let link = |a: &ArticleRead| {
        let label =
            ClauseId::parse(&a.article).ok().and_then(|id| version.regulation.get(&id).map(|c| c.label.clone()));
        (format!("/documents/{}/clauses/{}", a.document_id, a.article), label.unwrap_or_else(|| "Toàn văn".to_owned()))
    };
    ClausePage {
        page,
        frame: frame(version),
        label,
        text,
        article: this.map(|a| ArticleForm {
            id: a.article.clone(),
            sha256: a.sha256.clone(),
            read: a.read_at.is_some(),
            next: next.to_owned(),
        }),
        outer: None,
        whole_file: id == WHOLE_TEXT,
        reading: place.map(|place| (place + 1, ours.len())),
        previous: place.and_then(|place| place.checked_sub(1)).and_then(|place| ours.get(place)).map(|a| link(a)),
    }
}

async fn whole_file(
    member: &Member,
    version: &Version,
    readings: &[ArticleRead],
    step: Option<u8>,
) -> Result<Response, Error> {
    let label = "Toàn văn bản chính thức".to_owned();
    let page = Page::new(member, label.clone()).await?.at(step);
    Ok(html(&article_page(page, version, readings, WHOLE_TEXT, label, String::new())))
}

/// "Đã đọc".
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadForm {
    article: String,
    sha256: String,
}

/// Notes that an article was read, and goes to the next one.
pub async fn read(
    State(app): State<App>,
    member: Member,
    Path(document): Path<String>,
    Form(form): Form<ReadForm>,
) -> Result<Response, Error> {
    let (person, now) = (member.viewer.id.clone(), member.now);
    let (to, article, hash) = (document.clone(), form.article.clone(), form.sha256);
    let current = app
        .db
        .write(move |tx| Box::pin(async move { store::mark_read(tx, &person, &to, &article, &hash, now).await }))
        .await?;
    if !current {
        return Err(Error::conflict("document.changed"));
    }
    let readings = store::readings(app.db.read(), &member.viewer.id).await?;
    let ours: Vec<&ArticleRead> = readings.iter().filter(|a| a.document_id == document).collect();
    let place = ours.iter().position(|a| a.article == form.article).unwrap_or_default();
    let next = ours.iter().skip(place).chain(&ours).find(|a| a.read_at.is_none());
    match next {
        Some(a) => Ok(go(&format!("/documents/{}/clauses/{}", a.document_id, a.article))),
        None => Ok(go_saying("/", "done.document_read")),
    }
}

#[derive(Template)]
#[template(path = "documents/print.html")]
struct PrintPage {
    page: Page,
    frame: Frame,
    pieces: Vec<String>,
}

/// The whole text on A4.
pub async fn print(State(app): State<App>, member: Member, Path(document): Path<String>) -> Result<Response, Error> {
    let version = load(&app, &document).await?;
    let pieces = version.regulation.render_pieces().into_iter().map(|piece| piece.html).collect();
    let page = Page::new(&member, version.row.title.clone()).await?;
    Ok(html(&PrintPage { page, frame: frame(&version), pieces }))
}

/// Which version's bytes.
#[derive(Default, Deserialize)]
pub struct Which {
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
pub async fn text(
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
pub async fn file(
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
