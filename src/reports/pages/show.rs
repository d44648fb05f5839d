//! The report as it looks on paper.

use super::known::report;
use super::{round, runs};
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, html};
use crate::reports::rules::{Letterhead, Piece, Report};
use crate::text::say;
use crate::visit::Office;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "reports/show.html")]
struct ShowPage {
    page: Page,
    id: String,
    report: Report,
    head: Letterhead,
    /// May write into it.
    writes: bool,
}

pub(crate) async fn show(State(app): State<App>, office: Office, Path(id): Path<String>) -> Result<Response, Error> {
    let round = round(&office, &id)?;
    let report = report(&app, &office, round).await?;
    Ok(html(&ShowPage {
        page: Page::new(&office, say("title.report")),
        id: round.id.clone(),
        head: report.head.clone(),
        report,
        writes: runs(&office, round),
    }))
}
