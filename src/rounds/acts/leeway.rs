//! HC-DV gives one person another sitting, a later day, or a fresh start, each with a reason.

use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::once;
use crate::people::store as people;
use crate::quizzes::acts::end_wait;
use crate::rounds::rules::{Leeway, Next, Sat, next_sitting};
use crate::rounds::store;
use crate::site::{Round, Site};
use crate::standing::rules::Standing;
use crate::standing::store as standing;
use crate::time::{day_after, day_of, parse_day, show_day};
use serde_json::json;

/// Longest extension, in days from today.
const LONGEST: i64 = 365;

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
    site.holds(tx).await?;
    let round = site.round(round_id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    if let Some(by) = act.by_id()
        && !store::may_run(&mut *tx, by, &round.group_id).await?
    {
        return Err(Error::Forbidden);
    }
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
            let sat = Sat { graded: stands.sittings, extra: stands.extra, ..Sat::default() };
            let none_left = !stands.has_passed() && next_sitting(&round.settings, &sat, act.at) == Next::NoMore;
            if none_left { Ok(None) } else { Err(Error::conflict("leeway.sittings_left")) }
        }
        Leeway::Due => {
            let before = stands.due_on.as_deref().ok_or_else(|| Error::conflict("leeway.no_day"))?;
            let day = parse_day(given.day).ok_or_else(|| Error::field("day", "form.day"))?.to_string();
            let later = day.as_str() > before && day >= day_of(act.at) && day <= day_after(act.at, LONGEST);
            if later { Ok(Some(day)) } else { Err(Error::field("day", "leeway.day")) }
        }
        Leeway::Fresh => {
            if stands.read == 0 && stands.best_percent.is_none() {
                return Err(Error::conflict("leeway.not_begun"));
            }
            let days = round.settings.due_days;
            let new = stands.due_on.as_ref().filter(|_| days > 0).map(|before| (before, day_after(act.at, days)));
            Ok(new.map(|(before, day)| day.max(before.clone())))
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
