//! Drawing a sitting and starting it.

use crate::act::Act;
use crate::app::App;
use crate::db::{Db, Tx};
use crate::documents::library::Library;
use crate::error::Error;
use crate::id::{new_id, sha256};
use crate::once;
use crate::papers::store as papers;
use crate::people::rules::Capacities;
use crate::quizzes::rules::{Past, Plan, plan, yields};
use crate::quizzes::store::{self, AttemptRow};
use crate::rounds::rules::{Next, Sat, next_sitting};
use crate::site::{Round, Site};
use crate::standing::rules::{Facts, Standing, derive};
use crate::standing::store as standing;
use crate::text::{say, say_with};
use crate::time::{MINUTE, near_moment};
use rand::Rng;
use std::collections::BTreeSet;

/// A sitting drawn for somebody, before the transaction that starts it.
#[derive(Clone, Debug)]
pub struct Drawing {
    pub round_id: String,
    pub plan: Plan,
    /// Of the banks, answer keys included.
    pub quiz_sha256: String,
}

/// Draws what somebody has still to pass in a round; pure but for chance.
pub fn draw(round: &Round, library: &Library, facts: &Facts, past: &Past, rng: &mut impl Rng) -> Drawing {
    let who = (&facts.capacities, &facts.passed);
    let plan = plan(&round.asks, (&round.settings, round.kind), library.banks(), who, past, rng);
    let hash = |document: &String| format!("{document} {}\n", library.bank_sha256(document).unwrap_or_default());
    let quiz_sha256 = sha256(plan.documents.iter().map(hash).collect::<String>());
    Drawing { round_id: round.id.clone(), plan, quiz_sha256 }
}

/// What a drawing rests on, asked outside any transaction: where the person stands, what they were asked before, what
/// everybody misses.
pub(crate) async fn before(app: &App, round: &Round, person_id: &str) -> Result<Option<(Facts, Past)>, Error> {
    let db = &app.db;
    let facts = standing::facts(db.read(), &round.asks, person_id, person_id).await?.pop();
    let Some(facts) = facts else { return Ok(None) };
    let past = store::past(db.read(), person_id, &round.id).await?;
    let past = Past { often: app.often.at(db, app.clock.now()).await?, ..past };
    Ok(Some((facts, past)))
}

/// How many questions the next sitting of somebody has; 0: nothing is to be passed. Asks the database only where that
/// depends on who it is.
pub(crate) async fn promised(db: &Db, library: &Library, round: &Round, stands: &Standing) -> Result<i64, Error> {
    let count = |who: &Capacities, passed: &BTreeSet<String>| {
        yields(&round.asks, &round.settings, library.banks(), (who, passed))
    };
    let plain = count(&Capacities::default(), &BTreeSet::new());
    if stands.best_percent.is_none() && plain == round.settings.questions {
        return Ok(plain);
    }
    let facts = standing::facts(db.read(), &round.asks, &stands.person_id, &stands.person_id).await?.pop();
    Ok(facts.map_or(plain, |facts| count(&facts.capacities, &facts.passed)))
}

/// Starts a sitting of the author's, or goes on with the open one; the answer is its id.
///
/// # Errors
/// [`Error::Conflict`] when it is not time for one; [`Error::Moved`] when it was drawn for another state of things.
pub async fn start(tx: &mut Tx, act: &Act, site: &Site, new: &Drawing) -> Result<String, Error> {
    let person = act.by_id().ok_or(Error::SignIn)?.to_owned();
    if let Some(id) = once::before(tx, act, "quiz.start").await? {
        let attempt = store::attempt(&mut *tx, &person, &id).await?;
        return if attempt.graded_at.is_none() { Ok(id) } else { Err(Error::conflict("quiz.started_already")) };
    }
    site.holds(tx).await?;
    tx.hold_person(&person).await?;
    let round = site.round(&new.round_id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    let facts = standing::facts(&mut *tx, &round.asks, &person, &person).await?.pop().ok_or(Error::NotFound)?;
    if let Some(open) = &facts.open_attempt {
        once::keep(tx, act, open).await?;
        return Ok(open.clone());
    }
    if papers::open_of(&mut *tx, &person, &round.id).await?.is_some() {
        return Err(Error::conflict("paper.on_its_way"));
    }
    let about = Plan::about(&round.asks, &facts.capacities, &facts.passed);
    let (last, last_graded_at, lifted) = store::past_sittings(&mut *tx, &person, &round.id).await?;
    let stands = derive(facts, &round.asks);
    let sat = Sat { last_graded_at, lifted, ..stands.sat() };
    if let Some(sentence) = refusal(&stands, site, &sat, act.at) {
        return Err(Error::Conflict(sentence));
    }
    if about != new.plan.articles {
        return Err(Error::Moved);
    }
    let id = begin(tx, act, round, &person, last + 1, new).await?;
    standing::renew_person(tx, [&round.asks], &person).await?;
    once::keep(tx, act, &id).await?;
    Ok(id)
}

async fn begin(
    tx: &mut Tx,
    act: &Act,
    round: &Round,
    person: &str,
    number: i64,
    new: &Drawing,
) -> Result<String, Error> {
    if new.plan.questions.is_empty() {
        return Err(Error::internal("no questions for this round"));
    }
    let limit = round.settings.limit_minutes;
    let row = AttemptRow {
        id: new_id(),
        person_id: person.to_owned(),
        round_id: round.id.clone(),
        number,
        drawn_at: act.at,
        due_at: (limit > 0).then(|| act.at + limit * MINUTE),
        pass_percent: round.settings.pass_percent,
        quiz_sha256: new.quiz_sha256.clone(),
        graded: None,
    };
    store::insert(tx, &row, &new.plan).await?;
    Ok(row.id)
}

/// Why no sitting may start now.
pub(crate) fn refusal(stands: &Standing, site: &Site, sat: &Sat, now: i64) -> Option<String> {
    let round = site.round(&stands.round_id)?;
    if !stands.has_read() {
        return Some(say("quiz.read_first").to_owned());
    }
    if stands.has_passed() {
        return Some(say("quiz.passed_already").to_owned());
    }
    match next_sitting(&round.settings, sat, &round.asks.calendar, now) {
        Next::Now => None,
        Next::From(at) => Some(say_with("quiz.wait", &[("luc", &near_moment(now, at))])),
        Next::NoMore => Some(say_with("quiz.no_more", &[("nguoi_lien_he", site.setting("org.contact"))])),
    }
}
