//! What the leader decides: approve, return, take back, order out.

use super::index::tried_page;
use super::lines::Tried;
use crate::accounts::acts::require_proof;
use crate::admissions::acts::{self, Decision};
use crate::admissions::rules::{Outcome, Ready};
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Proven};
use crate::page::{go_saying, refused};
use crate::visit::{Leader, Member};
use crate::wrong::Wrong;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Approves, or returns with a reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecideForm {
    decision: String,
    /// The contact that was on the screen.
    contact: String,
    form_key: String,
    /// A ready reason for a return.
    #[serde(default)]
    ready: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    password: Option<String>,
}

/// What is wrong with the form is said at its application, with what was typed; everything else is an error page.
async fn told(app: &App, leader: &Member, tried: Tried, error: Error) -> Result<Response, Error> {
    let (sentence, field) = match error {
        Error::Field(field, sentence) => (sentence, field),
        Error::Password(sentence) => (sentence, "password"),
        error => return Err(error),
    };
    Ok(refused(&tried_page(app, leader, Tried { wrong: Wrong::at(field, sentence), ..tried }).await?))
}

/// Decides one application.
pub(crate) async fn decide(
    State(app): State<App>,
    leader: Leader,
    Path(id): Path<String>,
    Form(form): Form<DecideForm>,
) -> Result<Response, Error> {
    let outcome = Outcome::parse(&form.decision).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let tried = Tried {
        id: id.clone(),
        outcome,
        ready: form.ready.clone(),
        reason: form.reason.clone(),
        wrong: Wrong::nothing(),
    };
    match decided(&app, &leader, &id, outcome, form).await {
        Ok(()) => {}
        Err(error) => return told(&app, &leader, tried, error).await,
    }
    Ok(go_saying(
        "/admissions",
        match outcome {
            Outcome::Approve => "done.approved",
            Outcome::Return => "done.returned",
        },
    ))
}

async fn decided(app: &App, leader: &Leader, id: &str, outcome: Outcome, form: DecideForm) -> Result<(), Error> {
    let act = leader.act_by(&form.form_key);
    require_proof(app, &act, leader.proved(), form.password).await?;
    let reason = match Ready::parse(&form.ready) {
        Some(ready) if outcome == Outcome::Return => ready.reason(&form.reason),
        _ => form.reason,
    };
    let decision = Decision { outcome, contact_id: &form.contact, reason: &reason };
    let mut tx = app.db.write().await?;
    let done = acts::decide(&mut tx, &act, &leader.site, id, &decision).await;
    tx.settle(done).await
}

/// Takes an approval back while HC-DV has not added the person.
pub(crate) async fn undo(
    State(app): State<App>,
    leader: Leader,
    Path(id): Path<String>,
    Form(form): Form<Proven>,
) -> Result<Response, Error> {
    require_proof(&app, &leader.act(), leader.proved(), form.password).await?;
    let mut tx = app.db.write().await?;
    let done = acts::withdraw(&mut tx, &leader.act_by(&form.form_key), &leader.site, &id, None).await;
    tx.settle(done).await?;
    Ok(go_saying("/admissions", "done.undone"))
}

/// The contact that was on the screen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumberForm {
    contact: String,
    form_key: String,
}

/// Takes note of a number that is no longer the one that was added to the group.
pub(crate) async fn number_seen(
    State(app): State<App>,
    leader: Leader,
    Path(id): Path<String>,
    Form(form): Form<NumberForm>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::see_number(&mut tx, &leader.act_by(&form.form_key), &leader.site, &id, &form.contact).await;
    tx.settle(done).await?;
    Ok(go_saying("/admissions", "done.number_seen"))
}

/// Why somebody has to leave the group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemovalForm {
    reason: String,
    form_key: String,
    #[serde(default)]
    password: Option<String>,
}

/// Orders a member out of the group (Điều 3 khoản 3).
pub(crate) async fn order_removal(
    State(app): State<App>,
    leader: Leader,
    Path(id): Path<String>,
    Form(form): Form<RemovalForm>,
) -> Result<Response, Error> {
    if form.reason.is_empty() {
        return Err(Error::field("reason", "admission.removal_reason"));
    }
    require_proof(&app, &leader.act(), leader.proved(), form.password).await?;
    let mut tx = app.db.write().await?;
    let done = acts::order_removal(&mut tx, &leader.act_by(&form.form_key), &leader.site, &id, &form.reason).await;
    tx.settle(done).await?;
    Ok(go_saying("/admissions", "done.removal_ordered"))
}
