//! SQL of acknowledgments; the tables are append-only.

mod receipt;
mod rows;

pub(crate) use receipt::{Acknowledgment, Document, by_code, documents, newest};
pub(crate) use rows::{
    ACKNOWLEDGMENT_COLUMNS, ACKNOWLEDGMENT_VERSION_COLUMNS, AckVersion, NewAcknowledgment, STATEMENT_COLUMNS,
    statement_cells,
};

use super::rules::Template;
use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::from_row;
use sqlx::Row;

/// Whom a statement is for, as they are now, and the sitting or the paper they passed in the round, the later of both.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) full_name: String,
    pub(crate) code: String,
    pub(crate) department: String,
    pub(crate) position: String,
    /// `document:capacity`, space separated.
    pub(crate) capacities: Option<String>,
    pub(crate) attempt_id: Option<String>,
    pub(crate) paper_id: Option<String>,
    pub(crate) percent: Option<i64>,
    pub(crate) points: Option<i64>,
    pub(crate) max_points: Option<i64>,
    pub(crate) quiz_sha256: Option<String>,
}

from_row!(Subject {
    full_name,
    code,
    department,
    position,
    capacities,
    attempt_id,
    paper_id,
    percent,
    points,
    max_points,
    quiz_sha256
});

pub(crate) async fn subject<'c>(db: impl Ask<'c>, person_id: &str, round_id: &str) -> Result<Option<Subject>, Error> {
    Ok(sqlx::query_as(
        "select f.full_name, coalesce(f.code, '') as code, l.body as department, f.position,
           (select string_agg(c.document_id || ':' || c.capacity, ' ') from capacity c
              where c.person_id = f.person_id and c.until_at is null) as capacities,
           t.id as attempt_id, q.id as paper_id, coalesce(t.percent, e.percent) as percent,
           coalesce(t.points, e.points) as points, coalesce(t.max_points, e.max_points) as max_points,
           coalesce(t.quiz_sha256, q.quiz_sha256) as quiz_sha256
         from profile f
         join label l on l.kind = 'department' and l.thing = f.department_id and l.until_at is null
         left join paper q on q.id = (select o.id from paper o where o.person_id = $1 and o.round_id = $2
           and o.passed_at is not null and o.quiz_sha256 is not null order by o.number desc limit 1)
         left join paper_step e on e.paper_id = q.id and e.number =
           (select max(n.number) from paper_step n where n.paper_id = q.id and n.kind = 'entered')
         left join attempt t on t.id = (select o.id from attempt o where o.person_id = $1 and o.round_id = $2
           and o.passed_at is not null order by o.number desc limit 1) and t.passed_at > coalesce(q.passed_at, 0)
         where f.person_id = $1 and f.until_at is null",
    )
    .bind(person_id)
    .bind(round_id)
    .fetch_optional(db)
    .await?)
}

/// Number and id of a person's newest acknowledgment in a round.
pub(crate) async fn last<'c>(
    db: impl Ask<'c>,
    person_id: &str,
    round_id: &str,
) -> Result<Option<(i64, String)>, Error> {
    let row = sqlx::query(
        "select number, id from acknowledgment where person_id = $1 and round_id = $2 order by number desc limit 1",
    )
    .bind(person_id)
    .bind(round_id)
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// Keeps a wording, when nobody has needed it yet.
pub(crate) async fn keep_statement(tx: &mut Tx, template: &Template) -> Result<(), Error> {
    tx.insert_missing("statement", STATEMENT_COLUMNS, &[statement_cells(template)]).await
}

/// Adds the record, the versions it is to, and its wording when nobody has confirmed that yet.
pub(crate) async fn insert(
    tx: &mut Tx,
    new: &NewAcknowledgment,
    versions: &[AckVersion],
    template: &Template,
) -> Result<(), Error> {
    keep_statement(tx, template).await?;
    tx.insert_many("acknowledgment", ACKNOWLEDGMENT_COLUMNS, &[new.cells()]).await?;
    let rows: Vec<Vec<Value>> = versions.iter().map(|one| one.cells(&new.id)).collect();
    tx.insert_many("acknowledgment_version", ACKNOWLEDGMENT_VERSION_COLUMNS, &rows).await
}

/// What was answered in a sitting, for the record's commitment: place, question and chosen keys, as stored.
pub(crate) async fn answers<'c>(db: impl Ask<'c>, attempt_id: &str) -> Result<Vec<serde_json::Value>, Error> {
    let rows = sqlx::query(
        "select i.place, m.question_id, coalesce(i.answer, '[]') from attempt_item i
         join item m on m.sha256 = i.item_sha256 where i.attempt_id = $1 order by i.place",
    )
    .bind(attempt_id)
    .fetch_all(db)
    .await?;
    let one = |row: sqlx::any::AnyRow| {
        let (place, question, answer): (i64, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let keys: serde_json::Value = serde_json::from_str(&answer).map_err(Error::internal)?;
        Ok(serde_json::json!({ "place": place, "question": question, "answer": keys }))
    };
    rows.into_iter().map(one).collect()
}
