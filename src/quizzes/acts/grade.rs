//! Handing in, or running out of time: marks, result, leaf.

use crate::act::{Act, Author};
use crate::app::App;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger::{self, Entry};
use crate::quizzes::rules::{Answer, Mark, grade as mark, score};
use crate::quizzes::store::{self, Asked, Attempt, Outcome};
use crate::site::Site;
use crate::standing::store as standing;
use serde_json::{Value, json};

/// Grades somebody's open sitting, once, with what was saved; false for whoever comes second.
///
/// # Errors
/// [`Error::Conflict`] when its round is closed: a closed round never changes.
pub async fn grade(tx: &mut Tx, act: &Act, site: &Site, person: &Author, attempt_id: &str) -> Result<bool, Error> {
    site.holds(tx).await?;
    tx.hold_person(&person.person_id).await?;
    let Some(attempt) = store::hold(tx, &person.person_id, attempt_id).await? else { return Ok(false) };
    let round = site.round(&attempt.round_id).filter(|round| round.is_open());
    let round = round.ok_or_else(|| Error::conflict("quiz.round_closed"))?;
    let asked = store::asked(&mut *tx, attempt_id).await?;
    let marks: Vec<Mark> = asked.iter().map(|one| mark(&one.drawn, one.answer.as_ref())).collect();
    let outcome = outcome(&marks, attempt.pass_percent)?;
    if !store::close(tx, attempt_id, &outcome, act.at).await? {
        return Ok(false);
    }
    let points: Vec<i64> = marks.iter().map(|mark| mark.points).collect();
    store::set_points(tx, attempt_id, &points).await?;
    standing::renew_person(tx, [&round.asks], &person.person_id).await?;
    ledger::append(tx, &graded_leaf(act, person, &attempt, &outcome, &answers(&asked))).await?;
    Ok(true)
}

/// Grades the sittings whose time ran out and whose owners have not come back; the answer is how many.
pub async fn grade_late(app: &App) -> Result<usize, Error> {
    let (now, mut graded) = (app.clock.now(), 0);
    for (id, person) in store::late(app.db.read(), now).await? {
        let site = app.site().await?;
        // Alone: a sitting that cannot be graded must not undo what others do at the same time.
        let mut tx = app.db.write_alone().await?;
        let done = grade(&mut tx, &Act::system(now), &site, &person, &id).await;
        match tx.settle(done).await {
            Ok(done) => graded += usize::from(done),
            // Left for the next time: what is in force has moved, or the round was closed.
            Err(error) if error.is_refusal() => {}
            Err(error @ Error::Internal(_)) => tracing::error!(%error, attempt = id, "a late sitting is not graded"),
            Err(error) => return Err(error),
        }
    }
    Ok(graded)
}

/// What marks come to.
pub(crate) fn outcome(marks: &[Mark], pass_percent: i64) -> Result<Outcome, Error> {
    let score = score(marks);
    Ok(Outcome {
        points: score.points,
        max_points: score.max,
        percent: score.percent,
        critical_missed: i64::try_from(score.critical_missed.len()).map_err(Error::internal)?,
        passed: score.passed(pass_percent),
    })
}

fn answers(asked: &[Asked]) -> Vec<Value> {
    let one = |one: &Asked| {
        let values = one.answer.as_ref().map(Answer::values).unwrap_or_default();
        json!({ "place": one.place, "question": one.drawn.item.id.as_str(), "answer": values })
    };
    asked.iter().map(one).collect()
}

/// The leaf `attempt.graded`; `answers` as place, question and chosen keys.
pub(crate) fn graded_leaf(
    act: &Act,
    person: &Author,
    attempt: &Attempt,
    outcome: &Outcome,
    answers: &[Value],
) -> Entry {
    let note = if outcome.passed { "note.passed" } else { "note.not_passed" };
    let fields = json!({ "luot": attempt.number.to_string(), "diem": outcome.percent.to_string() });
    let leaf = act
        .leaf("attempt.graded")
        .of("attempt", &attempt.id)
        .body(json!({ "quiz": {
            "attempt": attempt.id, "round": attempt.round_id, "number": attempt.number,
            "quiz_sha256": attempt.quiz_sha256, "score": outcome.points, "of": outcome.max_points,
            "percent": outcome.percent, "critical_missed": outcome.critical_missed, "pass": outcome.passed,
        }}))
        .private("answers", json!({ "answers": answers }))
        .note(note, fields);
    if act.by.as_ref() == Some(person) { leaf } else { leaf.about(person) }
}
