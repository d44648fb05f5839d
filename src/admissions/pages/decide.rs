//! What the leader decides: approve, return, take back, order out.

use super::index::index_page;
use super::{act, facts_of, step};
use crate::accounts::acts::require_proof;
use crate::admissions::rules::{exceptions, is_plain, needs_reason};
use crate::admissions::store::{self, Admission};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::ledger;
use crate::page::{go_saying, refused};
use crate::standing::store::{self as standing, RoundNow};
use crate::text::{say, say_with};
use crate::visit::{Leader, Member};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use sqlx::AnyConnection;

/// Approves, or returns with a reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecideForm {
    decision: String,
    /// The contact that was on the screen.
    #[serde(default)]
    contact: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    password: Option<String>,
}

/// Decides one application.
pub(crate) async fn decide(
    State(app): State<App>,
    leader: Leader,
    Path(id): Path<String>,
    Form(form): Form<DecideForm>,
) -> Result<Response, Error> {
    let one = store::admission(app.db.read(), &id).await?;
    if one.person_id == leader.viewer.id {
        return Err(Error::conflict("admission.oneself"));
    }
    let approved = match form.decision.as_str() {
        "approve" => true,
        "return" => false,
        _ => return Err(Error::invalid("form.unknown_field")),
    };
    if !form.contact.is_empty() && form.contact != one.contact_id {
        return Err(Error::conflict("admission.contact_changed"));
    }
    let missing = form.reason.is_empty() && (!approved || needs_reason(&one.name_verdict));
    if missing {
        let sentence = say_with("admission.reason", &[("ten", &one.full_name)]);
        return Ok(refused(&index_page(&app, &leader, Some(sentence)).await?));
    }
    match require_proof(&app.db, &app.hasher, &leader.asker(), form.password).await {
        Ok(()) => {}
        Err(Error::Invalid(sentence)) => return Ok(refused(&index_page(&app, &leader, Some(sentence)).await?)),
        Err(error) => return Err(error),
    }
    let now = standing::round_now(app.db.read(), &one.round_id).await?;
    let who = leader.0.clone();
    app.db
        .write(move |tx| Box::pin(async move { decide_in(tx, &who, &now, &one, approved, &form.reason).await }))
        .await?;
    Ok(go_saying("/admissions", if approved { "done.approved" } else { "done.returned" }))
}

/// Decides and records inside a transaction.
///
/// # Errors
/// [`Error::Conflict`] when the person is not eligible or somebody decided before.
pub(crate) async fn decide_in(
    tx: &mut AnyConnection,
    member: &Member,
    now: &RoundNow,
    one: &Admission,
    approved: bool,
    reason: &str,
) -> Result<(), Error> {
    let facts = standing::facts_in(tx, now, &one.person_id).await?.ok_or(Error::NotFound)?;
    if approved && !facts.is_eligible() {
        return Err(Error::conflict("admission.not_eligible"));
    }
    if !store::decide(tx, one, approved, reason, &member.viewer.id, member.now).await? {
        return Err(Error::conflict("admission.decided"));
    }
    let outcome = if approved { "approved" } else { "returned" };
    let key = if approved { "note.approved" } else { "note.returned" };
    let note = say_with(key, &[("ly_do", reason)]);
    let body = json!({ "admission": one.id, "outcome": outcome, "group": one.group_id,
                       "name_verdict": one.name_verdict, "reasoned": !reason.is_empty() });
    ledger::append(tx, &act(member, one, "approval.decided", body, note)).await?;
    Ok(())
}

/// The applications the leader saw when approving all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AllForm {
    #[serde(default)]
    id: Vec<String>,
    #[serde(default)]
    password: Option<String>,
}

/// Approves everything that was on the screen and is still plain; each is its own decision in the record.
pub(crate) async fn approve_all(
    State(app): State<App>,
    leader: Leader,
    Form(form): Form<AllForm>,
) -> Result<Response, Error> {
    match require_proof(&app.db, &app.hasher, &leader.asker(), form.password).await {
        Ok(()) => {}
        Err(Error::Invalid(sentence)) => return Ok(refused(&index_page(&app, &leader, Some(sentence)).await?)),
        Err(error) => return Err(error),
    }
    let undecided = store::undecided(app.db.read()).await?;
    let wanted: Vec<Admission> =
        undecided.into_iter().filter(|one| form.id.contains(&one.id) && one.person_id != leader.viewer.id).collect();
    let facts = facts_of(&app, &wanted).await?;
    let mut approved = 0_usize;
    for one in wanted {
        let own = facts.get(&one.person_id).cloned().unwrap_or_default();
        if !is_plain(&exceptions(&own, &one.name_verdict, &one.phone_verdict, one.shared_phone > 0)) {
            continue;
        }
        let now = standing::round_now(app.db.read(), &one.round_id).await?;
        let who = leader.0.clone();
        let done = app.db.write(move |tx| Box::pin(async move { decide_in(tx, &who, &now, &one, true, "").await }));
        match done.await {
            Ok(()) => approved += 1,
            Err(Error::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(go_saying("/admissions", if approved > 0 { "done.approved_all" } else { "done.nothing_to_approve" }))
}

/// The password, when it was not given lately.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProofForm {
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
    require_proof(&app.db, &app.hasher, &leader.asker(), form.password).await?;
    step(
        &app,
        &leader,
        &id,
        "admission.too_late",
        |tx, who, one| Box::pin(store::undo(tx, &one.id, &who.viewer.id)),
        |who, one| {
            act(
                who,
                one,
                "approval.withdrawn",
                json!({ "admission": one.id }),
                say("note.approval_withdrawn").to_owned(),
            )
        },
    )
    .await?;
    Ok(go_saying("/admissions", "done.undone"))
}

/// Why somebody has to leave the group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemovalForm {
    reason: String,
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
    require_proof(&app.db, &app.hasher, &leader.asker(), form.password).await?;
    let note = say_with("note.removal_ordered", &[("ly_do", &form.reason)]);
    let reason = form.reason;
    step(
        &app,
        &leader,
        &id,
        "admission.removal_already",
        move |tx, who, one| {
            Box::pin(async move { store::order_removal(tx, &one.id, &reason, &who.viewer.id, who.now).await })
        },
        |who, one| act(who, one, "removal.ordered", json!({ "admission": one.id, "group": one.group_id }), note),
    )
    .await?;
    Ok(go_saying("/admissions", "done.removal_ordered"))
}
