//! Starting, answering and closing a sitting.

use super::Attempt;
use super::rows::{
    ATTEMPT_ARTICLE_COLUMNS, ATTEMPT_COLUMNS, ATTEMPT_ITEM_COLUMNS, AttemptItem, AttemptRow, ITEM_COLUMNS, Outcome,
    article_cells, item_cells,
};
use crate::act::Author;
use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::quizzes::rules::{Answer, Plan};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::fmt::Write as _;

/// The number of a person's last sitting in a round (0: none yet), when the last try ended, on a screen or on paper, and
/// whether the wait after it is lifted: after a paper by another sitting that was given since.
pub(crate) async fn past_sittings<'c>(
    db: impl Ask<'c>,
    person_id: &str,
    round_id: &str,
) -> Result<(i64, Option<i64>, bool), Error> {
    let row = sqlx::query(
        "select coalesce(max(t.number), 0), max(t.graded_at),
           (select count(*) from wait_lift w where w.attempt_id = (select o.id from attempt o
              where o.person_id = $1 and o.round_id = $2 and o.graded_at is not null order by o.number desc limit 1)),
           (select max(q.failed_at) from paper q where q.person_id = $1 and q.round_id = $2),
           (select max(l.at) from leeway l where l.person_id = $1 and l.round_id = $2 and l.kind = 'sitting')
         from attempt t where t.person_id = $1 and t.round_id = $2",
    )
    .bind(person_id)
    .bind(round_id)
    .fetch_one(db)
    .await?;
    let (number, graded, failed): (i64, Option<i64>, Option<i64>) = (row.try_get(0)?, row.try_get(1)?, row.try_get(3)?);
    if failed > graded {
        let given: Option<i64> = row.try_get(4)?;
        return Ok((number, failed, given >= failed));
    }
    Ok((number, graded, row.try_get::<i64, _>(2)? > 0))
}

/// Inserts a sitting with what it is about and what it asks. A second open one is impossible (`attempt_open`).
pub(crate) async fn insert(tx: &mut Tx, new: &AttemptRow, plan: &Plan) -> Result<(), Error> {
    tx.insert_many("attempt", ATTEMPT_COLUMNS, &[new.cells()]).await?;
    let about: Vec<Vec<Value>> = plan.articles.iter().map(|one| article_cells(&new.id, one)).collect();
    tx.insert_many("attempt_article", ATTEMPT_ARTICLE_COLUMNS, &about).await?;
    let hashes = keep_items(tx, plan).await?;
    let rows = (1_i64..).zip(hashes.into_iter().zip(&plan.questions)).map(|(place, (sha256, (_, order)))| {
        let row = AttemptItem {
            attempt_id: new.id.clone(),
            place,
            item_sha256: sha256,
            shown: order.to_string(),
            answered_at: None,
            points: None,
            answer: None,
        };
        row.cells()
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    tx.insert_many("attempt_item", ATTEMPT_ITEM_COLUMNS, &rows).await
}

/// Keeps the questions of a plan, each once, however often it is asked; the answer is their hashes, in its order.
pub(crate) async fn keep_items(tx: &mut Tx, plan: &Plan) -> Result<Vec<String>, Error> {
    let hashes: Vec<String> = plan.questions.iter().map(|(item, _)| item.sha256()).collect();
    // In the order of their hashes: on PostgreSQL two sittings that start at once wait for each other's new items.
    let mut items: Vec<_> = hashes.iter().zip(&plan.questions).collect();
    items.sort_unstable_by_key(|one| one.0);
    let items: Vec<Vec<Value>> = items.into_iter().map(|(_, (item, _))| item_cells(item)).collect();
    tx.insert_missing("item", ITEM_COLUMNS, &items).await?;
    Ok(hashes)
}

/// Saves answers while the sitting is open, in time and the person's own; false otherwise, or when a place is not in it.
pub(crate) async fn save(
    tx: &mut Tx,
    person_id: &str,
    attempt_id: &str,
    answers: &[(i64, Option<Answer>)],
    now: i64,
) -> Result<bool, Error> {
    // The sitting is held first: whoever hands it in waits for this answer, or this answer comes too late.
    let open = sqlx::query(
        "update attempt set due_at = due_at
         where id = $1 and person_id = $2 and graded_at is null and (due_at is null or due_at > $3)
           and round_id in (select id from round where closed_at is null)",
    )
    .bind(attempt_id)
    .bind(person_id)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    if open.rows_affected() == 0 {
        return Ok(false);
    }
    for (place, answer) in answers {
        let values = answer.as_ref().map(|answer| serde_json::to_string(&answer.values()));
        let done =
            sqlx::query("update attempt_item set answer = $3, answered_at = $4 where attempt_id = $1 and place = $2")
                .bind(attempt_id)
                .bind(*place)
                .bind(values.transpose().map_err(Error::internal)?)
                .bind(now)
                .execute(&mut *tx)
                .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Holds an open sitting until the transaction ends, so that no answer is saved between reading and grading it; `None`
/// when it is not open.
pub(crate) async fn hold(tx: &mut Tx, person_id: &str, attempt_id: &str) -> Result<Option<Attempt>, Error> {
    Ok(sqlx::query_as(
        "update attempt set due_at = due_at where id = $1 and person_id = $2 and graded_at is null
         returning id, round_id, number, due_at, pass_percent, quiz_sha256, graded_at, percent, critical_missed,
           passed_at",
    )
    .bind(attempt_id)
    .bind(person_id)
    .fetch_optional(tx)
    .await?)
}

/// Open sittings of open rounds whose time ran out, with whose they are; at most a hundred.
pub(crate) async fn late<'c>(db: impl Ask<'c>, now: i64) -> Result<Vec<(String, Author)>, Error> {
    let rows = sqlx::query(
        "select t.id, p.id, p.actor from attempt t join person p on p.id = t.person_id
           join round r on r.id = t.round_id and r.closed_at is null
         where t.graded_at is null and t.due_at is not null and t.due_at <= $1 order by t.due_at limit 100",
    )
    .bind(now)
    .fetch_all(db)
    .await?;
    let one = |row: &AnyRow| Ok((row.try_get(0)?, Author { person_id: row.try_get(1)?, actor: row.try_get(2)? }));
    rows.iter().map(one).collect()
}

/// Closes an open sitting with its result.
pub(crate) async fn close(tx: &mut Tx, attempt_id: &str, outcome: &Outcome, now: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update attempt set graded_at = $2, points = $3, max_points = $4, percent = $5, critical_missed = $6,
           passed_at = $7
         where id = $1 and graded_at is null",
    )
    .bind(attempt_id)
    .bind(now)
    .bind(outcome.points)
    .bind(outcome.max_points)
    .bind(outcome.percent)
    .bind(outcome.critical_missed)
    .bind(outcome.passed.then_some(now))
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Stores the points of each question, places 1, 2, …, in one statement: three digits a place.
pub(crate) async fn set_points(tx: &mut Tx, attempt_id: &str, points: &[i64]) -> Result<(), Error> {
    let digits = points.iter().fold(String::new(), |mut text, one| {
        let _ = write!(text, "{one:03}");
        text
    });
    sqlx::query(
        "update attempt_item set points =
           cast(substr(cast($2 as text), 3 * cast(place as integer) - 2, 3) as bigint) where attempt_id = $1",
    )
    .bind(attempt_id)
    .bind(digits)
    .execute(tx)
    .await?;
    Ok(())
}
