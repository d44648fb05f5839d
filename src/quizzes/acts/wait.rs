//! HC-DV ends a wait between two sittings.

use crate::act::{Act, Author};
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::once;
use crate::quizzes::store;
use crate::rounds::rules::{Next, Sat, next_sitting};
use crate::rounds::store as rounds;
use crate::site::{Round, Site};
use crate::standing::store as standing;
use serde_json::json;

/// Ends the wait of somebody who has not passed, so that the next sitting may start at once; where nobody waits, and the
/// second time, nothing is done.
///
/// # Errors
/// [`Error::Conflict`] about oneself; [`Error::Forbidden`] for who is no coordinator of the round's group; [`Error::NotFound`] for somebody who is not in
/// the round.
pub async fn lift_wait(tx: &mut Tx, act: &Act, site: &Site, person_id: &str, round_id: &str) -> Result<(), Error> {
    if once::before(tx, act, &format!("quizzes.wait {person_id} {round_id}")).await?.is_some() {
        return Ok(());
    }
    if act.by_id() == Some(person_id) {
        return Err(Error::conflict("quiz.own_wait"));
    }
    site.holds(tx).await?;
    let round = site.round(round_id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    if let Some(by) = act.by_id()
        && !rounds::may_run(&mut *tx, by, &round.group_id).await?
    {
        return Err(Error::Forbidden);
    }
    if !tx.hold_person(person_id).await? {
        return Err(Error::NotFound);
    }
    end_wait(tx, act, round, person_id).await
}

/// The same as part of an act that holds the person.
pub(crate) async fn end_wait(tx: &mut Tx, act: &Act, round: &Round, person_id: &str) -> Result<(), Error> {
    let round_id = round.id.as_str();
    let stands = standing::of(&mut *tx, &round.asks, person_id).await?.ok_or(Error::NotFound)?;
    let (_, last_graded_at, lifted) = store::past_sittings(&mut *tx, person_id, round_id).await?;
    let sat = Sat { last_graded_at, lifted, ..stands.sat() };
    if stands.has_passed()
        || !matches!(next_sitting(&round.settings, &sat, &round.asks.calendar, act.at), Next::From(_))
    {
        return Ok(());
    }
    let Some((attempt, actor)) = store::last_graded(&mut *tx, person_id, round_id).await? else { return Ok(()) };
    let row = (person_id, round_id, attempt.as_str());
    let Some(number) = store::lift(tx, row, act.by_id(), act.at).await? else { return Ok(()) };
    let leaf = act
        .leaf("quiz.wait_lifted")
        .about(&Author { person_id: person_id.to_owned(), actor })
        .of("wait_lift", format!("{person_id}/{round_id}#{number}"))
        .body(json!({ "round": round_id, "number": number, "attempt": attempt }))
        .note("note.wait_lifted", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
