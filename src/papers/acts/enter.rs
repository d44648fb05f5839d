//! Entering what stands on a paper, giving it back to be entered anew, cancelling it.

use super::held;
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::id::sha256;
use crate::ledger::{self, Entry};
use crate::once;
use crate::papers::rules::{PaperStep, Scan};
use crate::papers::store::{self, NewEntry, NewStep, Paper};
use crate::people::store::remark;
use crate::quizzes::acts::outcome;
use crate::quizzes::rules::{Answer, Mark, grade};
use crate::quizzes::store::{Asked, Outcome};
use crate::site::Site;
use crate::standing::store as standing;
use crate::time::day_of;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What stands on the paper.
pub struct Entered<'a> {
    /// The day beside the signature, `YYYY-MM-DD`.
    pub signed_on: &'a str,
    /// By place; a question left empty is not there.
    pub answers: &'a BTreeMap<i64, Answer>,
    pub scan: &'a Scan,
}

/// Enters it, with its scan.
///
/// # Errors
/// [`Error::Invalid`] for a day that cannot be; [`Error::Conflict`] about oneself, or when it is entered already;
/// [`Error::Forbidden`] for who is no coordinator of the round's group.
pub async fn enter(tx: &mut Tx, act: &Act, site: &Site, id: &str, new: &Entered<'_>) -> Result<(), Error> {
    // The same form with other content is another entry.
    if once::before(tx, act, &format!("papers.enter {id} {}", content(new))).await?.is_some() {
        return Ok(());
    }
    site.holds(tx).await?;
    let (paper, round) = held(tx, act, site, id, (true, false)).await?;
    if !round.is_open() {
        return Err(Error::conflict("ack.round_closed"));
    }
    if !PaperStep::awaits_entry(paper.kind) {
        return Err(Error::conflict("paper.entered_already"));
    }
    if new.signed_on > day_of(act.at).as_str() || new.signed_on < day_of(paper.drawn_at).as_str() {
        return Err(Error::invalid("paper.day"));
    }
    let asked = store::asked(&mut *tx, id, 0).await?;
    let marks: Vec<Mark> = asked.iter().map(|one| grade(&one.drawn, new.answers.get(&one.place))).collect();
    let result = if asked.is_empty() { None } else { Some(outcome(&marks, paper.pass_percent)?) };
    let answers: Vec<(i64, Answer)> = new.answers.iter().map(|(place, answer)| (*place, answer.clone())).collect();
    let step = NewStep {
        kind: PaperStep::Entered,
        by: act.by_id(),
        at: act.at,
        entered: Some(NewEntry { signed_on: new.signed_on, outcome: result, answers: &answers }),
    };
    let last = paper.step.unwrap_or_default();
    if !store::add_step(tx, id, last, &step).await? {
        return Err(Error::conflict("paper.entered_already"));
    }
    let hash = store::insert_scan(tx, (id, last + 1), &paper.person_id, new.scan).await?;
    let given = |one: &Asked| {
        let values = new.answers.get(&one.place).map(Answer::values).unwrap_or_default();
        json!({ "place": one.place, "question": one.drawn.item.id.as_str(), "answer": values })
    };
    let answers: Vec<Value> = asked.iter().map(given).collect();
    let body = entered_body(&paper, last + 1, (new.signed_on, &hash), result);
    let leaf = act
        .leaf("paper.entered")
        .about(&paper.author())
        .of("paper_step", format!("{id}#{}", last + 1))
        .body(body)
        .private("answers", json!({ "answers": answers }))
        .note("note.paper_entered", json!({ "ma": paper.code }));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

/// SHA-256 of all that an entry brings.
fn content(new: &Entered<'_>) -> String {
    let mut lines = vec![new.signed_on.to_owned(), sha256(&new.scan.content)];
    lines.extend(new.answers.iter().map(|(place, answer)| format!("{place} {}", json!(answer.values()))));
    sha256(lines.join("\n"))
}

fn entered_body(paper: &Paper, number: i64, (day, scan): (&str, &str), result: Option<Outcome>) -> Value {
    let mut body = json!({ "paper": paper.id, "step": number, "kind": PaperStep::Entered.as_str(), "signed_on": day,
        "scan": { "sha256": scan } });
    if let (Some(result), Some(fields)) = (result, body.as_object_mut()) {
        let quiz = json!({ "score": result.points, "of": result.max_points, "percent": result.percent,
            "critical_missed": result.critical_missed, "pass": result.passed });
        fields.insert("quiz".to_owned(), quiz);
    }
    body
}

/// Gives an entry back: it differs from the scan, or the scan cannot be read.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Conflict`] when nothing waits to be compared; [`Error::Forbidden`] for
/// who is no office of the group.
pub async fn give_back(tx: &mut Tx, act: &Act, site: &Site, id: &str, reason: &str) -> Result<(), Error> {
    if reason.trim().is_empty() {
        return Err(Error::invalid("paper.reason"));
    }
    returned(tx, act, site, id, reason.trim()).await
}

/// Cancels a paper that is open: another one can be drawn then.
///
/// # Errors
/// [`Error::Conflict`] when it has ended; [`Error::Forbidden`] for who is no coordinator of the group.
pub async fn cancel(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    if once::before(tx, act, &format!("papers.cancel {id}")).await?.is_some() {
        return Ok(());
    }
    site.holds(tx).await?;
    let (paper, _) = held(tx, act, site, id, (true, true)).await?;
    end(tx, act, &paper).await?;
    standing::renew_person(tx, site.asks(), &paper.person_id).await
}

async fn returned(tx: &mut Tx, act: &Act, site: &Site, id: &str, reason: &str) -> Result<(), Error> {
    if once::before(tx, act, &format!("papers.returned {id} {}", sha256(reason))).await?.is_some() {
        return Ok(());
    }
    site.holds(tx).await?;
    let (paper, _) = held(tx, act, site, id, (false, false)).await?;
    let last = paper.step.unwrap_or_default();
    let new = NewStep { kind: PaperStep::Returned, by: act.by_id(), at: act.at, entered: None };
    if paper.kind != Some(PaperStep::Entered) || !store::add_step(tx, id, last, &new).await? {
        return Err(Error::conflict("paper.not_entered"));
    }
    let row = format!("{id}#{}", last + 1);
    remark(tx, ("paper_step", &row), &paper.person_id, reason, (act.by_id(), act.at)).await?;
    let leaf = step_leaf(act.leaf("paper.returned"), &paper, PaperStep::Returned);
    ledger::append(tx, &leaf.note("note.paper_returned", json!({ "ma": paper.code }))).await?;
    Ok(())
}

/// What the leaf of a step that brings nothing says: which paper, the step after its last, what it was.
fn step_leaf(leaf: Entry, paper: &Paper, kind: PaperStep) -> Entry {
    let number = paper.step.unwrap_or_default() + 1;
    leaf.about(&paper.author())
        .of("paper_step", format!("{}#{number}", paper.id))
        .body(json!({ "paper": paper.id, "step": number, "kind": kind.as_str() }))
}

/// Cancels what is open of somebody who leaves, is erased or deleted: part of an act that holds the person and renews
/// their copies afterwards.
pub(crate) async fn cancel_open(tx: &mut Tx, act: &Act, person_id: &str) -> Result<(), Error> {
    for paper in store::open_papers(&mut *tx, person_id).await? {
        end(tx, act, &paper).await?;
    }
    Ok(())
}

/// The last step of a paper that is open. What was entered and is not passed was a sitting.
async fn end(tx: &mut Tx, act: &Act, paper: &Paper) -> Result<(), Error> {
    let new = NewStep { kind: PaperStep::Cancelled, by: act.by_id(), at: act.at, entered: None };
    if !store::add_step(tx, &paper.id, paper.step.unwrap_or_default(), &new).await? {
        return Err(Error::conflict("paper.ended"));
    }
    let failed = store::last_entry(&mut *tx, &paper.id).await?.filter(|entry| entry.passed == 0).map(|_| false);
    store::end(tx, &paper.id, failed, None, act.at).await?;
    let leaf = step_leaf(act.leaf("paper.cancelled"), paper, PaperStep::Cancelled);
    ledger::append(tx, &leaf.note("note.paper_cancelled", json!({ "ma": paper.code }))).await?;
    Ok(())
}
