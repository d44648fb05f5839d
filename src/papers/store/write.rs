//! Drawing a paper and its steps.

use crate::acknowledgments::rules::Template;
use crate::acknowledgments::store as acknowledgments;
use crate::db::{Tx, Value};
use crate::error::Error;
use crate::papers::rules::PaperStep;
use crate::quizzes::rules::{Answer, Plan};
use crate::quizzes::store::{self as quizzes, Outcome};
use crate::rounds::rules::{Article, Ask};

/// A paper to be written.
pub(crate) struct NewPaper<'a> {
    pub(crate) id: &'a str,
    pub(crate) code: &'a str,
    pub(crate) person_id: &'a str,
    pub(crate) round_id: &'a str,
    pub(crate) number: i64,
    pub(crate) versions: &'a str,
    pub(crate) template: &'a Template,
    /// Hash of the banks; `None` where nothing is asked.
    pub(crate) quiz_sha256: Option<&'a str>,
    pub(crate) pass_percent: i64,
    pub(crate) to_read: &'a [&'a Article],
    pub(crate) plan: &'a Plan,
    pub(crate) by: Option<&'a str>,
    pub(crate) at: i64,
}

pub(crate) async fn insert(tx: &mut Tx, new: &NewPaper<'_>) -> Result<(), Error> {
    acknowledgments::keep_statement(tx, new.template).await?;
    sqlx::query(
        "insert into paper (id, code, person_id, round_id, number, versions, statement_sha256, quiz_sha256, pass_percent,
           drawn_at, drawn_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(new.id)
    .bind(new.code)
    .bind(new.person_id)
    .bind(new.round_id)
    .bind(new.number)
    .bind(new.versions)
    .bind(new.template.sha256())
    .bind(new.quiz_sha256)
    .bind(new.pass_percent)
    .bind(new.at)
    .bind(new.by)
    .execute(&mut *tx)
    .await?;
    let cells = |ask: Ask, one: &Article| -> Vec<Value> {
        [new.id, ask.as_str(), &one.document_id, &one.article, &one.sha256].map(Value::from).into()
    };
    let mut about: Vec<Vec<Value>> = new.to_read.iter().map(|one| cells(Ask::Read, one)).collect();
    about.extend(new.plan.articles.iter().map(|one| cells(Ask::Quiz, one)));
    tx.insert_many("paper_article", &["paper_id", "ask", "document_id", "article", "sha256"], &about).await?;
    let hashes = quizzes::keep_items(tx, new.plan).await?;
    let rows = (1_i64..).zip(hashes.into_iter().zip(&new.plan.questions)).map(|(place, (sha256, (_, order)))| {
        vec![Value::from(new.id), Value::Int(place), Value::Text(sha256), Value::Text(order.to_string())]
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    tx.insert_many("paper_item", &["paper_id", "place", "item_sha256", "shown"], &rows).await
}

/// A step to be written.
pub(crate) struct NewStep<'a> {
    pub(crate) kind: PaperStep,
    pub(crate) by: Option<&'a str>,
    pub(crate) at: i64,
    /// What was entered, where that is what was done.
    pub(crate) entered: Option<NewEntry<'a>>,
}

/// What is entered of a paper.
pub(crate) struct NewEntry<'a> {
    /// The day on the paper, `YYYY-MM-DD`.
    pub(crate) signed_on: &'a str,
    /// `None` where nothing is asked.
    pub(crate) outcome: Option<Outcome>,
    /// By place.
    pub(crate) answers: &'a [(i64, Answer)],
}

/// Adds the step after `last` (its number; 0: none yet); false when another came first, and the act is to be refused.
pub(crate) async fn add_step(tx: &mut Tx, id: &str, last: i64, new: &NewStep<'_>) -> Result<bool, Error> {
    let outcome = new.entered.as_ref().and_then(|one| one.outcome);
    sqlx::query("update paper_step set until_at = $3 where paper_id = $1 and number = $2 and until_at is null")
        .bind(id)
        .bind(last)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
    let done = sqlx::query(
        "insert into paper_step (paper_id, number, kind, at, by_id, signed_on, points, max_points, percent,
           critical_missed, passed)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
         where $2 - 1 = (select coalesce(max(number), 0) from paper_step where paper_id = $1)
           and exists (select 1 from paper where id = $1 and ended_at is null)",
    )
    .bind(id)
    .bind(last + 1)
    .bind(new.kind.as_str())
    .bind(new.at)
    .bind(new.by)
    .bind(new.entered.as_ref().map(|one| one.signed_on))
    .bind(outcome.map(|one| one.points))
    .bind(outcome.map(|one| one.max_points))
    .bind(outcome.map(|one| one.percent))
    .bind(outcome.map(|one| one.critical_missed))
    .bind(outcome.map(|one| i64::from(one.passed)))
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let cells = |(place, answer): &(i64, Answer)| {
        let values = serde_json::to_string(&answer.values()).map_err(Error::internal)?;
        Ok::<_, Error>(vec![Value::from(id), Value::Int(last + 1), Value::Int(*place), Value::Text(values)])
    };
    let answers = new.entered.as_ref().map(|one| one.answers).unwrap_or_default();
    let rows: Vec<Vec<Value>> = answers.iter().map(cells).collect::<Result<_, _>>()?;
    tx.insert_many("paper_answer", &["paper_id", "number", "place", "answer"], &rows).await?;
    Ok(true)
}

/// Ends a paper: cancelled (`passed` is `None`), or confirmed, with the confirmation that came of it.
pub(crate) async fn end(
    tx: &mut Tx,
    id: &str,
    passed: Option<bool>,
    acknowledgment_id: Option<&str>,
    at: i64,
) -> Result<(), Error> {
    sqlx::query(
        "update paper set ended_at = $2, passed_at = $3, failed_at = $4, acknowledgment_id = $5
         where id = $1 and ended_at is null",
    )
    .bind(id)
    .bind(at)
    .bind((passed == Some(true)).then_some(at))
    .bind((passed == Some(false)).then_some(at))
    .bind(acknowledgment_id)
    .execute(tx)
    .await?;
    Ok(())
}
