//! What HC-DV writes into a report.

use super::day::{DayForm, Of};
use super::form::{EditPage, page, saved};
use super::round;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Looked};
use crate::page::{go_saying, html, refused};
use crate::reports::acts;
use crate::reports::rules::Note;
use crate::visit::{Coordinator, Office};
use crate::wrong::Wrong;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteForm {
    /// The saving it was typed over.
    seen: i64,
    #[serde(default)]
    obstacles: String,
    #[serde(default)]
    proposals: String,
    #[serde(default)]
    recipients: String,
    /// The day of the report that it is written for; it comes back to it.
    #[serde(default)]
    day: String,
    form_key: String,
}

/// Of a day that is none it begins with the newest.
pub(crate) async fn edit(
    State(app): State<App>,
    office: Office,
    Path(id): Path<String>,
    Looked(form): Looked<DayForm>,
) -> Result<Response, Error> {
    let round = round(&office, &id)?;
    let of = Of::typed(&office, round, &form.day).unwrap_or_else(|_| Of::newest(&office, round));
    let note = saved(&app, &office, round, &of).await?;
    Ok(html(&page(&office, round, &of, note)))
}

/// Saves it; what was typed over an older saving comes back, to be saved over the newest.
pub(crate) async fn note(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<NoteForm>,
) -> Result<Response, Error> {
    let round = round(&coordinator, &id)?;
    let of = Of::typed(&coordinator, round, &form.day).unwrap_or_else(|_| Of::newest(&coordinator, round));
    let texts = [form.obstacles.as_str(), &form.proposals, &form.recipients];
    let again = |number: i64, wrong: Wrong| {
        let [obstacles, proposals, recipients] = texts.map(str::to_owned);
        let typed = Note { number, obstacles, proposals, recipients };
        Ok(refused(&EditPage { wrong, ..page(&coordinator, round, &of, typed) }))
    };
    let typed = match Note::typed(form.seen, texts) {
        Ok(typed) => typed,
        Err((field, key)) => return again(form.seen, Wrong::key(field, key)),
    };
    let mut tx = app.db.write().await?;
    let done = acts::note(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &id, &typed).await;
    match tx.settle(done).await {
        Err(Error::Conflict(_)) => {
            let newest = saved(&app, &coordinator, round, &of).await?.number;
            again(newest, Wrong::key("obstacles", "report.changed"))
        }
        done => done.map(|()| go_saying(&format!("/rounds/{id}/report{}", of.query()), "done.report_noted")),
    }
}
