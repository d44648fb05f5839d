//! Out of the group: the leader orders it (Điều 3 khoản 3), HC-DV carries it out.

use super::{Words, held, plain, take};
use crate::act::Act;
use crate::admissions::rules::StepKind;
use crate::db::Tx;
use crate::error::Error;
use crate::site::Site;
use serde_json::json;

/// Orders a member out, once, never oneself.
///
/// # Errors
/// [`Error::Field`] without a reason, [`Error::Conflict`] when they are not in the group or it was ordered before.
pub async fn order_removal(tx: &mut Tx, act: &Act, site: &Site, id: &str, reason: &str) -> Result<(), Error> {
    if reason.is_empty() {
        return Err(Error::field("reason", "admission.removal_reason"));
    }
    let Some(head) = held(tx, act, site, id, StepKind::RemovalOrdered).await? else { return Ok(()) };
    let words = Words { remark: reason, body: Some(json!({ "reasoned": true })), fields: None };
    take(tx, act, site, &head, StepKind::RemovalOrdered, words).await
}

/// HC-DV took the person out, on the leader's order, once.
pub async fn remove(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    plain(tx, act, site, id, StepKind::Removed).await
}
