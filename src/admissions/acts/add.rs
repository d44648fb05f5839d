//! What HC-DV reports of the work in Zalo: added, a slip, not found.

use super::submit::again;
use super::{Words, allow, held, step_leaf, take};
use crate::act::Act;
use crate::admissions::rules::{Stage, StepKind};
use crate::admissions::store::{self, Head, StepRow};
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::site::Site;
use crate::standing::store as standing;

/// "Đã thêm": only the account that was approved, and that was on the screen, once.
///
/// # Errors
/// [`Error::Conflict`] when the number is another one by now.
pub async fn add(tx: &mut Tx, act: &Act, site: &Site, id: &str, contact_id: &str) -> Result<(), Error> {
    let Some(head) = seen(tx, act, site, (id, contact_id), StepKind::Added).await? else { return Ok(()) };
    if head.kind.stage() == Stage::Approved && !store::is_as_approved(&mut *tx, &head).await? {
        return Err(Error::conflict("admission.not_as_approved"));
    }
    take(tx, act, site, &head, StepKind::Added, Words::default()).await
}

/// An admission whose account is the one that was on the screen: what was done in Zalo was done with that number.
async fn seen(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    (id, contact_id): (&str, &str),
    kind: StepKind,
) -> Result<Option<Head>, Error> {
    let Some(head) = held(tx, act, site, id, kind).await? else { return Ok(None) };
    if head.contact_id != contact_id && !store::is_same_number(&mut *tx, &head.contact_id, contact_id).await? {
        return Err(Error::conflict("admission.number_changed"));
    }
    Ok(Some(head))
}

/// Takes a slip of "Đã thêm" back while the person has not confirmed. What was declared since then counts from here on:
/// with another number it is before the leader again, without any it has lapsed. True: it is before the leader.
pub async fn unadd(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<bool, Error> {
    let Some(head) = held(tx, act, site, id, StepKind::Unadded).await? else { return Ok(false) };
    allow(act, &head, StepKind::Unadded)?;
    let back = store::step(tx, act, &head, StepKind::Unadded).await?.ok_or(Error::NotFound)?;
    let next = goes_on(tx, act, id).await?;
    standing::renew_person(tx, site.asks(), &head.person_id).await?;
    let is_reopened = next.as_ref().is_some_and(|row| row.kind == StepKind::Reopened);
    for row in [Some(back), next].into_iter().flatten() {
        ledger::append(tx, &step_leaf(act, &head.author(), &head.group_id, &row)).await?;
    }
    Ok(is_reopened)
}

/// The step to the contact in force, where that is not the one that an approved application stands on.
async fn goes_on(tx: &mut Tx, act: &Act, id: &str) -> Result<Option<StepRow>, Error> {
    let head = store::head(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    match store::contact(&mut *tx, &head.person_id).await? {
        None => store::step(tx, act, &head, StepKind::Lapsed).await,
        Some(contact) if contact == head.contact_id => Ok(None),
        Some(contact) => {
            let kind = again(tx, &head.contact_id, &contact).await?;
            store::step_on(tx, act, &head, kind, &contact, &head.acknowledgment_id).await
        }
    }
}

/// "Không tìm thấy trên Zalo": the account that was on the screen.
///
/// # Errors
/// [`Error::Conflict`] when the number is another one by now.
pub async fn not_found(tx: &mut Tx, act: &Act, site: &Site, id: &str, contact_id: &str) -> Result<(), Error> {
    let Some(head) = seen(tx, act, site, (id, contact_id), StepKind::NotFound).await? else { return Ok(()) };
    take(tx, act, site, &head, StepKind::NotFound, Words::default()).await
}
