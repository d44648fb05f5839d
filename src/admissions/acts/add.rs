//! What HC-DV reports of the work in Zalo: added, a slip, not found.

use super::{Words, held, plain, take};
use crate::act::Act;
use crate::admissions::rules::{Stage, StepKind};
use crate::admissions::store;
use crate::db::Tx;
use crate::error::Error;
use crate::site::Site;

/// "Đã thêm": only the account that was approved, once.
///
/// # Errors
/// [`Error::Conflict`] when the number is another one than the leader saw.
pub async fn add(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    let head = held(tx, site, id).await?;
    if head.kind.stage() == Stage::Approved && !store::is_as_approved(&mut *tx, &head).await? {
        return Err(Error::conflict("admission.not_as_approved"));
    }
    take(tx, act, site, &head, StepKind::Added, Words::default()).await
}

/// Takes a slip of "Đã thêm" back while the person has not confirmed.
pub async fn unadd(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    plain(tx, act, site, id, StepKind::Unadded).await
}

/// "Không tìm thấy trên Zalo".
pub async fn not_found(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    plain(tx, act, site, id, StepKind::NotFound).await
}
