//! One person comes into an open round later than the others.

use super::open::may;
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::people::store as people;
use crate::rounds::rules::told_day;
use crate::rounds::store;
use crate::site::Site;
use crate::standing::store as standing;
use crate::text::say;
use serde_json::json;

/// Puts somebody who is here into an open round; whoever is in it stays as they are.
///
/// # Errors
/// [`Error::NotFound`] for a round that is not open, or for nobody; [`Error::Conflict`] for who has left;
/// [`Error::Forbidden`] for who does not run the round.
pub async fn put_person(tx: &mut Tx, act: &Act, site: &Site, (round_id, person_id): (&str, &str)) -> Result<(), Error> {
    site.holds(tx).await?;
    let round = site.round(round_id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    may(tx, act, &round.group_id).await?;
    if !tx.hold_person(person_id).await? {
        return Err(Error::NotFound);
    }
    let person = people::person(&mut *tx, person_id).await?;
    if person.left_at.is_some() || person.erased_at.is_some() {
        return Err(Error::Conflict(say("round.has_left").to_owned()));
    }
    let due = told_day(&round.settings, act.at);
    if !store::enrol(tx, round_id, person_id, act.by_id(), act.at, due.as_deref()).await? {
        return Ok(());
    }
    standing::renew_person(tx, [&round.asks], person_id).await?;
    let leaf = act
        .leaf("round.enrolled")
        .about(&person.author())
        .of("enrolment", format!("{round_id}/{person_id}"))
        .body(json!({ "rounds": [{ "round": round_id, "due": due.unwrap_or_default() }] }))
        .note("note.round_put_in", json!({ "dot": round.name }));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
