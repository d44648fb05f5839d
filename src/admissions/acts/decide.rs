//! What the leader decides: approve, return, take back.

use super::{Words, allow, held, take};
use crate::act::Act;
use crate::admissions::rules::{Ground, Outcome, StepKind, needs_reason};
use crate::admissions::store::{self, Head};
use crate::db::Tx;
use crate::error::Error;
use crate::site::Site;
use crate::standing::store as standing;
use crate::text::say_with;
use serde_json::json;

/// The leader's word on exactly the contact that was on the screen.
pub struct Decision<'a> {
    pub outcome: Outcome,
    pub contact_id: &'a str,
    /// Needed to return, and to approve a name that the machine doubts.
    pub reason: &'a str,
}

/// Decides an open application, never about oneself.
///
/// # Errors
/// [`Error::Conflict`] when somebody decided before, the contact is another one by now, or the person is not eligible;
/// [`Error::Field`] without a reason where one is needed.
pub async fn decide(tx: &mut Tx, act: &Act, site: &Site, id: &str, decision: &Decision<'_>) -> Result<(), Error> {
    let kind = decision.outcome.kind();
    let Some(head) = held(tx, act, site, id, kind).await? else { return Ok(()) };
    allow(act, &head, kind)?;
    if decision.contact_id != head.contact_id {
        return Err(Error::conflict("admission.contact_changed"));
    }
    let ground = ground(tx, site, &head).await?;
    let wanted = decision.outcome == Outcome::Return || needs_reason(ground, head.name_verdict);
    if wanted && decision.reason.is_empty() {
        return Err(Error::Field("reason", say_with("admission.reason", &[("ten", &head.full_name)])));
    }
    if decision.outcome == Outcome::Approve && !ground.is_decidable() {
        return Err(Error::conflict("admission.not_eligible"));
    }
    let body = json!({ "outcome": kind.as_str(), "name_verdict": head.name_verdict.as_str(),
                       "reasoned": !decision.reason.is_empty() });
    let words = Words { remark: decision.reason, body: Some(body), fields: None };
    take(tx, act, site, &head, kind, words).await
}

/// What an application rests on now, by the facts.
pub(super) async fn ground(tx: &mut Tx, site: &Site, head: &Head) -> Result<Ground, Error> {
    let round = site.round(&head.round_id).ok_or(Error::NotFound)?;
    let stands = standing::of(&mut *tx, &round.asks, &head.person_id).await?.ok_or(Error::NotFound)?;
    let contact = stands.contact_at.is_some();
    Ok(Ground::of(stands.has_read() && stands.has_passed(), stands.has_acknowledged(), contact))
}

/// Takes an approval back while HC-DV has not added the person; with `decided_at` only the one of that moment, which was
/// on the screen.
///
/// # Errors
/// [`Error::Conflict`] when somebody was added, or it was taken back before, or decided anew.
pub async fn withdraw(tx: &mut Tx, act: &Act, site: &Site, id: &str, decided_at: Option<i64>) -> Result<(), Error> {
    let Some(head) = held(tx, act, site, id, StepKind::Withdrawn).await? else { return Ok(()) };
    allow(act, &head, StepKind::Withdrawn)?;
    if let Some(at) = decided_at
        && store::approved_at(&mut *tx, id).await? != Some(at)
    {
        return Err(Error::conflict("admission.too_late"));
    }
    take(tx, act, site, &head, StepKind::Withdrawn, Words::default()).await
}
