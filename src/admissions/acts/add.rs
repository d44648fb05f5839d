//! What HC-DV reports of the work in Zalo: added, a slip, not found.

use super::plain;
use crate::act::Act;
use crate::admissions::rules::StepKind;
use crate::db::Tx;
use crate::error::Error;
use crate::site::Site;

/// "Đã thêm": only what was approved, once.
pub async fn add(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    plain(tx, act, site, id, StepKind::Added).await
}

/// Takes a slip of "Đã thêm" back while the person has not confirmed.
pub async fn unadd(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    plain(tx, act, site, id, StepKind::Unadded).await
}

/// "Không tìm thấy trên Zalo".
pub async fn not_found(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    plain(tx, act, site, id, StepKind::NotFound).await
}
