//! HC-DV gives one person another sitting, a later day, or a fresh start, each with a reason; many a later day.

use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::id::sha256;
use crate::ledger;
use crate::once;
use crate::people::store as people;
use crate::quizzes::acts::end_wait;
use crate::rounds::rules::{Leeway, day_from, is_later, new_day, stays};
use crate::rounds::store;
use crate::site::{Round, Site};
use crate::standing::rules::Standing;
use crate::standing::store as standing;
use crate::time::show_day;
use serde_json::json;
use std::collections::BTreeSet;

/// What is given, and why.
pub struct Given<'a> {
    pub kind: Leeway,
    /// The new day, as typed; nothing but of [`Leeway::Due`].
    pub day: &'a str,
    pub reason: &'a str,
}

/// Gives it, where it changes anything: a sitting to whom has none left, a day that is later, a start to whom has begun
/// and not confirmed. Never oneself.
///
/// # Errors
/// [`Error::Field`] without a reason or a sensible day; [`Error::Conflict`] where it changes nothing;
/// [`Error::Forbidden`] for who is no coordinator of the round's group; [`Error::NotFound`] for somebody who is not in it.
pub async fn give(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    (person_id, round_id): (&str, &str),
    given: &Given<'_>,
) -> Result<(), Error> {
    if given.reason.trim().is_empty() {
        return Err(Error::field("reason", "leeway.reason"));
    }
    if once::before(tx, act, &format!("rounds.leeway {} {person_id} {round_id}", given.kind)).await?.is_some() {
        return Ok(());
    }
    if act.by_id() == Some(person_id) {
        return Err(Error::conflict("leeway.oneself"));
    }
    let round = run(tx, act, site, round_id).await?;
    if !tx.hold_person(person_id).await? {
        return Err(Error::NotFound);
    }
    let stands = standing::of(&mut *tx, &round.asks, person_id).await?.ok_or(Error::NotFound)?;
    let due_on = useful(act, round, &stands, given)?;
    record(tx, act, (person_id, round), (given, due_on.as_deref())).await?;
    if given.kind == Leeway::Sitting {
        end_wait(tx, act, round, person_id).await?;
    }
    Ok(())
}

/// Gives a later day, as typed, to everybody of these whom it changes, each as an act of its own in the record; the
/// answer is how many. The author's own day stays. Twice is once. Give it a transaction of its own.
///
/// # Errors
/// [`Error::Field`] without a reason, or with a day that is none or later for nobody; [`Error::Forbidden`] and
/// [`Error::NotFound`] as [`give`].
pub async fn give_many(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    (people, round_id): (&[String], &str),
    (day, reason): (&str, &str),
) -> Result<usize, Error> {
    if reason.trim().is_empty() {
        return Err(Error::field("reason", "leeway.reason"));
    }
    let due_on = new_day(day, act.at).map_err(|key| Error::field("day", key))?;
    let meant: BTreeSet<&str> = people.iter().map(String::as_str).filter(|id| Some(*id) != act.by_id()).collect();
    let what = meant.iter().fold(format!("{due_on} {reason}"), |text, id| text + " " + id);
    if let Some(before) = once::before(tx, act, &format!("rounds.leeways {round_id} {}", sha256(what))).await? {
        return Ok(before.parse().unwrap_or_default());
    }
    let round = run(tx, act, site, round_id).await?;
    // Everybody before the first leaf, in the order of their ids.
    let mut held = Vec::new();
    for person in meant {
        if tx.hold_person(person).await? {
            held.push(person);
        }
    }
    let given = Given { kind: Leeway::Due, day, reason };
    let mut moved = 0_usize;
    for person in held {
        let stands = standing::of(&mut *tx, &round.asks, person).await?;
        if stands.is_some_and(|stands| stays(&stands).is_none() && is_later(&stands, &due_on)) {
            record(tx, act, (person, round), (&given, Some(&due_on))).await?;
            moved += 1;
        }
    }
    if moved == 0 {
        return Err(Error::field("day", "leeway.day"));
    }
    once::keep(tx, act, &moved.to_string()).await?;
    Ok(moved)
}

/// The open round, for who runs it.
async fn run<'a>(tx: &mut Tx, act: &Act, site: &'a Site, round_id: &str) -> Result<&'a Round, Error> {
    site.holds(tx).await?;
    let round = site.round(round_id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    match act.by_id() {
        Some(by) if !store::may_run(&mut *tx, by, &round.group_id).await? => Err(Error::Forbidden),
        _ => Ok(round),
    }
}

/// The day it brings, where it brings one.
fn useful(act: &Act, round: &Round, stands: &Standing, given: &Given<'_>) -> Result<Option<String>, Error> {
    if stands.left_at.is_some() {
        return Err(Error::NotFound);
    }
    if stands.has_acknowledged() {
        return Err(Error::conflict("leeway.done"));
    }
    match given.kind {
        Leeway::Sitting => {
            let none_left = !stands.has_passed() && round.settings.has_no_more(&stands.sat());
            if none_left { Ok(None) } else { Err(Error::conflict("leeway.sittings_left")) }
        }
        Leeway::Due => {
            if stands.due_on.is_none() {
                return Err(Error::conflict("leeway.no_day"));
            }
            let day = new_day(given.day, act.at).map_err(|key| Error::field("day", key))?;
            if is_later(stands, &day) { Ok(Some(day)) } else { Err(Error::field("day", "leeway.day")) }
        }
        Leeway::Fresh => {
            if stands.read == 0 && stands.best_percent.is_none() {
                return Err(Error::conflict("leeway.not_begun"));
            }
            let (days, working) = (round.settings.due_days, round.settings.working);
            let new = day_from(&round.asks.calendar, (days, working), act.at);
            Ok(stands.due_on.as_ref().zip(new).map(|(before, day)| day.max(before.clone())))
        }
    }
}

async fn record(
    tx: &mut Tx,
    act: &Act,
    (person_id, round): (&str, &Round),
    (given, due_on): (&Given<'_>, Option<&str>),
) -> Result<(), Error> {
    let number = store::give(tx, (person_id, &round.id), (given.kind, due_on), act.by_id(), act.at).await?;
    let row = format!("{person_id}/{}#{number}", round.id);
    people::remark(tx, ("leeway", &row), person_id, given.reason.trim(), (act.by_id(), act.at)).await?;
    standing::renew_person(tx, [&round.asks], person_id).await?;
    let mut body = json!({ "round": round.id, "number": number, "kind": given.kind.as_str(), "reasoned": true });
    if let (Some(day), Some(fields)) = (due_on, body.as_object_mut()) {
        fields.insert("due".to_owned(), day.into());
    }
    let leaf = act
        .leaf("round.leeway")
        .about(&people::author(&mut *tx, person_id).await?)
        .of("leeway", row)
        .body(body)
        .note(given.kind.note(), json!({ "ngay": due_on.map(show_day).unwrap_or_default() }));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
