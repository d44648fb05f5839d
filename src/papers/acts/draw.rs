//! Drawing a paper for somebody.

use crate::acknowledgments::acts::ready;
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{new_code, new_id};
use crate::ledger;
use crate::once;
use crate::papers::rules::{article_line, digest, item_line};
use crate::papers::store::{self, NewPaper};
use crate::people::store as people;
use crate::quizzes::acts::Drawing;
use crate::quizzes::rules::Plan;
use crate::rounds::rules::{Article, Ask};
use crate::rounds::store as rounds;
use crate::site::{Round, Site};
use crate::standing::rules::{Facts, Standing, derive};
use crate::standing::store as standing;
use serde_json::json;

/// For whom, and the questions drawn before the transaction.
pub struct Drawn<'a> {
    pub person_id: &'a str,
    pub drawing: &'a Drawing,
}

/// Draws a paper of everything somebody has still to do in a round, or finds the open one; the answer is its id.
///
/// # Errors
/// [`Error::Conflict`] about oneself, once confirmed, without a sitting left, or while a sitting is open;
/// [`Error::Forbidden`] for who is no coordinator of the round's group; [`Error::Moved`] when it was drawn for another
/// state of things.
pub async fn draw(tx: &mut Tx, act: &Act, site: &Site, new: &Drawn<'_>) -> Result<String, Error> {
    let (person, round_id) = (new.person_id, new.drawing.round_id.as_str());
    if let Some(before) = once::before(tx, act, &format!("papers.draw {person} {round_id}")).await? {
        return Ok(before);
    }
    if act.by_id() == Some(person) {
        return Err(Error::conflict("paper.oneself"));
    }
    site.holds(tx).await?;
    let round = site.round(round_id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    if let Some(by) = act.by_id()
        && !rounds::may_run(&mut *tx, by, &round.group_id).await?
    {
        return Err(Error::Forbidden);
    }
    if !tx.hold_person(person).await? {
        return Err(Error::NotFound);
    }
    if let Some(open) = store::open_of(&mut *tx, person, round_id).await? {
        once::keep(tx, act, &open.id).await?;
        return Ok(open.id);
    }
    let facts = standing::facts(&mut *tx, &round.asks, person, person).await?.pop().ok_or(Error::NotFound)?;
    let stands = derive(facts.clone(), &round.asks);
    if let Some(key) = refusal(&stands, round) {
        return Err(Error::conflict(key));
    }
    if Plan::about(&round.asks, &facts.capacities, &facts.passed) != new.drawing.plan.articles {
        return Err(Error::Moved);
    }
    let id = write(tx, act, (site, round), &facts, new).await?;
    once::keep(tx, act, &id).await?;
    Ok(id)
}

/// Why no paper is drawn: a key of `texts/`.
fn refusal(stands: &Standing, round: &Round) -> Option<&'static str> {
    match () {
        () if stands.left_at.is_some() => Some("paper.left"),
        () if stands.has_acknowledged() => Some("paper.done"),
        () if stands.open_attempt.is_some() => Some("paper.sitting_open"),
        () if !stands.has_passed() && round.settings.has_no_more(&stands.sat()) => Some("paper.no_sitting"),
        () => None,
    }
}

async fn write(
    tx: &mut Tx,
    act: &Act,
    (site, round): (&Site, &Round),
    facts: &Facts,
    new: &Drawn<'_>,
) -> Result<String, Error> {
    let person = new.person_id;
    let asked = !new.drawing.plan.questions.is_empty();
    let ready = ready(&mut *tx, site, round, person).await?.by_hand(asked);
    let (id, code) = (new_id(), new_code());
    let number = store::numbers(&mut *tx, person, &round.id).await? + 1;
    let to_read: Vec<&Article> = round.asks.to_read(&facts.capacities).collect();
    let row = NewPaper {
        id: &id,
        code: &code,
        person_id: person,
        round_id: &round.id,
        number,
        versions: &ready.versions_key(),
        template: &ready.template,
        quiz_sha256: asked.then_some(new.drawing.quiz_sha256.as_str()),
        pass_percent: round.settings.pass_percent,
        to_read: &to_read,
        plan: &new.drawing.plan,
        by: act.by_id(),
        at: act.at,
    };
    store::insert(tx, &row).await?;
    let mut body = json!({ "paper": id, "code": code, "round": round.id, "number": number, "versions": ready.versions_key(),
        "stmt": { "sha256": ready.template.sha256() }, "questions": new.drawing.plan.questions.len(),
        "articles": articles(&to_read, &new.drawing.plan), "items": items(&new.drawing.plan) });
    if let (Some(hash), Some(fields)) = (row.quiz_sha256, body.as_object_mut()) {
        fields.insert("quiz_sha256".to_owned(), hash.into());
    }
    let leaf = act
        .leaf("paper.drawn")
        .about(&people::author(&mut *tx, person).await?)
        .of("paper", &id)
        .body(body)
        .note("note.paper_drawn", json!({ "ma": code }));
    ledger::append(tx, &leaf).await?;
    Ok(id)
}

/// The articles it stands for, as its leaf commits to them.
fn articles(to_read: &[&Article], plan: &Plan) -> String {
    let line = |ask: Ask, one: &Article| article_line(ask.as_str(), &one.document_id, &one.article, &one.sha256);
    let read = to_read.iter().map(|one| line(Ask::Read, one));
    digest(&read.chain(plan.articles.iter().map(|one| line(Ask::Quiz, one))).collect::<Vec<_>>())
}

/// Its questions, as its leaf commits to them.
fn items(plan: &Plan) -> String {
    let lines = (1..).zip(&plan.questions).map(|(n, (item, order))| item_line(n, &item.sha256(), &order.to_string()));
    digest(&lines.collect::<Vec<_>>())
}
