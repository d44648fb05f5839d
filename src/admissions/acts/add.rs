//! What HC-DV reports of the work in Zalo: added, a slip, not found.

use super::{Words, held, plain, take};
use crate::act::Act;
use crate::admissions::rules::{Stage, StepKind};
use crate::admissions::store::{self, Head};
use crate::db::Tx;
use crate::error::Error;
use crate::site::Site;

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

/// Takes a slip of "Đã thêm" back while the person has not confirmed.
pub async fn unadd(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    plain(tx, act, site, id, StepKind::Unadded).await
}

/// "Không tìm thấy trên Zalo": the account that was on the screen.
///
/// # Errors
/// [`Error::Conflict`] when the number is another one by now.
pub async fn not_found(tx: &mut Tx, act: &Act, site: &Site, id: &str, contact_id: &str) -> Result<(), Error> {
    let Some(head) = seen(tx, act, site, (id, contact_id), StepKind::NotFound).await? else { return Ok(()) };
    take(tx, act, site, &head, StepKind::NotFound, Words::default()).await
}
