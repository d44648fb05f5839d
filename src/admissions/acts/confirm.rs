//! "Tôi đã vào nhóm".

use super::{Words, take};
use crate::act::Act;
use crate::admissions::rules::{Stage, StepKind};
use crate::admissions::store;
use crate::db::Tx;
use crate::error::Error;
use crate::site::Site;

/// The author's own confirmation, once; false when it was given before.
///
/// # Errors
/// [`Error::NotFound`] without an admission, [`Error::Conflict`] before HC-DV has added the person.
pub async fn confirm(tx: &mut Tx, act: &Act, site: &Site, group_id: &str) -> Result<bool, Error> {
    let person_id = act.by_id().ok_or(Error::SignIn)?;
    site.holds(tx).await?;
    tx.hold_person(person_id).await?;
    let head = store::newest(&mut *tx, person_id, group_id).await?.ok_or(Error::NotFound)?;
    if head.kind.stage() == Stage::InGroup {
        return Ok(false);
    }
    take(tx, act, site, &head, StepKind::Confirmed, Words::default()).await?;
    Ok(true)
}
