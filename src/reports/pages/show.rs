//! The report as it looks on paper.

use super::day::{DayForm, Of};
use super::known::report;
use super::{round, runs};
use crate::app::App;
use crate::error::Error;
use crate::form::Looked;
use crate::page::{Page, html, refused};
use crate::reports::rules::{Letterhead, Piece, Report};
use crate::text::say;
use crate::time::day_of;
use crate::visit::Office;
use crate::wrong::Wrong;
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
    /// `?day=…`, or nothing.
    query: String,
    /// `YYYY-MM-DD`, or as it was typed.
    day: String,
    /// The days that there are.
    days: (String, String),
    wrong: Wrong,
}

/// Of a day that is none the newest stands there, with what is wrong with it.
pub(crate) async fn show(
    State(app): State<App>,
    office: Office,
    Path(id): Path<String>,
    Looked(form): Looked<DayForm>,
) -> Result<Response, Error> {
    let round = round(&office, &id)?;
    let (of, wrong) = match Of::typed(&office, round, &form.day) {
        Ok(of) => (of, Wrong::nothing()),
        Err(wrong) => (Of::newest(&office, round), wrong),
    };
    let report = report(&app, &office, round, &of).await?;
    let page = ShowPage {
        page: Page::new(&office, say("title.report")),
        id: round.id.clone(),
        head: report.head.clone(),
        report,
        writes: runs(&office, round),
        query: of.query(),
        day: if wrong.is_any() { form.day } else { of.day },
        days: (day_of(round.opened_at), Of::newest(&office, round).day),
        wrong,
    };
    Ok(if page.wrong.is_any() { refused(&page) } else { html(&page) })
}
