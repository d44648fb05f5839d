//! Number and day that were entered by mistake are taken back within the hour.

use super::publish::{leaf, may};
use crate::act::Act;
use crate::db::Tx;
use crate::documents::store::{self, Entered};
use crate::error::Error;
use crate::ledger;
use crate::once;
use crate::rounds::acts::swap_version;
use crate::time::MINUTE;
use serde_json::json;

/// How long number and day can be taken back.
pub(crate) const HOUR: i64 = 60 * MINUTE;

/// Why number and day of a version cannot be taken back now: a key of `texts/`.
pub(crate) fn refusal(entered: &Entered, now: i64) -> Option<&'static str> {
    match () {
        () if !entered.is_only_entered() => Some("document.not_entered"),
        () if now - entered.in_force_at > HOUR => Some("document.withdraw_late"),
        () if entered.confirmed > 0 => Some("document.withdraw_confirmed"),
        () => None,
    }
}

/// Takes number and day of the version seen back: the text before it is in force again, as the next version of the same
/// bytes, so that whoever had confirmed it has confirmed. The same form twice is once.
///
/// # Errors
/// [`Error::Conflict`] when that version is not in force any more, has not only got number and day, is older than an
/// hour, or somebody has confirmed it.
pub async fn withdraw(tx: &mut Tx, act: &Act, document: &str, seen: &str) -> Result<String, Error> {
    if let Some(before) = once::before(tx, act, "documents.withdraw").await? {
        return Ok(before);
    }
    tx.change_site().await?;
    may(tx, act).await?;
    let entered = store::entered(&mut *tx, document).await?;
    let entered = entered.filter(|one| one.id == seen).ok_or_else(|| Error::conflict("document.superseded"))?;
    if let Some(key) = refusal(&entered, act.at) {
        return Err(Error::conflict(key));
    }
    if !store::take_back(tx, seen, act.by_id(), act.at).await? {
        return Err(Error::conflict("document.superseded"));
    }
    let again = store::insert_again(tx, &entered.before, act.by_id(), act.at).await?;
    let swapped = swap_version(tx, document, &again.id, act.at).await?;
    let leaf = leaf(act, "doc.withdrawn", &again, true, &swapped)
        .of("version", seen)
        .body(json!({ "withdrawn": seen, "again_of": entered.before }))
        .note("note.version_withdrawn", json!({ "phien_ban": seen }));
    ledger::append(tx, &leaf).await?;
    once::keep(tx, act, &again.id).await?;
    Ok(again.id)
}
