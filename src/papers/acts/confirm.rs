//! A second person compares an entry with its scan and confirms it.

use super::held;
use crate::acknowledgments::acts::{OnPaper, ready, record_on_paper};
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::once;
use crate::papers::rules::PaperStep;
use crate::papers::store::{self, Entry, NewStep, Paper};
use crate::quizzes::rules::Plan;
use crate::rounds::rules::{Article, Ask};
use crate::site::{Round, Site};
use crate::standing::rules::{Facts, derive};
use crate::standing::store as standing;
use serde_json::json;

/// Confirms what was entered by the step `seen`, which stood beside the scan: where it is passed, the confirmation is recorded, as one on paper.
///
/// # Errors
/// [`Error::Conflict`] for who entered it or whose it is, when nothing waits to be compared, or when what is asked has
/// changed since it was drawn; [`Error::Forbidden`] for who is no office of the group.
pub async fn confirm(tx: &mut Tx, act: &Act, site: &Site, (id, seen): (&str, i64)) -> Result<(), Error> {
    if once::before(tx, act, &format!("papers.confirm {id} {seen}")).await?.is_some() {
        return Ok(());
    }
    site.holds(tx).await?;
    let (paper, round) = held(tx, act, site, id, (false, false)).await?;
    let entry = store::last_entry(&mut *tx, id).await?.filter(|_| paper.kind == Some(PaperStep::Entered));
    let entry = entry.filter(|entry| entry.number == seen);
    let entry = entry.ok_or_else(|| Error::conflict("paper.not_entered"))?;
    if act.by_id() == entry.by_id.as_deref() {
        return Err(Error::conflict("paper.same_person"));
    }
    if !round.is_open() {
        return Err(Error::conflict("ack.round_closed"));
    }
    let person = paper.person_id.as_str();
    let facts = standing::facts(&mut *tx, &round.asks, person, person).await?.pop().ok_or(Error::NotFound)?;
    if derive(facts.clone(), &round.asks).has_acknowledged() {
        return Err(Error::conflict("paper.done"));
    }
    let new = NewStep { kind: PaperStep::Confirmed, by: act.by_id(), at: act.at, entered: None };
    if !store::add_step(tx, id, entry.number, &new).await? {
        return Err(Error::conflict("paper.not_entered"));
    }
    let passed = entry.passed == 1;
    let acknowledgment =
        if passed { Some(record(tx, act, (site, round), &facts, (&paper, &entry)).await?) } else { None };
    store::end(tx, id, Some(passed), acknowledgment.as_deref(), act.at).await?;
    standing::renew_person(tx, site.asks(), person).await?;
    let number = entry.number + 1;
    let leaf = act
        .leaf("paper.confirmed")
        .about(&paper.author())
        .of("paper_step", format!("{id}#{number}"))
        .body(json!({ "paper": id, "step": number, "kind": PaperStep::Confirmed.as_str(), "pass": passed }))
        .note(if passed { "note.paper_confirmed" } else { "note.paper_failed" }, json!({ "ma": paper.code }));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

/// The confirmation, if what is asked now is what stands on the paper.
async fn record(
    tx: &mut Tx,
    act: &Act,
    (site, round): (&Site, &Round),
    facts: &Facts,
    (paper, entry): (&Paper, &Entry),
) -> Result<String, Error> {
    let ready = ready(&mut *tx, site, round, &paper.person_id).await?.by_hand(paper.quiz_sha256.is_some());
    let articles = store::articles(&mut *tx, &paper.id).await?;
    let holds = |ask: Ask, one: &Article| articles.get(ask.as_str()).is_some_and(|all| all.contains(one));
    let to_pass = Plan::about(&round.asks, &facts.capacities, &facts.passed);
    let same = paper.versions == ready.versions_key()
        && paper.statement_sha256 == ready.template.sha256()
        && round.asks.to_read(&facts.capacities).all(|one| holds(Ask::Read, one))
        && to_pass.iter().all(|one| holds(Ask::Quiz, one));
    if !same {
        return Err(Error::conflict("paper.stale"));
    }
    let on = OnPaper {
        whose: paper.author(),
        quiz: entry.percent.zip(paper.quiz_sha256.clone()),
        paper: json!({ "id": paper.id, "code": paper.code, "scan_sha256": entry.scan_sha256 }),
    };
    record_on_paper(tx, act, round, &ready, on).await
}
