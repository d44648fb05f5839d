//! SQL of acknowledgments; the tables are append-only.

use crate::documents::store::VersionRow;
use crate::error::Error;
use crate::from_row;
use sqlx::{AnyConnection, AnyPool};

/// A record to add.
#[derive(Clone, Debug)]
pub(crate) struct NewAcknowledgment {
    pub(crate) id: String,
    /// Mã xác nhận.
    pub(crate) code: String,
    /// Who.
    pub(crate) person_id: String,
    /// In which round.
    pub(crate) round_id: String,
    pub(crate) versions_key: String,
    /// The documents.
    pub(crate) versions: Vec<VersionRow>,
    /// Wording id.
    pub(crate) statement_id: String,
    /// Hash of the statement's text.
    pub(crate) statement_sha256: String,
    /// JSON of the statement.
    pub(crate) statement: String,
    /// The passed sitting.
    pub(crate) attempt_id: String,
    pub(crate) percent: i64,
    /// The banks.
    pub(crate) quiz_sha256: String,
    /// JSON of the reading times.
    pub(crate) reading: String,
    /// As typed.
    pub(crate) typed_name: String,
    /// Name, department and position at that time.
    pub(crate) full_name: String,
    pub(crate) department: String,
    /// Chức vụ.
    pub(crate) position: String,
    /// How identified.
    pub(crate) how: String,
    pub(crate) session_hash: String,
    pub(crate) ip: String,
    /// User agent.
    pub(crate) agent: String,
    /// Now.
    pub(crate) confirmed_at: i64,
    pub(crate) form_key: String,
    /// Leaf number.
    pub(crate) ledger_n: i64,
}

/// Whether a person has confirmed these versions in this round already.
pub(crate) async fn exists(
    tx: &mut AnyConnection,
    person: &str,
    round: &str,
    versions_key: &str,
) -> Result<bool, Error> {
    let row = sqlx::query("select 1 from acknowledgment where person_id = $1 and round_id = $2 and versions_key = $3")
        .bind(person)
        .bind(round)
        .bind(versions_key)
        .fetch_optional(tx)
        .await?;
    Ok(row.is_some())
}

/// Adds the record and the documents it is to.
pub(crate) async fn insert(tx: &mut AnyConnection, new: &NewAcknowledgment) -> Result<(), Error> {
    sqlx::query(
        "insert into acknowledgment (id, code, person_id, round_id, versions_key, statement_id, statement_sha256,
           statement, attempt_id, percent, quiz_sha256, reading, typed_name, full_name, department, position, how,
           session_hash, ip, agent, confirmed_at, form_key, ledger_n)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
    )
    .bind(&new.id)
    .bind(&new.code)
    .bind(&new.person_id)
    .bind(&new.round_id)
    .bind(&new.versions_key)
    .bind(&new.statement_id)
    .bind(&new.statement_sha256)
    .bind(&new.statement)
    .bind(&new.attempt_id)
    .bind(new.percent)
    .bind(&new.quiz_sha256)
    .bind(&new.reading)
    .bind(&new.typed_name)
    .bind(&new.full_name)
    .bind(&new.department)
    .bind(&new.position)
    .bind(&new.how)
    .bind(&new.session_hash)
    .bind(&new.ip)
    .bind(&new.agent)
    .bind(new.confirmed_at)
    .bind(&new.form_key)
    .bind(new.ledger_n)
    .execute(&mut *tx)
    .await?;
    for version in &new.versions {
        sqlx::query(
            "insert into acknowledgment_document (acknowledgment_id, version_id, title, sha256) values ($1, $2, $3, $4)",
        )
        .bind(&new.id)
        .bind(&version.id)
        .bind(format!("{} ({})", version.title, version.reference()))
        .bind(&version.sha256)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// The passed sitting an acknowledgment rests on.
#[derive(Clone, Debug)]
pub(crate) struct Passed {
    /// Sitting.
    pub(crate) id: String,
    pub(crate) percent: i64,
    pub(crate) points: i64,
    /// Most points.
    pub(crate) max_points: i64,
    /// The banks.
    pub(crate) quiz_sha256: String,
}

from_row!(Passed { id, percent, points, max_points, quiz_sha256 });

/// The best passed sitting on the current text.
pub(crate) async fn passed(
    tx: &mut AnyConnection,
    person_id: &str,
    round_id: &str,
    body_key: &str,
) -> Result<Option<Passed>, Error> {
    Ok(sqlx::query_as(
        "select id, percent, points, max_points, quiz_sha256 from attempt
         where person_id = $1 and round_id = $2 and body_key = $3 and passed_at is not null
         order by percent desc, graded_at limit 1",
    )
    .bind(person_id)
    .bind(round_id)
    .bind(body_key)
    .fetch_optional(tx)
    .await?)
}

/// What was answered in a sitting, for the record's commitment: place, question and chosen keys, as stored.
pub(crate) async fn answers(tx: &mut AnyConnection, attempt_id: &str) -> Result<Vec<serde_json::Value>, Error> {
    let rows: Vec<Answered> = sqlx::query_as(
        "select place, question_id, coalesce(answer, '[]') as answer from attempt_question
         where attempt_id = $1 order by place",
    )
    .bind(attempt_id)
    .fetch_all(tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let keys: serde_json::Value = serde_json::from_str(&row.answer).map_err(Error::internal)?;
            Ok(serde_json::json!({ "place": row.place, "question": row.question_id, "answer": keys }))
        })
        .collect()
}

struct Answered {
    place: i64,
    question_id: String,
    answer: String,
}

from_row!(Answered { place, question_id, answer });

/// First and last reading of one document.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct ReadTimes {
    pub(crate) document_id: String,
    /// First reading, UTC milliseconds.
    pub(crate) first_at: i64,
    /// Last reading.
    pub(crate) last_at: i64,
    /// Articles read.
    pub(crate) articles: i64,
}

from_row!(ReadTimes { document_id, first_at, last_at, articles });

/// When a person read the current texts.
pub(crate) async fn read_times(tx: &mut AnyConnection, person_id: &str) -> Result<Vec<ReadTimes>, Error> {
    Ok(sqlx::query_as(
        "select v.document_id, min(r.read_at) as first_at, max(r.read_at) as last_at, count(*) as articles
         from version v join version_article a on a.version_id = v.id
         join reading r on r.document_id = v.document_id and r.article = a.article and r.sha256 = a.sha256
         where v.superseded_at is null and r.person_id = $1 group by v.document_id order by v.document_id",
    )
    .bind(person_id)
    .fetch_all(tx)
    .await?)
}

/// A record as receipts and prints show it.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledgment {
    pub(crate) id: String,
    /// Mã xác nhận.
    pub(crate) code: String,
    pub(crate) person_id: String,
    /// JSON of the statement.
    pub(crate) statement: String,
    /// Hash of its text.
    pub(crate) statement_sha256: String,
    /// What was confirmed to.
    pub(crate) versions_key: String,
    /// Percentage of the sitting.
    pub(crate) percent: i64,
    /// Number of the sitting.
    pub(crate) attempt_number: i64,
    /// Name at that time.
    pub(crate) full_name: String,
    /// As typed.
    pub(crate) typed_name: String,
    /// Department at that time.
    pub(crate) department: String,
    /// Chức vụ at that time.
    pub(crate) position: String,
    pub(crate) confirmed_at: i64,
    /// Leaf number.
    pub(crate) ledger_n: i64,
}

from_row!(Acknowledgment {
    id,
    code,
    person_id,
    statement,
    statement_sha256,
    versions_key,
    percent,
    attempt_number,
    full_name,
    typed_name,
    department,
    position,
    confirmed_at,
    ledger_n
});

/// One column list for every look-up of a record.
macro_rules! ack_sql {
    ($rest:literal) => {
        concat!(
            "select k.id, k.code, k.person_id, k.statement, k.statement_sha256, k.versions_key, k.percent,
               t.number as attempt_number, k.full_name, k.typed_name, k.department, k.position, k.confirmed_at,
               k.ledger_n from acknowledgment k join attempt t on t.id = k.attempt_id ",
            $rest
        )
    };
}

/// A person's newest record.
pub(crate) async fn newest(db: &AnyPool, person_id: &str) -> Result<Option<Acknowledgment>, Error> {
    Ok(sqlx::query_as(ack_sql!("where k.person_id = $1 order by k.confirmed_at desc limit 1"))
        .bind(person_id)
        .fetch_optional(db)
        .await?)
}

/// A record by its code.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn by_code(db: &AnyPool, code: &str) -> Result<Acknowledgment, Error> {
    sqlx::query_as(ack_sql!("where k.code = $1")).bind(code).fetch_optional(db).await?.ok_or(Error::NotFound)
}

/// A document a record is to.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// `quy-che-nhom-zalo@2`.
    pub(crate) version_id: String,
    /// Title with number and date, as they were.
    pub(crate) title: String,
    /// Hash.
    pub(crate) sha256: String,
}

from_row!(Document { version_id, title, sha256 });

/// The documents of a record.
pub(crate) async fn documents(db: &AnyPool, id: &str) -> Result<Vec<Document>, Error> {
    Ok(sqlx::query_as(
        "select version_id, title, sha256 from acknowledgment_document where acknowledgment_id = $1 order by version_id",
    )
    .bind(id)
    .fetch_all(db)
    .await?)
}

/// An admission that waits goes on with the newer confirmation.
pub(crate) async fn refresh_admission(
    tx: &mut AnyConnection,
    person_id: &str,
    group_id: &str,
    id: &str,
) -> Result<(), Error> {
    sqlx::query(
        "update admission set acknowledgment_id = $3 where person_id = $1 and group_id = $2 and outcome is null",
    )
    .bind(person_id)
    .bind(group_id)
    .bind(id)
    .execute(tx)
    .await?;
    Ok(())
}
