//! The copy of where everybody stands: derived from facts, read by index and key.

use super::rules::{Facts, Standing, State, derive};
use crate::admissions::rules::{History, StepKind};
use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::from_row;
use crate::people::rules::Capacities;
use crate::rounds::rules::Asks;
use crate::stored;
use std::collections::BTreeMap;

stored!(State);
stored!(StepKind);

from_row!(Standing {
    round_id,
    person_id,
    round_revision,
    department_id,
    name_key,
    state,
    place,
    progress,
    due_on,
    paused_from,
    paused_until,
    enrolled_at,
    articles,
    read,
    read_at,
    sittings,
    open_attempt,
    best_percent,
    passed_at,
    acknowledged_at,
    acknowledged_percent,
    acknowledgment_code,
    earlier_at,
    contact_at,
    contact_id,
    admission_id,
    admission_kind,
    submitted_at,
    decided_at,
    added_at,
    confirmed_at,
    removal_at,
    removed_at,
    left_at
});

/// The columns of [`Standing`], as `s`.
#[macro_export]
macro_rules! standing_columns {
    () => {
        "s.round_id, s.person_id, s.round_revision, s.department_id, s.name_key, s.state, s.place, s.progress, s.due_on,
         s.paused_from, s.paused_until, s.enrolled_at, s.articles, s.read, s.read_at, s.sittings, s.open_attempt,
         s.best_percent, s.passed_at, s.acknowledged_at, s.acknowledged_percent, s.acknowledgment_code, s.earlier_at,
         s.contact_at, s.contact_id, s.admission_id, s.admission_kind, s.submitted_at, s.decided_at, s.added_at,
         s.confirmed_at, s.removal_at, s.removed_at, s.left_at"
    };
}

pub(crate) const COLUMNS: &[&str] = &[
    "round_id",
    "person_id",
    "round_revision",
    "department_id",
    "name_key",
    "state",
    "place",
    "progress",
    "due_on",
    "paused_from",
    "paused_until",
    "enrolled_at",
    "articles",
    "read",
    "read_at",
    "sittings",
    "open_attempt",
    "best_percent",
    "passed_at",
    "acknowledged_at",
    "acknowledged_percent",
    "acknowledgment_code",
    "earlier_at",
    "contact_at",
    "contact_id",
    "admission_id",
    "admission_kind",
    "submitted_at",
    "decided_at",
    "added_at",
    "confirmed_at",
    "removal_at",
    "removed_at",
    "left_at",
];

/// A row of facts as the database gives it: what is many comes as words.
struct Row {
    person_id: String,
    department_id: String,
    name_key: String,
    enrolled_at: i64,
    due_on: Option<String>,
    left_at: Option<i64>,
    paused_from: Option<String>,
    paused_until: Option<String>,
    capacities: Option<String>,
    read: Option<String>,
    passed: Option<String>,
    passed_at: Option<i64>,
    sittings: i64,
    open_attempt: Option<String>,
    best_percent: Option<i64>,
    acknowledged: Option<String>,
    acknowledged_at: Option<i64>,
    acknowledged_percent: Option<i64>,
    acknowledgment_code: Option<String>,
    earlier_at: Option<i64>,
    contact_id: Option<String>,
    contact_at: Option<i64>,
    admission_id: Option<String>,
    steps: Option<String>,
}

from_row!(Row {
    person_id,
    department_id,
    name_key,
    enrolled_at,
    due_on,
    left_at,
    paused_from,
    paused_until,
    capacities,
    read,
    passed,
    passed_at,
    sittings,
    open_attempt,
    best_percent,
    acknowledged,
    acknowledged_at,
    acknowledged_percent,
    acknowledgment_code,
    earlier_at,
    contact_id,
    contact_at,
    admission_id,
    steps
});

/// Everybody of a round between two ids, both included: each count is a look-up by index.
const FACTS: &str = "select e.person_id, f.department_id, f.name_key, e.enrolled_at, e.due_on,
       (select x.at from presence x where x.person_id = e.person_id and x.until_at is null and x.kind = 'left') as left_at,
       a.from_on as paused_from, a.until_on as paused_until,
       (select string_agg(c.document_id || ':' || c.capacity, ' ') from capacity c
          where c.person_id = e.person_id and c.until_at is null) as capacities,
       (select string_agg(r.sha256 || ':' || cast(r.read_at as text), ' ') from reading r
          where r.person_id = e.person_id and r.read_at >= $4) as read,
       (select string_agg(x.sha256, ' ') from attempt t join attempt_article x on x.attempt_id = t.id
          where t.person_id = e.person_id and t.round_id = e.round_id and t.passed_at is not null) as passed,
       (select min(t.passed_at) from attempt t where t.person_id = e.person_id and t.round_id = e.round_id) as passed_at,
       (select count(*) from attempt t where t.person_id = e.person_id and t.round_id = e.round_id
          and t.graded_at is not null and t.passed_at is null and t.number > coalesce((select max(o.number) from attempt o
            where o.person_id = e.person_id and o.round_id = e.round_id and o.passed_at is not null), 0)) as sittings,
       (select t.id from attempt t where t.person_id = e.person_id and t.round_id = e.round_id
          and t.graded_at is null) as open_attempt,
       coalesce((select max(t.percent) from attempt t where t.person_id = e.person_id and t.round_id = e.round_id
            and t.passed_at is not null),
          (select max(t.percent) from attempt t where t.person_id = e.person_id and t.round_id = e.round_id))
          as best_percent,
       (select string_agg(v.version_id, ' ') from acknowledgment o
          join acknowledgment_version v on v.acknowledgment_id = o.id
          where o.person_id = e.person_id and o.round_id = e.round_id) as acknowledged,
       k.confirmed_at as acknowledged_at, k.percent as acknowledged_percent, k.code as acknowledgment_code,
       (select max(o.confirmed_at) from acknowledgment o where o.person_id = e.person_id) as earlier_at,
       n.id as contact_id, n.declared_at as contact_at, m.id as admission_id,
       (select string_agg(cast(p.number as text) || ':' || p.kind || ':' || cast(p.at as text), ' ')
          from admission_step p where p.admission_id = m.id) as steps
     from enrolment e
     join profile f on f.person_id = e.person_id and f.until_at is null
     left join absence a on a.person_id = e.person_id and a.until_at is null and a.kind = 'away'
     left join acknowledgment k on k.person_id = e.person_id and k.round_id = e.round_id and k.number =
       (select max(o.number) from acknowledgment o where o.person_id = e.person_id and o.round_id = e.round_id)
     left join contact n on n.person_id = e.person_id and n.until_at is null and n.phone <> ''
     left join admission m on m.id = (select o.id from admission o where o.person_id = e.person_id and o.group_id = $5
        order by o.opened_at desc, o.id desc limit 1)
     where e.round_id = $1 and e.person_id >= $2 and e.person_id <= $3 order by e.person_id";

impl Row {
    fn facts(self) -> Option<Facts> {
        let words = |text: Option<String>| -> std::collections::BTreeSet<String> {
            text.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
        };
        let mut read: BTreeMap<String, i64> = BTreeMap::new();
        for pair in self.read.as_deref().unwrap_or_default().split_whitespace() {
            let (hash, at) = pair.split_once(':')?;
            let at: i64 = at.parse().ok()?;
            let newest = read.entry(hash.to_owned()).or_insert(at);
            *newest = at.max(*newest);
        }
        Some(Facts {
            person_id: self.person_id,
            department_id: self.department_id,
            name_key: self.name_key,
            enrolled_at: self.enrolled_at,
            due_on: self.due_on,
            left_at: self.left_at,
            paused_from: self.paused_from,
            paused_until: self.paused_until,
            capacities: Capacities::parse(self.capacities.as_deref().unwrap_or_default())?,
            read,
            passed: words(self.passed),
            passed_at: self.passed_at,
            sittings: self.sittings,
            open_attempt: self.open_attempt,
            best_percent: self.best_percent,
            acknowledged: words(self.acknowledged),
            acknowledged_at: self.acknowledged_at,
            acknowledged_percent: self.acknowledged_percent,
            acknowledgment_code: self.acknowledgment_code,
            earlier_at: self.earlier_at,
            contact_id: self.contact_id,
            contact_at: self.contact_at,
            admission_id: self.admission_id,
            history: History::parse(self.steps.as_deref().unwrap_or_default())?,
        })
    }
}

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
    let broken = || Error::internal("a row of facts cannot be read");
    rows.into_iter().map(|row| row.facts().ok_or_else(broken)).collect()
}

/// Where the people of a round between two ids stand by the facts, without looking at the copy.
pub async fn fresh<'c>(db: impl Ask<'c>, asks: &Asks, from: &str, to: &str) -> Result<Vec<Standing>, Error> {
    Ok(facts(db, asks, from, to).await?.into_iter().map(|facts| derive(facts, asks)).collect())
}

/// Where one person stands in a round by the facts; what acts check. `None`: not in it.
pub async fn of<'c>(db: impl Ask<'c>, asks: &Asks, person_id: &str) -> Result<Option<Standing>, Error> {
    Ok(fresh(db, asks, person_id, person_id).await?.pop())
}

/// Derives the copy anew for the people of a round between two ids; the answer is how many.
pub async fn renew(tx: &mut Tx, asks: &Asks, from: &str, to: &str) -> Result<usize, Error> {
    let rows = fresh(&mut *tx, asks, from, to).await?;
    sqlx::query("delete from standing where round_id = $1 and person_id >= $2 and person_id <= $3")
        .bind(&asks.round_id)
        .bind(from)
        .bind(to)
        .execute(&mut *tx)
        .await?;
    let values: Vec<Vec<Value>> = rows.iter().map(values).collect();
    tx.insert_many("standing", COLUMNS, &values).await?;
    Ok(rows.len())
}

/// Derives one person's copies anew, in every round given they are in. Call it near the end of an act, with the
/// person held.
pub async fn renew_person<'a>(
    tx: &mut Tx,
    rounds: impl IntoIterator<Item = &'a Asks>,
    person_id: &str,
) -> Result<(), Error> {
    for asks in rounds {
        renew(tx, asks, person_id, person_id).await?;
    }
    Ok(())
}

/// The cells of [`COLUMNS`].
pub(crate) fn values(one: &Standing) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let maybe = |text: &Option<String>| Value::from(text.clone());
    vec![
        text(&one.round_id),
        text(&one.person_id),
        Value::Int(one.round_revision),
        text(&one.department_id),
        text(&one.name_key),
        text(one.state.as_str()),
        Value::Int(one.place),
        Value::Int(one.progress),
        maybe(&one.due_on),
        maybe(&one.paused_from),
        maybe(&one.paused_until),
        Value::Int(one.enrolled_at),
        Value::Int(one.articles),
        Value::Int(one.read),
        Value::from(one.read_at),
        Value::Int(one.sittings),
        maybe(&one.open_attempt),
        Value::from(one.best_percent),
        Value::from(one.passed_at),
        Value::from(one.acknowledged_at),
        Value::from(one.acknowledged_percent),
        maybe(&one.acknowledgment_code),
        Value::from(one.earlier_at),
        Value::from(one.contact_at),
        maybe(&one.contact_id),
        maybe(&one.admission_id),
        Value::from(one.admission_kind.map(|kind| kind.as_str().to_owned())),
        Value::from(one.submitted_at),
        Value::from(one.decided_at),
        Value::from(one.added_at),
        Value::from(one.confirmed_at),
        Value::from(one.removal_at),
        Value::from(one.removed_at),
        Value::from(one.left_at),
    ]
}

/// The copy of the people of a round between two ids, both included.
pub async fn kept<'c>(db: impl Ask<'c>, round_id: &str, from: &str, to: &str) -> Result<Vec<Standing>, Error> {
    Ok(sqlx::query_as(concat!(
        "select ",
        standing_columns!(),
        " from standing s where s.round_id = $1 and s.person_id >= $2 and s.person_id <= $3"
    ))
    .bind(round_id)
    .bind(from)
    .bind(to)
    .fetch_all(db)
    .await?)
}

/// A person's rows of the copy, in every round, open or closed.
pub async fn rows_of<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<Standing>, Error> {
    Ok(sqlx::query_as(concat!("select ", standing_columns!(), " from standing s where s.person_id = $1"))
        .bind(person_id)
        .fetch_all(db)
        .await?)
}
