//! Noting that somebody was reminded.

pub(crate) mod plan;

use super::rules::not_needed;
use super::store;
use crate::act::Act;
use crate::contacts::store as contacts;
use crate::db::Tx;
use crate::error::Error;
use crate::id::part_key;
use crate::ledger;
use crate::once;
use crate::people::store as people;
use crate::rounds::store as rounds;
use crate::site::{Round, Site};
use crate::standing::store as standing;
use crate::time::day_of;
use serde_json::json;
use std::collections::BTreeSet;

/// Notes that the author has sent each of these people the personal reminder, outside of Nếp; the answer is how many
/// were noted. Who has nothing to do any more, or waits for somebody else, is left out; and so is the author. The same
/// form notes each person once. Give it a transaction of its own.
///
/// # Errors
/// [`Error::Conflict`] when nobody is left; [`Error::Forbidden`] for who is no coordinator of the round's group;
/// [`Error::NotFound`] for a round that is not open.
pub async fn note(tx: &mut Tx, act: &Act, site: &Site, round_id: &str, people: &[String]) -> Result<usize, Error> {
    site.holds(tx).await?;
    let round = site.round(round_id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    if let Some(by) = act.by_id()
        && !rounds::may_run(&mut *tx, by, &round.group_id).await?
    {
        return Err(Error::Forbidden);
    }
    // Everybody before the first leaf, in the order of their ids.
    let mut held = Vec::new();
    for person in people.iter().map(String::as_str).filter(|id| Some(*id) != act.by_id()).collect::<BTreeSet<_>>() {
        if tx.hold_person(person).await? {
            held.push(person);
        }
    }
    let mut noted = 0;
    for person in held {
        noted += usize::from(one(tx, act, round, person).await?);
    }
    if noted == 0 { Err(Error::conflict("reminder.nobody")) } else { Ok(noted) }
}

/// One of them; false: it is not their turn.
async fn one(tx: &mut Tx, act: &Act, round: &Round, person_id: &str) -> Result<bool, Error> {
    let form = match &act.form {
        Some(form) => Some(part_key(form, person_id).ok_or_else(|| Error::invalid("form.unknown_field"))?),
        None => None,
    };
    let act = Act { form, ..act.clone() };
    if once::before(tx, &act, &format!("reminders.note {}", round.id)).await?.is_some() {
        return Ok(true);
    }
    let Some(stands) = standing::of(&mut *tx, &round.asks, person_id).await? else { return Ok(false) };
    let refuses = contacts::is_refusing(&mut *tx, person_id).await?;
    if not_needed(&stands, stands.state_on(&day_of(act.at)), (refuses, &round.settings)).is_some() {
        return Ok(false);
    }
    let number = store::add(tx, (person_id, &round.id), act.by_id(), act.at).await?;
    let leaf = act
        .leaf("reminder.noted")
        .about(&people::author(&mut *tx, person_id).await?)
        .of("reminder", format!("{person_id}/{}#{number}", round.id))
        .body(json!({ "round": round.id, "number": number }))
        .note("note.reminded", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(true)
}
