//! What HC-DV writes into a report.

use super::form::{EditPage, page, saved};
use super::round;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
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
    form_key: String,
}

pub(crate) async fn edit(State(app): State<App>, office: Office, Path(id): Path<String>) -> Result<Response, Error> {
    let round = round(&office, &id)?;
    let note = saved(&app, &office, round).await?;
    Ok(html(&page(&office, round, note)))
}

/// Saves it; what was typed over an older saving comes back, to be saved over the newest.
pub(crate) async fn note(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<NoteForm>,
) -> Result<Response, Error> {
    let round = round(&coordinator, &id)?;
    let texts = [form.obstacles.as_str(), &form.proposals, &form.recipients];
    let again = |number: i64, wrong: Wrong| {
        let [obstacles, proposals, recipients] = texts.map(str::to_owned);
        let typed = Note { number, obstacles, proposals, recipients };
        Ok(refused(&EditPage { wrong, ..page(&coordinator, round, typed) }))
    };
    let typed = match Note::typed(form.seen, texts) {
        Ok(typed) => typed,
        Err((field, key)) => return again(form.seen, Wrong::key(field, key)),
    };
    let mut tx = app.db.write().await?;
    let done = acts::note(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &id, &typed).await;
    match tx.settle(done).await {
        Err(Error::Conflict(_)) => {
            let newest = saved(&app, &coordinator, round).await?.number;
            again(newest, Wrong::key("obstacles", "report.changed"))
        }
        done => done.map(|()| go_saying(&format!("/rounds/{id}/report"), "done.report_noted")),
    }
}
