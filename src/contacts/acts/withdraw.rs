//! Taking the consent back: number and name are wiped, an application on its way ends, a membership stays.

use super::declare::consent_leaf;
use crate::act::Act;
use crate::admissions::acts as admissions;
use crate::contacts::rules::{ConsentKind, ZALO};
use crate::contacts::store::{self, ConsentRow};
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::site::Site;
use crate::standing::store as standing;

/// Withdraws the author's own consent; false when none was in force.
pub async fn withdraw(tx: &mut Tx, act: &Act, site: &Site) -> Result<bool, Error> {
    let person_id = act.by_id().ok_or(Error::SignIn)?;
    site.holds(tx).await?;
    tx.hold_person(person_id).await?;
    let last = store::consent(&mut *tx, person_id, ZALO).await?;
    let Some(last) = last.filter(|last| last.kind == ConsentKind::Given) else { return Ok(false) };
    let row = ConsentRow { number: last.number + 1, kind: ConsentKind::Withdrawn, at: act.at, ..last };
    store::next_consent(tx, act, &row).await?;
    store::wipe(tx, person_id, act.at).await?;
    admissions::lapse(tx, act, person_id).await?;
    standing::renew_person(tx, site.asks(), person_id).await?;
    ledger::append(tx, &consent_leaf(act, &row)).await?;
    Ok(true)
}

/// The author does not want the number that a list of the office has for them: it is forgotten, and nothing is recorded of
/// it. Twice is once.
pub async fn decline_suggestion(tx: &mut Tx, act: &Act) -> Result<(), Error> {
    store::forget_suggestion(tx, act.by_id().ok_or(Error::SignIn)?).await
}
