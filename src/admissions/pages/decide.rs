//! What the leader decides: approve, return, take back, order out.

use super::index::index_page;
use crate::accounts::acts::require_proof;
use crate::admissions::acts::{self, Decision};
use crate::admissions::rules::{Outcome, exceptions, is_plain};
use crate::admissions::store;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::id::part_key;
use crate::page::{go_saying, refused};
use crate::visit::{Leader, Member};
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
    #[serde(default)]
    reason: String,
    #[serde(default)]
    password: Option<String>,
}

/// What is wrong with the form is said above the lists; everything else is an error page.
async fn told(app: &App, leader: &Member, error: Error) -> Result<Response, Error> {
    match error {
        Error::Invalid(sentence) | Error::Password(sentence) => {
            Ok(refused(&index_page(app, leader, Some(sentence)).await?))
        }
        error => Err(error),
    }
}

/// Decides one application.
pub(crate) async fn decide(
    State(app): State<App>,
    leader: Leader,
    Path(id): Path<String>,
    Form(form): Form<DecideForm>,
) -> Result<Response, Error> {
    let outcome = Outcome::parse(&form.decision).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    match decided(&app, &leader, &id, outcome, form).await {
        Ok(()) => {}
        Err(error) => return told(&app, &leader, error).await,
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
    let decision = Decision { outcome, contact_id: &form.contact, reason: &form.reason };
    let mut tx = app.db.write().await?;
    let done = acts::decide(&mut tx, &act, &leader.site, id, &decision).await;
    tx.settle(done).await
}

/// The applications the leader saw when approving all, with the contacts that were on the screen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AllForm {
    #[serde(default)]
    id: Vec<String>,
    #[serde(default)]
    contact: Vec<String>,
    form_key: String,
    #[serde(default)]
    password: Option<String>,
}

/// Approves everything that was on the screen and is still plain; each is its own decision in the record, and the same
/// form decides about each once.
pub(crate) async fn approve_all(
    State(app): State<App>,
    leader: Leader,
    Form(form): Form<AllForm>,
) -> Result<Response, Error> {
    if let Err(error) = require_proof(&app, &leader.act(), leader.proved(), form.password.clone()).await {
        return told(&app, &leader, error).await;
    }
    let mut approved = 0_usize;
    for id in &form.id {
        match approve(&app, &leader, id, &form).await {
            Ok(done) => approved += usize::from(done),
            Err(Error::Conflict(_) | Error::NotFound) => {}
            // Some are saved: neither "saved" nor "not saved" is true of the whole, and the form can be sent again.
            Err(error) if approved > 0 => return Err(Error::Unknown(error.to_string())),
            Err(error) => return Err(error),
        }
    }
    Ok(go_saying("/admissions", if approved > 0 { "done.approved_all" } else { "done.nothing_to_approve" }))
}

/// Approves one of many, if nothing is to be said about it.
async fn approve(app: &App, leader: &Leader, id: &str, form: &AllForm) -> Result<bool, Error> {
    let key = part_key(&form.form_key, id).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let Some(one) = store::work(app.db.read(), &leader.viewer.id, id).await? else { return Ok(false) };
    let found = exceptions(one.is_eligible(), one.name_verdict, one.phone_verdict, one.shared_phone > 0);
    if !is_plain(&found) || !form.contact.contains(&one.contact_id) {
        return Ok(false);
    }
    let decision = Decision { outcome: Outcome::Approve, contact_id: &one.contact_id, reason: "" };
    let mut tx = app.db.write().await?;
    let done = acts::decide(&mut tx, &leader.act_by(&key), &leader.site, id, &decision).await;
    tx.settle(done).await.map(|()| true)
}

/// The password, when it was not given lately.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProofForm {
    form_key: String,
    #[serde(default)]
    password: Option<String>,
}

/// Takes an approval back while HC-DV has not added the person.
pub(crate) async fn undo(
    State(app): State<App>,
    leader: Leader,
    Path(id): Path<String>,
    Form(form): Form<ProofForm>,
) -> Result<Response, Error> {
    require_proof(&app, &leader.act(), leader.proved(), form.password).await?;
    let mut tx = app.db.write().await?;
    let done = acts::withdraw(&mut tx, &leader.act_by(&form.form_key), &leader.site, &id).await;
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
        return Err(Error::invalid("admission.removal_reason"));
    }
    require_proof(&app, &leader.act(), leader.proved(), form.password).await?;
    let mut tx = app.db.write().await?;
    let done = acts::order_removal(&mut tx, &leader.act_by(&form.form_key), &leader.site, &id, &form.reason).await;
    tx.settle(done).await?;
    Ok(go_saying("/admissions", "done.removal_ordered"))
}
