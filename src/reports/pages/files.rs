//! Taking a report away with its lists: what is asked first.

use super::day::Of;
use super::form::{EditPage, Taking, page, saved};
use super::people::people;
use super::round;
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{go, refused};
use crate::reports::acts;
use crate::visit::Office;
use crate::wrong::Wrong;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Longest reason, in characters.
const LONGEST: usize = 300;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeForm {
    #[serde(default)]
    why: String,
    /// Of which day; empty: the newest.
    #[serde(default)]
    day: String,
    #[serde(default)]
    password: Option<String>,
    form_key: String,
}

/// Records it and leads to where the files are given.
pub(crate) async fn take(
    State(app): State<App>,
    office: Office,
    Path(id): Path<String>,
    Form(form): Form<TakeForm>,
) -> Result<Response, Error> {
    let round = round(&office, &id)?;
    let act = office.act_by(&form.form_key);
    let of = Of::typed(&office, round, &form.day);
    let wrong = match (&of, wrong(&app, &office, &form).await?) {
        (Err(wrong), _) => Some(wrong.clone()),
        (Ok(_), wrong) => wrong,
    };
    let (of, None) = (of.unwrap_or_else(|_| Of::newest(&office, round)), &wrong) else {
        let newest = Of::newest(&office, round);
        let note = saved(&app, &office, round, &newest).await?;
        let page = page(&office, round, &newest, note);
        let taking = Taking { why: form.why, day: form.day, wrong: wrong.unwrap_or_default(), ..page.taking };
        return Ok(refused(&EditPage { taking, ..page }));
    };
    let listed = people(&app, &office, round, &of).await?.len();
    let mut tx = app.db.write().await?;
    let done = acts::take(&mut tx, &act, (&round.id, &of.day), listed, &form.why).await;
    let taken = tx.settle(done).await?;
    Ok(go(&format!("/reports/{taken}")))
}

async fn wrong(app: &App, office: &Office, form: &TakeForm) -> Result<Option<Wrong>, Error> {
    match form.why.chars().count() {
        0 => return Ok(Some(Wrong::key("why", "report.why_missing"))),
        n if n > LONGEST => return Ok(Some(Wrong::key("why", "form.too_long"))),
        _ => {}
    }
    match require_proof(app, &office.act(), office.proved(), form.password.clone()).await {
        Ok(()) => Ok(None),
        Err(Error::Password(sentence)) => Ok(Some(Wrong::at("password", sentence))),
        Err(error) => Err(error),
    }
}
