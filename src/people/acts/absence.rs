//! Tạm hoãn: away for a time, and back before it is over.

use super::{may_change, not_erased, reached};
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::once;
use crate::people::rules::Reason;
use crate::people::store;
use crate::site::Site;
use crate::standing::store as standing;
use crate::time::{day_of, show_day};
use serde_json::json;

/// Puts a person out of the count between two days (`YYYY-MM-DD`, both included); twice is once.
///
/// # Errors
/// [`Error::Field`] when the days are in the wrong order; [`Error::Forbidden`] for whoever is no admin and means somebody
/// with a role.
pub async fn pause(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    id: &str,
    (from, until): (&str, &str),
    reason: Reason,
) -> Result<(), Error> {
    if until < from {
        return Err(Error::field("until", "absence.order"));
    }
    let asked = format!("people.pause {id} {from} {until} {reason}");
    if once::before(tx, act, &asked).await?.is_some() {
        return Ok(());
    }
    site.holds(tx).await?;
    let person = reached(tx, act, id).await?;
    may_change(tx, act, &person).await?;
    not_erased(&person)?;
    let row = store::begin_absence(tx, id, (from, until, reason), act.by_id(), act.at).await?;
    let Some(number) = row else { return Ok(()) };
    standing::renew_person(tx, site.asks(), id).await?;
    let leaf = act
        .leaf("absence.begun")
        .about(&person.author())
        .of("absence", format!("{id}#{number}"))
        .body(json!({ "number": number, "from": from, "until": until, "reason": reason.as_str() }))
        .note("note.paused", json!({ "tu": show_day(from), "ngay": show_day(until) }));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

/// Ends a person's time away today; twice is once.
///
/// # Errors
/// As [`pause`].
pub async fn end_pause(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    if once::before(tx, act, &format!("people.pause {id} end")).await?.is_some() {
        return Ok(());
    }
    site.holds(tx).await?;
    let person = reached(tx, act, id).await?;
    may_change(tx, act, &person).await?;
    let row = store::end_absence(tx, id, &day_of(act.at), act.by_id(), act.at).await?;
    let Some((number, from, until)) = row else { return Ok(()) };
    standing::renew_person(tx, site.asks(), id).await?;
    let leaf = act
        .leaf("absence.ended")
        .about(&person.author())
        .of("absence", format!("{id}#{number}"))
        .body(json!({ "number": number, "from": from, "until": until }))
        .note("note.pause_ended", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
