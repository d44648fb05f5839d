//! One clause a page, and "Đã đọc".

use super::{Frame, frame, load};
use crate::app::App;
use crate::documents::library::Version;
use crate::documents::rules::{ClauseId, ClauseKind};
use crate::documents::store::{self, ArticleRead, WHOLE_TEXT};
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go, go_saying, html};
use crate::standing::store::step_number;
use crate::visit::Member;
use askama::Template;
use axum::extract::{Path, State};
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
pub(crate) async fn clause(
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
    let page = Page::new(&member, title.clone()).at(step);
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
    let (db, person, at) = (app.db.clone(), member.viewer.id.clone(), member.now);
    let (document, article) = (document.to_owned(), article.to_owned());
    crate::db::beside("place", async move { store::note_place(&db, &person, &document, &article, at).await }).await;
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
    let page = Page::new(member, label.clone()).at(step);
    Ok(html(&article_page(page, version, readings, WHOLE_TEXT, label, String::new())))
}

/// "Đã đọc".
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadForm {
    article: String,
    sha256: String,
}

/// Notes that an article was read, and goes to the next one.
pub(crate) async fn read(
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
