//! The facts, in one question for one person or for everybody.

use super::rules::Facts;
use crate::documents::store::{VersionRow, current};
use crate::error::Error;
use crate::id::sha256;
use crate::rounds::store::{Round, round, round_documents};
use sqlx::{AnyConnection, AnyPool, Row};

/// A round with the texts that are current now.
#[derive(Clone, Debug)]
pub struct RoundNow {
    pub round: Round,
    /// Current version of each of its documents, in order.
    pub versions: Vec<VersionRow>,
    /// `document@number` of each, sorted: what an acknowledgment is to.
    pub versions_key: String,
    /// Hash over the articles of each: what a sitting tests. Filling in number and day does not change it.
    pub body_key: String,
}

/// A round as it stands now.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn round_now(db: &AnyPool, round_id: &str) -> Result<RoundNow, Error> {
    let round = round(db, round_id).await?;
    let wanted = round_documents(db, round_id).await?;
    let versions: Vec<VersionRow> =
        current(db).await?.into_iter().filter(|v| wanted.iter().any(|one| one.document_id == v.document_id)).collect();
    let (versions_key, body_key) = keys(&versions);
    Ok(RoundNow { round, versions, versions_key, body_key })
}

fn keys(versions: &[VersionRow]) -> (String, String) {
    let mut ids: Vec<&str> = versions.iter().map(|v| v.id.as_str()).collect();
    ids.sort_unstable();
    let mut bodies: Vec<String> = versions.iter().map(|v| format!("{} {}\n", v.document_id, v.body_sha256)).collect();
    bodies.sort_unstable();
    (ids.join(" "), sha256(bodies.concat()))
}

/// The round a person is in now: the newest open one they are enrolled in.
pub async fn round_of(db: &AnyPool, person_id: &str) -> Result<Option<RoundNow>, Error> {
    let row = sqlx::query(
        "select r.id from enrolment e join round r on r.id = e.round_id
         where e.person_id = $1 and r.closed_at is null order by e.enrolled_at desc, r.id desc limit 1",
    )
    .bind(person_id)
    .fetch_optional(db)
    .await?;
    match row {
        Some(row) => Ok(Some(round_now(db, &row.try_get::<String, _>(0)?).await?)),
        None => Ok(None),
    }
}

/// The columns of [`Facts`] that come straight from the person, the enrolment and the joined rows.
macro_rules! facts_sql {
    ($with:literal, $counted:literal, $from:literal, $rest:literal) => {
        concat!(
            $with,
            "select p.id as person_id, p.actor, p.full_name, p.name_key, p.name_fold, p.code, p.department_id,
               d.name as department, p.position, e.enrolled_at, e.due_on, p.paused_until, p.paused_reason, p.left_at,
               c.password_set_at as signed_up_at,
               (select count(*) from round_document rd
                  join version v on v.document_id = rd.document_id and v.superseded_at is null
                  join version_article a on a.version_id = v.id where rd.round_id = $1) as articles,",
            $counted,
            "  k.confirmed_at as acknowledged_at, k.percent as acknowledged_percent, k.code as code_of_ack,
               n.declared_at as contact_at,
               m.id as admission_id, m.submitted_at, m.outcome, m.decided_at, m.reason, m.trouble, m.added_at,
               m.confirmed_at, m.removal_at, m.removed_at
             from enrolment e
             join person p on p.id = e.person_id
             join department d on d.id = p.department_id
             join account c on c.person_id = p.id
             left join acknowledgment k on k.person_id = p.id and k.round_id = e.round_id and k.versions_key = $3
             left join contact n on n.person_id = p.id and n.replaced_at is null and n.phone <> ''",
            $from,
            $rest
        )
    };
}

/// One person: every count is a look-up by index.
const ONE: &str = facts_sql!(
    "",
    "(select count(*) from round_document rd
        join version v on v.document_id = rd.document_id and v.superseded_at is null
        join version_article a on a.version_id = v.id
        join reading x on x.person_id = p.id and x.document_id = v.document_id and x.article = a.article
          and x.sha256 = a.sha256
        where rd.round_id = $1) as read,
     (select max(x.read_at) from reading x where x.person_id = p.id) as read_at,
     (select count(*) from attempt t where t.person_id = p.id and t.round_id = $1 and t.body_key = $2
        and t.graded_at is not null) as sittings,
     (select count(*) from attempt t where t.person_id = p.id and t.round_id = $1 and t.graded_at is null) as open_sitting,
     (select max(t.percent) from attempt t where t.person_id = p.id and t.round_id = $1 and t.body_key = $2)
       as best_percent,
     (select min(t.passed_at) from attempt t where t.person_id = p.id and t.round_id = $1 and t.body_key = $2)
       as passed_at,
     (select max(o.confirmed_at) from acknowledgment o where o.person_id = p.id) as earlier_ack_at,",
    " left join admission m on m.id = (select a.id from admission a where a.person_id = p.id and a.group_id = $4
        order by a.submitted_at desc, a.id desc limit 1)",
    " where e.round_id = $1 and e.person_id = $5"
);

/// Everybody: each table is read once and grouped; `cross join` keeps SQLite to that order.
const ALL: &str = facts_sql!(
    "with
     texts as (select v.document_id, a.article, a.sha256 from round_document rd
       join version v on v.document_id = rd.document_id and v.superseded_at is null
       join version_article a on a.version_id = v.id where rd.round_id = $1),
     readings as (select x.person_id, count(*) as read, max(x.read_at) as read_at from reading x
       cross join texts t
       where t.document_id = x.document_id and t.article = x.article and t.sha256 = x.sha256
       group by x.person_id),
     sittings as (select t.person_id,
         count(*) filter (where t.body_key = $2 and t.graded_at is not null) as sittings,
         count(*) filter (where t.graded_at is null) as open_sitting,
         max(t.percent) filter (where t.body_key = $2) as best_percent,
         min(t.passed_at) filter (where t.body_key = $2) as passed_at
       from attempt t where t.round_id = $1 group by t.person_id),
     confirmations as (select o.person_id, max(o.confirmed_at) as earlier_ack_at from acknowledgment o
       group by o.person_id),
     admissions as (select a.*, row_number() over (partition by a.person_id order by a.submitted_at desc, a.id desc)
       as nth from admission a where a.group_id = $4) ",
    "coalesce(r.read, 0) as read, r.read_at, coalesce(s.sittings, 0) as sittings,
     coalesce(s.open_sitting, 0) as open_sitting, s.best_percent, s.passed_at, o.earlier_ack_at,",
    " left join readings r on r.person_id = p.id
      left join sittings s on s.person_id = p.id
      left join confirmations o on o.person_id = p.id
      left join admissions m on m.person_id = p.id and m.nth = 1",
    " where e.round_id = $1 and (cast($5 as text) is null or p.department_id = $5)
      order by p.name_key, p.code, p.id"
);

/// The facts of everybody in a round, or of one person, or of one department, in the order of Vietnamese lists.
pub async fn facts(
    db: &AnyPool,
    now: &RoundNow,
    person_id: Option<&str>,
    department_id: Option<&str>,
) -> Result<Vec<Facts>, Error> {
    let (sql, narrowed) = match person_id {
        Some(_) => (ONE, person_id),
        None => (ALL, department_id),
    };
    Ok(sqlx::query_as(sql)
        .bind(&now.round.id)
        .bind(&now.body_key)
        .bind(&now.versions_key)
        .bind(&now.round.group_id)
        .bind(narrowed)
        .fetch_all(db)
        .await?)
}

/// The facts of one person inside a transaction: what an acknowledgment or a decision is checked against.
pub async fn facts_in(tx: &mut AnyConnection, now: &RoundNow, person_id: &str) -> Result<Option<Facts>, Error> {
    Ok(sqlx::query_as(ONE)
        .bind(&now.round.id)
        .bind(&now.body_key)
        .bind(&now.versions_key)
        .bind(&now.round.group_id)
        .bind(Some(person_id))
        .fetch_optional(tx)
        .await?)
}

/// Makes what one person does in a round follow what they did before, until the transaction ends: on PostgreSQL a
/// double tap waits here for the first one, on SQLite there is one writer anyway.
pub async fn hold(tx: &mut AnyConnection, round_id: &str, person_id: &str) -> Result<(), Error> {
    sqlx::query("update enrolment set due_on = due_on where round_id = $1 and person_id = $2")
        .bind(round_id)
        .bind(person_id)
        .execute(tx)
        .await?;
    Ok(())
}

/// The number of a person's step, for the progress bar; None when they are in no round.
pub async fn step_number(db: &AnyPool, person_id: &str) -> Result<Option<u8>, Error> {
    let Some(now) = round_of(db, person_id).await? else { return Ok(None) };
    let facts = facts(db, &now, Some(person_id), None).await?.pop();
    Ok(facts.map(|facts| facts.step().number()))
}

/// Whether the versions a page was made with are still the current ones, asked inside a transaction.
pub async fn still_current(tx: &mut AnyConnection, now: &RoundNow) -> Result<bool, Error> {
    for version in &now.versions {
        let row = sqlx::query("select 1 from version where id = $1 and superseded_at is null")
            .bind(&version.id)
            .fetch_optional(&mut *tx)
            .await?;
        if row.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How many admissions wait for the leader, and how many for HC-DV.
pub async fn waiting(db: &AnyPool) -> Result<(i64, i64), Error> {
    let row = sqlx::query(
        "select count(*) filter (where m.outcome is null), count(*) filter (where m.outcome = 'approved' and
           (m.added_at is null or (m.removal_at is not null and m.removed_at is null)))
         from admission m join person p on p.id = m.person_id where p.left_at is null",
    )
    .fetch_one(db)
    .await?;
    Ok((row.try_get(0)?, row.try_get(1)?))
}
