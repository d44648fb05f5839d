//! SQL of doubts and their answers; what was written stands in `remark`.

use crate::accounts::store::office;
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::from_row;
use crate::people::store::remark;
use std::collections::BTreeMap;

/// What remarks beside a doubt and beside an answer stand under.
const ASKED: &str = "doubt";
const ANSWERED: &str = "doubt_answer";

/// A doubt with its words, while they are kept. Moments are UTC milliseconds.
#[derive(Clone, Debug)]
pub(crate) struct Doubt {
    pub(crate) id: String,
    pub(crate) person_id: String,
    pub(crate) round_id: String,
    pub(crate) point: String,
    /// JSON of the wording it is about.
    pub(crate) template: String,
    pub(crate) at: i64,
    pub(crate) until_at: Option<i64>,
    pub(crate) withdrawn_at: Option<i64>,
    pub(crate) full_name: String,
    pub(crate) department_id: String,
    /// Empty once erased.
    pub(crate) words: String,
}

from_row!(Doubt {
    id,
    person_id,
    round_id,
    point,
    template,
    at,
    until_at,
    withdrawn_at,
    full_name,
    department_id,
    words
});

macro_rules! doubt_sql {
    ($($rest:expr),+) => {
        concat!(
            "select d.id, d.person_id, d.round_id, d.point, m.body as template, d.at, d.until_at, d.withdrawn_at,
               f.full_name, f.department_id, coalesce(k.body, '') as words
             from doubt d join statement m on m.sha256 = d.statement_sha256
             join profile f on f.person_id = d.person_id and f.until_at is null
             left join remark k on k.kind = 'doubt' and k.row_id = d.id ",
            $($rest),+
        )
    };
}

/// An answer with its words.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) doubt_id: String,
    pub(crate) at: i64,
    pub(crate) by_name: String,
    /// Empty once erased.
    pub(crate) words: String,
}

from_row!(Answer { doubt_id, at, by_name, words });

pub(crate) async fn find<'c>(db: impl Ask<'c>, id: &str) -> Result<Doubt, Error> {
    sqlx::query_as(doubt_sql!("where d.id = $1")).bind(id).fetch_optional(db).await?.ok_or(Error::NotFound)
}

/// Somebody's doubts, newest first.
pub(crate) async fn of_person<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<Doubt>, Error> {
    Ok(sqlx::query_as(doubt_sql!("where d.person_id = $1 order by d.at desc, d.id desc limit 200"))
        .bind(person_id)
        .fetch_all(db)
        .await?)
}

/// Those that wait, oldest first: of the groups whose office `viewer` is.
pub(crate) async fn waiting<'c>(db: impl Ask<'c>, viewer: &str) -> Result<Vec<Doubt>, Error> {
    Ok(sqlx::query_as(doubt_sql!(
        "join round r on r.id = d.round_id
         where d.until_at is null and ",
        office!("$1", "r.group_id"),
        " order by d.at, d.id limit 200"
    ))
    .bind(viewer)
    .fetch_all(db)
    .await?)
}

/// The newest that were answered, of the same groups.
pub(crate) async fn answered<'c>(db: impl Ask<'c>, viewer: &str) -> Result<Vec<Doubt>, Error> {
    Ok(sqlx::query_as(doubt_sql!(
        "join round r on r.id = d.round_id
         where d.until_at is not null and d.withdrawn_at is null and ",
        office!("$1", "r.group_id"),
        " order by (select max(w.at) from doubt_answer w where w.doubt_id = d.id) desc, d.id desc limit 50"
    ))
    .bind(viewer)
    .fetch_all(db)
    .await?)
}

/// The answers to these, by doubt, in their order. One question, however many.
pub(crate) async fn answers<'c>(db: impl Ask<'c>, of: &[Doubt]) -> Result<BTreeMap<String, Vec<Answer>>, Error> {
    let mut all: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
    if of.is_empty() {
        return Ok(all);
    }
    let places: Vec<String> = (1..=of.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "select a.doubt_id, a.at, coalesce(f.full_name, '') as by_name, coalesce(k.body, '') as words
         from doubt_answer a left join profile f on f.person_id = a.by_id and f.until_at is null
         left join remark k on k.kind = 'doubt_answer' and k.row_id = a.doubt_id || '#' || cast(a.number as text)
         where a.doubt_id in ({}) order by a.doubt_id, a.number",
        places.join(", ")
    );
    let query = of.iter().fold(sqlx::query_as(sqlx::AssertSqlSafe(sql)), |query, one| query.bind(&one.id));
    for one in query.fetch_all(db).await? {
        let one: Answer = one;
        all.entry(one.doubt_id.clone()).or_default().push(one);
    }
    Ok(all)
}

/// A doubt to be written: its point in a wording.
pub(crate) struct New<'a> {
    pub(crate) id: &'a str,
    pub(crate) person_id: &'a str,
    pub(crate) round_id: &'a str,
    pub(crate) statement_sha256: &'a str,
    pub(crate) point: &'a str,
    pub(crate) words: &'a str,
    pub(crate) at: i64,
}

/// Adds it, unless the point has one that waits.
pub(crate) async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<bool, Error> {
    let done = sqlx::query(
        "insert into doubt (id, person_id, round_id, statement_sha256, point, at) values ($1, $2, $3, $4, $5, $6)
         on conflict (person_id, round_id, point) where until_at is null do nothing",
    )
    .bind(new.id)
    .bind(new.person_id)
    .bind(new.round_id)
    .bind(new.statement_sha256)
    .bind(new.point)
    .bind(new.at)
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    remark(tx, (ASKED, new.id), new.person_id, new.words, (Some(new.person_id), new.at)).await?;
    Ok(true)
}

/// Adds an answer; its number.
pub(crate) async fn add_answer(
    tx: &mut Tx,
    (doubt_id, person_id): (&str, &str),
    words: &str,
    by: Option<&str>,
    at: i64,
) -> Result<i64, Error> {
    let row: (i64,) = sqlx::query_as(
        "insert into doubt_answer (doubt_id, number, at, by_id)
         select $1, coalesce(max(number), 0) + 1, $2, $3 from doubt_answer where doubt_id = $1 returning number",
    )
    .bind(doubt_id)
    .bind(at)
    .bind(by)
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query("update doubt set until_at = $2 where id = $1 and until_at is null")
        .bind(doubt_id)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    remark(tx, (ANSWERED, &format!("{doubt_id}#{}", row.0)), person_id, words, (by, at)).await?;
    Ok(row.0)
}

/// Takes one back that waits; false: it waits no more.
pub(crate) async fn withdraw(tx: &mut Tx, id: &str, at: i64) -> Result<bool, Error> {
    let done = sqlx::query("update doubt set until_at = $2, withdrawn_at = $2 where id = $1 and until_at is null")
        .bind(id)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}
