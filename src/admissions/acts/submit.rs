//! The person's side: applying, a new contact, a new confirmation.

use super::step_leaf;
use crate::act::{Act, Author};
use crate::admissions::rules::{Stage, StepKind};
use crate::admissions::store::{self, AdmissionRow, Head, StepRow};
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::site::Site;
use crate::standing::store as standing;

/// A contact just declared, and where it leads.
pub struct Application<'a> {
    pub person: &'a Author,
    pub group_id: &'a str,
    pub round_id: &'a str,
    pub contact_id: &'a str,
}

/// What came of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// A new application is before the leader.
    Opened,
    /// The account was approved and is another one now: it is before the leader again.
    Reopened,
    /// The number is another one than that which was added to the group: the contact's leaf names the admission, and the
    /// leader sees it.
    Changed { admission_id: String },
    /// What was there goes on with the new contact, or only notes it.
    GoesOn,
}

/// Puts the person before the leader, or gives what is on its way the new contact; in the group another number is the
/// leader's to see. What the leader approved is an account, so another number is decided anew; another display name of the
/// same number goes on as approved. The person is held.
///
/// # Errors
/// [`Error::Conflict`] before the acknowledgment.
pub async fn submit(tx: &mut Tx, act: &Act, site: &Site, new: &Application<'_>) -> Result<Applied, Error> {
    let person_id = &new.person.person_id;
    let head = store::newest(&mut *tx, person_id, new.group_id).await?;
    let newest = store::acknowledgment(&mut *tx, person_id, new.round_id).await?;
    let kind = match head.as_ref().map(|head| (head, head.kind.stage())) {
        None | Some((_, Stage::Returned | Stage::Lapsed | Stage::Removed)) => None,
        Some((_, Stage::Open)) => Some(StepKind::Submitted),
        Some((head, Stage::Approved)) => Some(again(tx, &head.contact_id, new.contact_id).await?),
        Some((head, Stage::Added | Stage::InGroup | Stage::Departed | Stage::RemovalOrdered)) => {
            standing::renew_person(tx, site.asks(), person_id).await?;
            return noted(tx, head, new.contact_id).await;
        }
    };
    let row = if let (Some(head), Some(kind)) = (head, kind) {
        let acknowledgment = newest.unwrap_or_else(|| head.acknowledgment_id.clone());
        let row = store::step_on(tx, act, &head, kind, new.contact_id, &acknowledgment).await?;
        row.ok_or_else(|| Error::conflict(kind.refused()))?
    } else {
        let acknowledgment = newest.ok_or_else(|| Error::conflict("contact.acknowledge_first"))?;
        open(tx, act, new, &acknowledgment).await?
    };
    standing::renew_person(tx, site.asks(), person_id).await?;
    ledger::append(tx, &step_leaf(act, new.person, new.group_id, &row)).await?;
    Ok(match row.kind {
        StepKind::Reopened => Applied::Reopened,
        _ if row.after.is_none() => Applied::Opened,
        _ => Applied::GoesOn,
    })
}

/// What a contact given after "Đã thêm" is: no step follows, and another number is the leader's to see.
async fn noted(tx: &mut Tx, head: &Head, contact_id: &str) -> Result<Applied, Error> {
    let same = store::is_same_number(&mut *tx, &head.contact_id, contact_id).await?;
    Ok(if same { Applied::GoesOn } else { Applied::Changed { admission_id: head.id.clone() } })
}

/// What a contact given after the approval leads to.
pub(super) async fn again(tx: &mut Tx, approved: &str, contact_id: &str) -> Result<StepKind, Error> {
    let same = store::is_same_number(&mut *tx, approved, contact_id).await?;
    Ok(if same { StepKind::Recontacted } else { StepKind::Reopened })
}

/// Opens an admission with its first step.
pub(super) async fn open(
    tx: &mut Tx,
    act: &Act,
    new: &Application<'_>,
    acknowledgment_id: &str,
) -> Result<StepRow, Error> {
    let admission = AdmissionRow::new(&new.person.person_id, new.group_id, new.round_id, act.at);
    let first = StepRow {
        admission_id: admission.id.clone(),
        number: 1,
        kind: StepKind::Submitted,
        after: None,
        person_id: admission.person_id.clone(),
        contact_id: new.contact_id.to_owned(),
        acknowledgment_id: acknowledgment_id.to_owned(),
        at: act.at,
        by_id: act.by_id().map(str::to_owned),
        until_at: None,
    };
    store::insert(tx, &admission, &first).await?;
    Ok(first)
}

/// An application before the leader goes on with a newer confirmation. Part of the act that confirms: the person is
/// held, the standing is renewed there.
pub async fn acknowledged(
    tx: &mut Tx,
    act: &Act,
    person_id: &str,
    group_id: &str,
    acknowledgment_id: &str,
) -> Result<(), Error> {
    let head = store::newest(&mut *tx, person_id, group_id).await?;
    let Some(head) = head.filter(|head| head.kind.stage() == Stage::Open) else { return Ok(()) };
    let row = store::step_on(tx, act, &head, StepKind::Submitted, &head.contact_id, acknowledgment_id).await?;
    if let Some(row) = row {
        ledger::append(tx, &step_leaf(act, &head.author(), group_id, &row)).await?;
    }
    Ok(())
}
