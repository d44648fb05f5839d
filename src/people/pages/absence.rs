//! Who is out of the count: paused, gone, and back again.

use super::saved;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::page::go;
use crate::people::acts;
use crate::people::rules::Reason;
use crate::time::parse_day;
use crate::visit::Registrar;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Tạm hoãn.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PauseForm {
    #[serde(default)]
    from: String,
    until: String,
    #[serde(default)]
    reason: String,
    form_key: String,
}

fn day(field: &'static str, text: &str) -> Result<String, Error> {
    parse_day(text).map(|day| day.to_string()).ok_or_else(|| Error::field(field, "form.day"))
}

/// Puts a person out of the count until a day, from today where no first day is given; an empty last day ends it.
pub(crate) async fn pause(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<PauseForm>,
) -> Result<Response, Error> {
    let act = registrar.act_by(&form.form_key);
    if form.until.is_empty() {
        let mut tx = app.db.write().await?;
        let done = acts::end_pause(&mut tx, &act, &registrar.site, &id).await;
        tx.settle(done).await?;
        return Ok(saved(&id, "done.saved"));
    }
    let until = day("until", &form.until)?;
    let from = if form.from.is_empty() { registrar.today() } else { day("from", &form.from)? };
    let reason = Reason::parse(&form.reason).ok_or_else(|| Error::invalid("absence.reason"))?;
    let mut tx = app.db.write().await?;
    let done = acts::pause(&mut tx, &act, &registrar.site, &id, (&from, &until), reason).await;
    tx.settle(done).await?;
    Ok(saved(&id, "done.saved"))
}

/// Marks a person as having left the Centre.
pub(crate) async fn leave(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::leave(&mut tx, &registrar.act(), &registrar.site, &id).await;
    tx.settle(done).await?;
    Ok(go(&format!("/tracking/people/{id}")))
}

/// Undoes a departure entered by mistake.
pub(crate) async fn come_back(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::come_back(&mut tx, &registrar.act(), &registrar.site, &id).await;
    tx.settle(done).await?;
    Ok(saved(&id, "done.saved"))
}
