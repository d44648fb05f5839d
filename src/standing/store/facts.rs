//! The facts of people in a round, asked in one question.

use super::answer::Row;
use super::chains::commitments;
use crate::db::{Ask, as_of};
use crate::error::Error;
use crate::quizzes::store::passed_texts;
use crate::rounds::rules::{Asks, Commitment, validity};
use crate::standing::rules::{Facts, Standing, derive};
use sqlx::{AssertSqlSafe, Row as _};
use std::sync::LazyLock;

/// Everybody of a round between two ids, both included: each count is a look-up by index.
const FACTS: &str = concat!(
    "select e.person_id, f.department_id, f.name_key, e.enrolled_at, e.due_on, e.given_due_on, e.since, e.anew_at, f.joined_on,
       (select string_agg(cast(x.number as text) || ':' || x.kind || ':' || x.from_on || ':' || x.until_on || ':' ||
          coalesce(cast(x.until_at as text), ''), ' ') from absence x where x.person_id = e.person_id) as absences,
       (select string_agg(cast(x.number as text) || ':' || x.kind || ':' || cast(x.at as text), ' ')
          from presence x where x.person_id = e.person_id) as presences,
       (select string_agg(cast(o.confirmed_at as text) || ':' || o.round_id || ':' || cast(w.validity_months as text)
          || ':' || coalesce(w.manner, ''), ' ') from acknowledgment o join round w on w.id = o.round_id
          where o.person_id = e.person_id and w.validity_months > 0) as commitments,
       (select string_agg(cast(o.confirmed_at as text) || ':' || v.document_id, ' ') from acknowledgment o
          join round w on w.id = o.round_id and w.opened_at > e.opened_at
          join acknowledgment_version c on c.acknowledgment_id = o.id join version v on v.id = c.version_id
          where o.person_id = e.person_id and o.confirmed_at >= e.enrolled_at) as newer,
       (select count(*) from leeway l where l.person_id = e.person_id and l.round_id = e.round_id and l.kind = 'sitting'
          and l.at >= e.since and l.at >= coalesce((select max(t.passed_at) from attempt t
            where t.person_id = e.person_id and t.round_id = e.round_id), 0)
          and l.at >= coalesce((select max(q.passed_at) from paper q
            where q.person_id = e.person_id and q.round_id = e.round_id), 0)) as extra,
       (select x.at from presence x where x.person_id = e.person_id and x.until_at is null and x.kind = 'left') as left_at,
       a.from_on as paused_from, a.until_on as paused_until,
       (select string_agg(c.document_id || ':' || c.capacity, ' ') from capacity c
          where c.person_id = e.person_id and c.until_at is null) as capacities,
       (select string_agg(r.sha256 || ':' || cast(r.read_at as text), ' ') from reading r
          where r.person_id = e.person_id and r.read_at >= $4 and r.read_at >= e.since) as read,
       (select string_agg(x.sha256 || ':' || cast(q.passed_at as text), ' ') from paper q
          join paper_article x on x.paper_id = q.id and x.ask = 'read'
          where q.person_id = e.person_id and q.passed_at >= $4 and q.passed_at >= e.since) as paper_read,
       (select string_agg(x.sha256, ' ') from attempt t join attempt_article x on x.attempt_id = t.id
          where t.person_id = e.person_id and t.round_id = e.round_id and t.passed_at >= e.since) as passed,
       (select string_agg(x.sha256, ' ') from paper q join paper_article x on x.paper_id = q.id and x.ask = 'quiz'
          where q.person_id = e.person_id and q.round_id = e.round_id and q.passed_at >= e.since) as paper_passed,
       (select string_agg(a.sha256, ' ') ",
    passed_texts!(attempts, "e.person_id", "e.round_id", "e.since"),
    ") as passed_texts,
       (select string_agg(a.sha256, ' ') ",
    passed_texts!(papers, "e.person_id", "e.round_id", "e.since"),
    ") as paper_passed_texts,
       (select min(t.passed_at) from attempt t where t.person_id = e.person_id and t.round_id = e.round_id
          and t.passed_at >= e.since) as passed_at,
       (select min(q.passed_at) from paper q where q.person_id = e.person_id and q.round_id = e.round_id
          and q.passed_at >= e.since) as paper_passed_at,
       (select count(*) from paper q where q.person_id = e.person_id and q.round_id = e.round_id
          and q.failed_at >= e.since and q.failed_at > coalesce((select max(o.passed_at) from attempt o
            where o.person_id = e.person_id and o.round_id = e.round_id), 0)
          and q.number > coalesce((select max(o.number) from paper o
            where o.person_id = e.person_id and o.round_id = e.round_id and o.passed_at is not null), 0)) +
       (select count(*) from attempt t where t.person_id = e.person_id and t.round_id = e.round_id
          and t.graded_at >= e.since and t.passed_at is null and t.number > coalesce((select max(o.number) from attempt o
            where o.person_id = e.person_id and o.round_id = e.round_id and o.passed_at is not null), 0)
          and t.graded_at > coalesce((select max(o.passed_at) from paper o
            where o.person_id = e.person_id and o.round_id = e.round_id), 0)) as sittings,
       (select t.id from attempt t where t.person_id = e.person_id and t.round_id = e.round_id
          and t.graded_at is null) as open_attempt,
       (select max(t.percent) from attempt t where t.person_id = e.person_id and t.round_id = e.round_id
          and t.passed_at >= e.since) as best_passed,
       (select max(t.percent) from attempt t where t.person_id = e.person_id and t.round_id = e.round_id
          and t.graded_at >= e.since) as best_graded,
       (select max(s.percent) from paper q join paper_step s on s.paper_id = q.id and s.number = (select max(n.number)
            from paper_step n where n.paper_id = q.id and n.kind = 'entered')
          where q.person_id = e.person_id and q.round_id = e.round_id and q.passed_at >= e.since) as paper_best_passed,
       (select max(s.percent) from paper q join paper_step s on s.paper_id = q.id and s.number = (select max(n.number)
            from paper_step n where n.paper_id = q.id and n.kind = 'entered')
          where q.person_id = e.person_id and q.round_id = e.round_id and q.failed_at >= e.since) as paper_best_failed,
       (select string_agg(v.sha256, ' ') from acknowledgment o
          join acknowledgment_version v on v.acknowledgment_id = o.id
          where o.person_id = e.person_id and o.round_id = e.round_id and o.confirmed_at >= e.anew_at) as acknowledged,
       k.confirmed_at as acknowledged_at, k.percent as acknowledged_percent, k.code as acknowledgment_code,
       case when k.how = 'paper' then 1 else 0 end as on_paper,
       (select max(o.confirmed_at) from acknowledgment o where o.person_id = e.person_id) as earlier_at,
       n.id as contact_id, n.declared_at as contact_at, m.id as admission_id,
       (select string_agg(cast(p.number as text) || ':' || p.kind || ':' || cast(p.at as text), ' ')
          from admission_step p where p.admission_id = m.id) as steps,
       (select min(d.at) from doubt d where d.person_id = e.person_id and d.round_id = e.round_id
          and d.until_at is null) as doubt_at,
       (select max(w.at) from doubt d join doubt_answer w on w.doubt_id = d.id
          where d.person_id = e.person_id and d.round_id = e.round_id) as answered_at
     from (select y.*, case when y.fresh_at > y.anew_at then y.fresh_at else y.anew_at end as since from (
       select x.round_id, x.person_id, x.enrolled_at, x.due_on,
         (select w.opened_at from round w where w.id = x.round_id) as opened_at,
         (select max(l.due_on) from leeway l where l.person_id = x.person_id and l.round_id = x.round_id) as given_due_on,
         coalesce((select max(l.at) + 1 from leeway l where l.person_id = x.person_id and l.round_id = x.round_id
           and l.kind = 'fresh'), 0) as fresh_at,
         coalesce((select max(u.at) from presence u join round w on w.id = x.round_id and w.kind = 'newcomer'
           where u.person_id = x.person_id and u.anew = 1), 0) as anew_at
       from enrolment x where x.round_id = $1 and x.person_id >= $2 and x.person_id <= $3) y) e
     join profile f on f.person_id = e.person_id and f.until_at is null
     left join absence a on a.person_id = e.person_id and a.until_at is null and a.kind = 'away'
     left join acknowledgment k on k.person_id = e.person_id and k.round_id = e.round_id and k.number =
       (select max(o.number) from acknowledgment o where o.person_id = e.person_id and o.round_id = e.round_id
          and o.confirmed_at >= e.anew_at)
     left join contact n on n.person_id = e.person_id and n.until_at is null and n.phone <> ''
     left join admission m on m.id = (select o.id from admission o where o.person_id = e.person_id and o.group_id = $5
        order by o.opened_at desc, o.id desc limit 1)
     order by e.person_id"
);

/// The same as it was at the moment `$6`.
static THEN: LazyLock<String> = LazyLock::new(|| as_of(FACTS, "$6"));

/// The facts of the people of a round between two ids, both included, in the order of ids.
pub async fn facts<'c>(db: impl Ask<'c>, asks: &Asks, from: &str, to: &str) -> Result<Vec<Facts>, Error> {
    let rows: Vec<Row> = sqlx::query_as(FACTS)
        .bind(&asks.round_id)
        .bind(from)
        .bind(to)
        .bind(asks.counts_from)
        .bind(&asks.group_id)
        .fetch_all(db)
        .await?;
    said(rows)
}

fn said(rows: Vec<Row>) -> Result<Vec<Facts>, Error> {
    let broken = || Error::internal("a row of facts cannot be read");
    rows.into_iter().map(|row| row.facts().ok_or_else(broken)).collect()
}

/// Behind every id there is, in the order of any locale: ids are lower-case hexadecimal.
const LAST_ID: &str = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/// Where everybody of a round stood just before a moment (UTC milliseconds), by what had been recorded until then and what
/// the round asked then, in the order of ids.
pub async fn stood<'c>(db: impl Ask<'c>, asks: &Asks, at: i64) -> Result<Vec<Standing>, Error> {
    let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(THEN.as_str()))
        .bind(&asks.round_id)
        .bind("")
        .bind(LAST_ID)
        .bind(asks.counts_from)
        .bind(&asks.group_id)
        .bind(at)
        .fetch_all(db)
        .await?;
    Ok(said(rows)?.into_iter().map(|facts| derive(facts, asks)).collect())
}

/// Where the people of a round between two ids stand by the facts, without looking at the copy.
pub async fn fresh<'c>(db: impl Ask<'c>, asks: &Asks, from: &str, to: &str) -> Result<Vec<Standing>, Error> {
    Ok(facts(db, asks, from, to).await?.into_iter().map(|facts| derive(facts, asks)).collect())
}

/// Where one person stands in a round by the facts; what acts check. `None`: not in it.
pub async fn of<'c>(db: impl Ask<'c>, asks: &Asks, person_id: &str) -> Result<Option<Standing>, Error> {
    Ok(fresh(db, asks, person_id, person_id).await?.pop())
}

/// Whether somebody has confirmed things that end, and none of it is valid on a day (`YYYY-MM-DD`) any more.
pub async fn nothing_valid<'c>(db: impl Ask<'c>, person_id: &str, day: &str) -> Result<bool, Error> {
    let row = sqlx::query(
        "select string_agg(cast(o.confirmed_at as text) || ':' || o.round_id || ':' || cast(w.validity_months as text)
           || ':' || coalesce(w.manner, ''), ' ') from acknowledgment o join round w on w.id = o.round_id
         where o.person_id = $1 and w.validity_months > 0",
    )
    .bind(person_id)
    .fetch_one(db)
    .await?;
    let text: Option<String> = row.try_get(0)?;
    let broken = || Error::internal("a row of commitments cannot be read");
    let all: Vec<Commitment> =
        commitments(text.as_deref()).ok_or_else(broken)?.into_iter().map(|one| one.what).collect();
    Ok(validity(&all).is_some_and(|last| last.to_string().as_str() < day))
}
