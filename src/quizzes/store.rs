//! SQL of sittings.

use super::rules::{Answer, Drawn, QuestionId};
use crate::documents::rules::ClauseId;
use crate::error::Error;
use crate::from_row;
use sqlx::{AnyConnection, AnyPool, Row};
use std::collections::BTreeSet;

/// A sitting.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) id: String,
    /// 1, 2, …
    pub(crate) number: i64,
    /// End of the time limit.
    pub(crate) due_at: Option<i64>,
    /// The mark to reach, percent.
    pub(crate) pass_percent: i64,
    /// The banks.
    pub(crate) quiz_sha256: String,
    pub(crate) graded_at: Option<i64>,
    /// Percentage, rounded down.
    pub(crate) percent: Option<i64>,
    /// Câu điểm liệt missed.
    pub(crate) critical_missed: Option<i64>,
    pub(crate) passed_at: Option<i64>,
}

from_row!(Attempt { id, number, due_at, pass_percent, quiz_sha256, graded_at, percent, critical_missed, passed_at });

/// One column list for every look-up of a sitting.
macro_rules! attempt_sql {
    ($rest:literal) => {
        concat!(
            "select id, number, due_at, pass_percent, quiz_sha256, graded_at, percent,
               critical_missed, passed_at from attempt ",
            $rest
        )
    };
}

/// A person's own sitting; somebody else's is not found.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn attempt(db: &AnyPool, person_id: &str, id: &str) -> Result<Attempt, Error> {
    sqlx::query_as(attempt_sql!("where id = $1 and person_id = $2"))
        .bind(id)
        .bind(person_id)
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound)
}

/// The same inside a transaction.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn attempt_in(tx: &mut AnyConnection, person_id: &str, id: &str) -> Result<Attempt, Error> {
    sqlx::query_as(attempt_sql!("where id = $1 and person_id = $2"))
        .bind(id)
        .bind(person_id)
        .fetch_optional(tx)
        .await?
        .ok_or(Error::NotFound)
}

/// A person's sittings in a round, newest first.
pub(crate) async fn attempts(db: &AnyPool, person_id: &str, round_id: &str) -> Result<Vec<Attempt>, Error> {
    Ok(sqlx::query_as(attempt_sql!("where person_id = $1 and round_id = $2 order by number desc"))
        .bind(person_id)
        .bind(round_id)
        .fetch_all(db)
        .await?)
}

/// One question of a sitting, as it was asked and answered.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// 1, 2, …
    pub(crate) place: i64,
    /// What was asked.
    pub(crate) drawn: Drawn,
    pub(crate) answer: Option<Answer>,
    /// 0..=100 once graded.
    pub(crate) points: Option<i64>,
}

struct AskedRow {
    place: i64,
    drawn: String,
    answer: Option<String>,
    points: Option<i64>,
}

from_row!(AskedRow { place, drawn, answer, points });

impl AskedRow {
    fn read(self) -> Result<Asked, Error> {
        let drawn: Drawn = serde_json::from_str(&self.drawn).map_err(Error::internal)?;
        let values: Vec<String> = match &self.answer {
            Some(text) => serde_json::from_str(text).map_err(Error::internal)?,
            None => Vec::new(),
        };
        let answer = Answer::parse(&drawn, &values).map_err(Error::internal)?;
        Ok(Asked { place: self.place, drawn, answer, points: self.points })
    }
}

const ASKED: &str = "select place, drawn, answer, points from attempt_question where attempt_id = $1 order by place";

/// The questions of a sitting.
pub(crate) async fn asked(db: &AnyPool, attempt_id: &str) -> Result<Vec<Asked>, Error> {
    let rows: Vec<AskedRow> = sqlx::query_as(ASKED).bind(attempt_id).fetch_all(db).await?;
    rows.into_iter().map(AskedRow::read).collect()
}

/// The same inside a transaction.
pub(crate) async fn asked_in(tx: &mut AnyConnection, attempt_id: &str) -> Result<Vec<Asked>, Error> {
    let rows: Vec<AskedRow> = sqlx::query_as(ASKED).bind(attempt_id).fetch_all(tx).await?;
    rows.into_iter().map(AskedRow::read).collect()
}

/// A sitting to start.
#[derive(Clone, Debug)]
pub(crate) struct NewAttempt {
    pub(crate) id: String,
    pub(crate) person_id: String,
    pub(crate) round_id: String,
    pub(crate) now: i64,
    /// End of the time limit.
    pub(crate) due_at: Option<i64>,
    /// The mark to reach.
    pub(crate) pass_percent: i64,
    /// The banks.
    pub(crate) quiz_sha256: String,
    /// The articles.
    pub(crate) body_key: String,
    pub(crate) form_key: String,
    /// What is asked.
    pub(crate) questions: Vec<Drawn>,
}

/// Starts a sitting unless one is open or the form was sent before; false then.
pub(crate) async fn start(tx: &mut AnyConnection, new: &NewAttempt) -> Result<bool, Error> {
    let done = sqlx::query(
        "insert into attempt (id, person_id, round_id, number, drawn_at, due_at, pass_percent, quiz_sha256, body_key, form_key)
         select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8, $9
         from attempt where person_id = $2 and round_id = $3
         on conflict do nothing",
    )
    .bind(&new.id)
    .bind(&new.person_id)
    .bind(&new.round_id)
    .bind(new.now)
    .bind(new.due_at)
    .bind(new.pass_percent)
    .bind(&new.quiz_sha256)
    .bind(&new.body_key)
    .bind(&new.form_key)
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    for (place, drawn) in (1_i64..).zip(&new.questions) {
        sqlx::query("insert into attempt_question (attempt_id, place, question_id, drawn) values ($1, $2, $3, $4)")
            .bind(&new.id)
            .bind(place)
            .bind(drawn.id.as_str())
            .bind(serde_json::to_string(drawn).map_err(Error::internal)?)
            .execute(&mut *tx)
            .await?;
    }
    Ok(true)
}

/// Saves an answer while the sitting is open, in time and the person's own; false otherwise.
pub(crate) async fn save(
    tx: &mut AnyConnection,
    person_id: &str,
    attempt_id: &str,
    place: i64,
    answer: Option<&Answer>,
    now: i64,
) -> Result<bool, Error> {
    let values = answer.map(|answer| serde_json::to_string(&answer.values())).transpose().map_err(Error::internal)?;
    // The sitting is held first: whoever hands it in waits for this answer, or this answer comes too late.
    let open = sqlx::query(
        "update attempt set due_at = due_at
         where id = $1 and person_id = $2 and graded_at is null and (due_at is null or due_at > $3)",
    )
    .bind(attempt_id)
    .bind(person_id)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    if open.rows_affected() == 0 {
        return Ok(false);
    }
    let done =
        sqlx::query("update attempt_question set answer = $3, answered_at = $4 where attempt_id = $1 and place = $2")
            .bind(attempt_id)
            .bind(place)
            .bind(values)
            .bind(now)
            .execute(tx)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Holds an open sitting until the transaction ends, so that no answer is saved between reading and grading them;
/// false when it is not open.
pub(crate) async fn hold(tx: &mut AnyConnection, person_id: &str, attempt_id: &str) -> Result<bool, Error> {
    let held = sqlx::query("update attempt set due_at = due_at where id = $1 and person_id = $2 and graded_at is null")
        .bind(attempt_id)
        .bind(person_id)
        .execute(tx)
        .await?;
    Ok(held.rows_affected() == 1)
}

/// The result of a sitting, to be stored.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// Sum.
    pub(crate) points: i64,
    /// Most possible.
    pub(crate) max: i64,
    pub(crate) percent: i64,
    /// Câu điểm liệt missed.
    pub(crate) critical_missed: i64,
    pub(crate) passed: bool,
}

/// Closes a sitting with its result; true for exactly one caller.
pub(crate) async fn close(
    tx: &mut AnyConnection,
    person_id: &str,
    attempt_id: &str,
    result: &Outcome,
    now: i64,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "update attempt set graded_at = $3, points = $4, max_points = $5, percent = $6, critical_missed = $7, passed_at = $8
         where id = $1 and person_id = $2 and graded_at is null",
    )
    .bind(attempt_id)
    .bind(person_id)
    .bind(now)
    .bind(result.points)
    .bind(result.max)
    .bind(result.percent)
    .bind(result.critical_missed)
    .bind(result.passed.then_some(now))
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Stores the points of one question.
pub(crate) async fn set_points(tx: &mut AnyConnection, attempt_id: &str, place: i64, points: i64) -> Result<(), Error> {
    sqlx::query("update attempt_question set points = $3 where attempt_id = $1 and place = $2")
        .bind(attempt_id)
        .bind(place)
        .bind(points)
        .execute(tx)
        .await?;
    Ok(())
}

/// What a person was asked before in a round: clauses missed in the last graded sitting, and every question.
pub(crate) async fn history(
    db: &AnyPool,
    person_id: &str,
    round_id: &str,
) -> Result<(BTreeSet<(String, ClauseId)>, BTreeSet<QuestionId>), Error> {
    let (mut missed, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for (place, attempt) in attempts(db, person_id, round_id).await?.iter().enumerate() {
        for asked in asked(db, &attempt.id).await? {
            let wrong = asked.points.is_some_and(|points| points < 100);
            if place == 0 && wrong {
                let clauses = asked.drawn.clauses.iter().map(|clause| (asked.drawn.document.clone(), clause.clone()));
                missed.extend(clauses);
            }
            seen.insert(asked.drawn.id);
        }
    }
    Ok((missed, seen))
}

/// When the person's last graded sitting of a round was graded.
pub(crate) async fn last_graded(db: &AnyPool, person_id: &str, round_id: &str) -> Result<Option<i64>, Error> {
    let row = sqlx::query("select max(graded_at) from attempt where person_id = $1 and round_id = $2")
        .bind(person_id)
        .bind(round_id)
        .fetch_one(db)
        .await?;
    Ok(row.try_get(0)?)
}
