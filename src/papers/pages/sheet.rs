//! The sheet that one person fills in by hand.

use super::seen;
use crate::acknowledgments::acts::ready;
use crate::acknowledgments::rules::{Fields, Statement, Template as Wording};
use crate::app::App;
use crate::documents::rules::TextKind;
use crate::error::Error;
use crate::page::{Page, html};
use crate::papers::store;
use crate::qr;
use crate::quizzes::rules::{View, view};
use crate::text::say_with;
use crate::time::short_day;
use crate::visit::Office;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "papers/print.html")]
struct PrintPage {
    page: Page,
    id: String,
    code: String,
    fields: Fields,
    statement: Statement,
    /// Title with number and day, and that it is a digest; empty: it is none.
    documents: Vec<(String, String)>,
    questions: Vec<View>,
    /// `24/11/2026`.
    drawn: String,
    pass_percent: i64,
    /// One of its questions must not be missed.
    critical: bool,
    head: String,
    place: String,
    qr: String,
}

pub(crate) async fn print(State(app): State<App>, office: Office, Path(id): Path<String>) -> Result<Response, Error> {
    let paper = seen(&app, &office, &id).await?;
    if paper.ended_at.is_some() {
        return Err(Error::conflict("paper.ended"));
    }
    let round = office.site.round(&paper.round_id).ok_or(Error::NotFound)?;
    let fields = ready(app.db.read(), &office.site, round, &paper.person_id).await?.fields;
    let wording: Wording = serde_json::from_str(&paper.template).map_err(Error::internal)?;
    let asked = store::asked(app.db.read(), &id, 0).await?;
    let titled = |id: &str| {
        let version = office.site.versions.get(id)?;
        let label = version.regulation.head().text("digest_label").filter(|_| version.row.kind != TextKind::Text);
        Some((format!("{} ({})", version.row.title, version.row.reference()), label.unwrap_or_default().to_owned()))
    };
    Ok(html(&PrintPage {
        page: Page::new(&office, say_with("title.paper", &[("ten", &paper.full_name)])),
        statement: wording.filled(&fields),
        fields,
        documents: paper.versions.split_whitespace().filter_map(titled).collect(),
        questions: asked.iter().map(|one| view(one.place, &one.drawn, None)).collect(),
        drawn: short_day(paper.drawn_at),
        pass_percent: paper.pass_percent,
        critical: asked.iter().any(|one| one.drawn.item.critical.is_some()),
        head: office.site.setting("org.head").to_owned(),
        place: office.site.setting("org.place").to_owned(),
        qr: qr::svg(&format!("{}/papers/{}", app.config.public_url(), paper.id)),
        code: paper.code,
        id: paper.id,
    }))
}
