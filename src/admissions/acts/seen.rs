//! What the leader takes note of: a member's number that is no longer the one that was added to the group.

use super::held;
use crate::act::Act;
use crate::admissions::store;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::site::Site;
use serde_json::json;

/// "Đã xem", of the contact that was on the screen; the fact is its leaf. Never about oneself.
///
/// # Errors
/// [`Error::NotFound`] for whoever does not lead the group, [`Error::Conflict`] when the number is another one by now,
/// or was seen before.
pub async fn see_number(tx: &mut Tx, act: &Act, site: &Site, id: &str, contact_id: &str) -> Result<(), Error> {
    let Some(head) = held(tx, act, site, id, "number_seen").await? else { return Ok(()) };
    if act.by_id() == Some(head.person_id.as_str()) {
        return Err(Error::conflict("admission.oneself"));
    }
    let changed = store::change(&mut *tx, act.by_id().unwrap_or_default(), id).await?.ok_or(Error::NotFound)?;
    if changed.contact_id != contact_id {
        return Err(Error::conflict("admission.contact_changed"));
    }
    let leaf = act
        .leaf("group.number_seen")
        .about(&head.author())
        .of("contact", contact_id)
        .body(json!({ "admission": head.id, "group": head.group_id, "contact": contact_id }))
        .note("note.number_seen", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
