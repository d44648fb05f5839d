//! Asking about a point, answering, taking back.

use super::rules::words;
use super::store::{self, Doubt, New};
use crate::acknowledgments::acts::{missing, ready};
use crate::acknowledgments::store as acknowledgments;
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::once;
use crate::people::store as people;
use crate::rounds::store as rounds;
use crate::site::{Round, Site};
use crate::standing::store as standing;
use serde_json::json;

/// Tells HC-DV that the author is in doubt about a point of what they are asked to confirm; the answer is its id.
///
/// # Errors
/// [`Error::Field`] without words; [`Error::Conflict`] once confirmed, or while the point has one that waits;
/// [`Error::NotFound`] for a point or a round that is not theirs.
pub async fn ask(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    (round_id, point): (&str, &str),
    typed: &str,
) -> Result<String, Error> {
    let text = words(typed, "doubt.empty").map_err(|key| Error::field("words", key))?;
    if let Some(before) = once::before(tx, act, &format!("doubts.ask {round_id} {point}")).await? {
        return Ok(before);
    }
    let person = act.by_id().ok_or(Error::SignIn)?.to_owned();
    site.holds(tx).await?;
    tx.hold_person(&person).await?;
    let round = site.round(round_id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    let stands = standing::of(&mut *tx, &round.asks, &person).await?.ok_or(Error::NotFound)?;
    if stands.has_acknowledged() {
        return Err(Error::conflict("doubt.acknowledged"));
    }
    if let Some(key) = missing(&stands) {
        return Err(Error::conflict(key));
    }
    let template = ready(&mut *tx, site, round, &person).await?.template;
    let place = (1..).zip(&template.point).find(|(_, one)| one.id == point).map(|(n, _): (usize, _)| n);
    let place = place.ok_or(Error::NotFound)?.to_string();
    acknowledgments::keep_statement(tx, &template).await?;
    let (id, statement) = (new_id(), template.sha256());
    let new =
        New { id: &id, person_id: &person, round_id, statement_sha256: &statement, point, words: &text, at: act.at };
    if !store::insert(tx, &new).await? {
        return Err(Error::conflict("doubt.waits"));
    }
    standing::renew_person(tx, [&round.asks], &person).await?;
    let leaf = act
        .leaf("doubt.asked")
        .of("doubt", &id)
        .body(json!({ "doubt": id, "round": round_id, "point": point, "stmt": { "sha256": statement } }))
        .note("note.doubt_asked", json!({ "diem": place }));
    ledger::append(tx, &leaf).await?;
    once::keep(tx, act, &id).await?;
    Ok(id)
}

/// Answers one, or adds to its answer; never one's own.
///
/// # Errors
/// [`Error::Field`] without words; [`Error::Conflict`] about oneself, or when it was taken back;
/// [`Error::Forbidden`] for who is no office of the round's group.
pub async fn answer(tx: &mut Tx, act: &Act, site: &Site, id: &str, typed: &str) -> Result<(), Error> {
    let text = words(typed, "doubt.answer_empty").map_err(|key| Error::field("words", key))?;
    if once::before(tx, act, &format!("doubts.answer {id}")).await?.is_some() {
        return Ok(());
    }
    site.holds(tx).await?;
    let (doubt, round) = found(tx, site, id).await?;
    if act.by_id() == Some(doubt.person_id.as_str()) {
        return Err(Error::conflict("doubt.own"));
    }
    if let Some(by) = act.by_id()
        && !rounds::is_office(&mut *tx, by, &round.group_id).await?
    {
        return Err(Error::Forbidden);
    }
    if doubt.withdrawn_at.is_some() {
        return Err(Error::conflict("doubt.taken_back"));
    }
    let number = store::add_answer(tx, (id, &doubt.person_id), &text, act.by_id(), act.at).await?;
    renew(tx, round, &doubt).await?;
    let leaf = act
        .leaf("doubt.answered")
        .about(&people::author(&mut *tx, &doubt.person_id).await?)
        .of("doubt_answer", format!("{id}#{number}"))
        .body(json!({ "doubt": id, "number": number }))
        .note("note.doubt_answered", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

/// The author takes back what waits; twice is once.
///
/// # Errors
/// [`Error::NotFound`] for somebody else's; [`Error::Conflict`] when it is answered.
pub async fn withdraw(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    site.holds(tx).await?;
    let (doubt, round) = found(tx, site, id).await?;
    if act.by_id() != Some(doubt.person_id.as_str()) {
        return Err(Error::NotFound);
    }
    if doubt.withdrawn_at.is_some() {
        return Ok(());
    }
    if !store::withdraw(tx, id, act.at).await? {
        return Err(Error::conflict("doubt.answered_already"));
    }
    renew(tx, round, &doubt).await?;
    let leaf = act
        .leaf("doubt.withdrawn")
        .of("doubt", id)
        .body(json!({ "doubt": id, "withdrawn": true }))
        .note("note.doubt_withdrawn", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

/// It, with its person held.
async fn found<'a>(tx: &mut Tx, site: &'a Site, id: &str) -> Result<(Doubt, &'a Round), Error> {
    let person = store::find(&mut *tx, id).await?.person_id;
    tx.hold_person(&person).await?;
    let doubt = store::find(&mut *tx, id).await?;
    let round = site.round(&doubt.round_id).ok_or(Error::NotFound)?;
    Ok((doubt, round))
}

/// The copy of where they stand; a closed round never changes.
async fn renew(tx: &mut Tx, round: &Round, doubt: &Doubt) -> Result<(), Error> {
    if round.is_open() {
        standing::renew_person(tx, [&round.asks], &doubt.person_id).await?;
    }
    Ok(())
}
