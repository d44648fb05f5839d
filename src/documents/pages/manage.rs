//! What HC-DV sees of a document: its versions, its doubtful points, its banner.

use crate::accounts::rules::Role;
use crate::app::App;
use crate::documents::rules::{ClauseId, Regulation};
use crate::documents::store;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go_saying, html};
use crate::time::{long_moment, show_day};
use crate::visit::{Member, Registrar};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "documents/manage.html")]
pub(super) struct ManagePage {
    page: Page,
    id: String,
    title: String,
    reference: String,
    can_issue: bool,
    digest: bool,
    suffix: String,
    pub(super) number: String,
    pub(super) day: String,
    banner: String,
    own_banner: bool,
    points: Vec<Point>,
    versions: Vec<VersionLine>,
    proved: bool,
    coordinator: bool,
    error: Option<String>,
}

struct Point {
    href: String,
    label: String,
    title: String,
    text: String,
}

struct VersionLine {
    number: i64,
    reference: String,
    kind: &'static str,
    sha256: String,
    at: String,
    has_file: bool,
    current: bool,
}

/// The page of a document for HC-DV.
pub(crate) async fn manage(
    State(app): State<App>,
    registrar: Registrar,
    Path(document): Path<String>,
) -> Result<Response, Error> {
    Ok(html(&manage_page(&app, &registrar, &document, None).await?))
}

pub(super) async fn manage_page(
    app: &App,
    member: &Member,
    document: &str,
    error: Option<String>,
) -> Result<ManagePage, Error> {
    let row = store::current_of(app.db.read(), document).await?;
    let version = app.library.version(&row)?;
    let head = version.regulation.head();
    let text = |key: &str| head.text(key).unwrap_or_default().to_owned();
    let page = Page::new(member, format!("Quản lý: {}", row.short_title));
    let suffix = text("ref_suffix");
    let number = row.ref_number.strip_suffix(&suffix).unwrap_or_default().to_owned();
    Ok(ManagePage {
        page,
        id: document.to_owned(),
        title: row.title.clone(),
        reference: row.reference(),
        can_issue: has_blanks(&row),
        digest: row.kind != "text" || !row.source.contains("{{so}}"),
        suffix,
        number,
        day: row.issued_on.as_deref().map(show_day).unwrap_or_default(),
        own_banner: row.note.is_some(),
        banner: row.note.clone().unwrap_or_else(|| text("banner")),
        points: points(app, document, &version.regulation),
        versions: version_lines(app, document).await?,
        proved: member.proved(),
        coordinator: member.viewer.has(Role::Coordinator),
        error,
    })
}

fn points(app: &App, document: &str, regulation: &Regulation) -> Vec<Point> {
    let label = |clause: &str| {
        let found = ClauseId::parse(clause).ok().and_then(|id| regulation.get(&id).cloned());
        found.map_or_else(|| clause.to_owned(), |c| if c.label.is_empty() { c.title() } else { c.label })
    };
    let points = app.library.review(document).iter().map(|point| Point {
        href: format!("/documents/{document}/clauses/{}", point.clause),
        label: label(&point.clause),
        title: point.title.clone(),
        text: point.text.clone(),
    });
    points.collect()
}

async fn version_lines(app: &App, document: &str) -> Result<Vec<VersionLine>, Error> {
    let mut lines = Vec::new();
    for (place, row) in store::versions(app.db.read(), document).await?.into_iter().enumerate() {
        let has_file = store::attachment(app.db.read(), &row.id).await?.is_some();
        lines.push(VersionLine {
            number: row.number,
            reference: row.reference(),
            kind: match row.kind.as_str() {
                "digest" => "Bản tóm lược",
                "pdf" => "Bản chính thức (PDF)",
                _ => "Toàn văn",
            },
            at: long_moment(row.published_at.unwrap_or(row.loaded_at)),
            sha256: row.sha256,
            has_file,
            current: place == 0,
        });
    }
    Ok(lines)
}

/// A text with blanks for number and day; an attached official file has none, whatever text stood before it.
pub(super) fn has_blanks(row: &store::VersionRow) -> bool {
    row.kind == "text" && row.source.contains("{{so}}")
}

/// The banner over a document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BannerForm {
    banner: String,
    #[serde(default)]
    reset: Option<String>,
}

/// Saves the banner, or goes back to the file's own.
pub(crate) async fn banner(
    State(app): State<App>,
    _registrar: Registrar,
    Path(document): Path<String>,
    Form(form): Form<BannerForm>,
) -> Result<Response, Error> {
    if form.banner.chars().count() > 1000 {
        return Err(Error::invalid("form.too_long"));
    }
    let note = if form.reset.is_some() { None } else { Some(form.banner) };
    let to = document.clone();
    app.db.write(move |tx| Box::pin(async move { store::set_banner(tx, &to, note.as_deref()).await })).await?;
    Ok(go_saying(&format!("/documents/{document}/manage"), "done.saved"))
}
