//! The facts of people in a round, asked in one question.

use crate::admissions::rules::History;
use crate::calendar::rules::Rests;
use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use crate::people::rules::Capacities;
use crate::quizzes::store::passed_texts;
use crate::rounds::rules::{Asks, Commitment, validity};
use crate::standing::rules::{Confirmed, Facts, Standing, derive};
use crate::time::date_of;
use jiff::civil::Date;
use sqlx::Row as _;
use std::collections::{BTreeMap, BTreeSet};

/// A row of facts as the database gives it: what is many comes as words.
struct Row {
    person_id: String,
    department_id: String,
    name_key: String,
    enrolled_at: i64,
    due_on: Option<String>,
    given_due_on: Option<String>,
    since: i64,
    anew_at: i64,
    joined_on: Option<String>,
    absences: Option<String>,
    presences: Option<String>,
    commitments: Option<String>,
    newer: Option<String>,
    extra: i64,
    left_at: Option<i64>,
    paused_from: Option<String>,
    paused_until: Option<String>,
    capacities: Option<String>,
    read: Option<String>,
    paper_read: Option<String>,
    passed: Option<String>,
    passed_texts: Option<String>,
    paper_passed: Option<String>,
    paper_passed_texts: Option<String>,
    passed_at: Option<i64>,
    paper_passed_at: Option<i64>,
    sittings: i64,
    open_attempt: Option<String>,
    best_passed: Option<i64>,
    best_graded: Option<i64>,
    paper_best_passed: Option<i64>,
    paper_best_failed: Option<i64>,
    acknowledged: Option<String>,
    acknowledged_at: Option<i64>,
    acknowledged_percent: Option<i64>,
    acknowledgment_code: Option<String>,
    on_paper: i64,
    earlier_at: Option<i64>,
    contact_id: Option<String>,
    contact_at: Option<i64>,
    admission_id: Option<String>,
    steps: Option<String>,
    doubt_at: Option<i64>,
    answered_at: Option<i64>,
}

from_row!(Row {
    person_id,
    department_id,
    name_key,
    enrolled_at,
    due_on,
    given_due_on,
    since,
    anew_at,
    joined_on,
    absences,
    presences,
    commitments,
    newer,
    extra,
    left_at,
    paused_from,
    paused_until,
    capacities,
    read,
    paper_read,
    passed,
    passed_texts,
    paper_passed,
    paper_passed_texts,
    passed_at,
    paper_passed_at,
    sittings,
    open_attempt,
    best_passed,
    best_graded,
    paper_best_passed,
    paper_best_failed,
    acknowledged,
    acknowledged_at,
    acknowledged_percent,
    acknowledgment_code,
    on_paper,
    earlier_at,
    contact_id,
    contact_at,
    admission_id,
    steps,
    doubt_at,
    answered_at
});

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

/// The better of a screen's and a paper's, and whether it is the paper's.
fn better(screen: Option<i64>, paper: Option<i64>) -> Option<(i64, bool)> {
    match (screen, paper) {
        (screen, Some(paper)) if screen.is_none_or(|screen| paper > screen) => Some((paper, true)),
        (screen, _) => screen.map(|percent| (percent, false)),
    }
}

/// `hash:moment hash:moment …` as the newest moment of each.
fn newest(text: Option<&str>) -> Option<BTreeMap<String, i64>> {
    let mut read: BTreeMap<String, i64> = BTreeMap::new();
    for pair in text.unwrap_or_default().split_whitespace() {
        let (hash, at) = pair.split_once(':')?;
        let at: i64 = at.parse().ok()?;
        let newest = read.entry(hash.to_owned()).or_insert(at);
        *newest = at.max(*newest);
    }
    Some(read)
}

/// Rows of two chains, each `number:kind:…`, in their order.
fn in_order(text: Option<&str>) -> Option<Vec<Vec<&str>>> {
    let rows = text.unwrap_or_default().split_whitespace().map(|row| row.split(':').collect::<Vec<_>>());
    let mut rows: Vec<Vec<&str>> = rows.collect();
    let number = |row: &Vec<&str>| row.first().and_then(|number| number.parse::<i64>().ok());
    if rows.iter().any(|row| number(row).is_none()) {
        return None;
    }
    rows.sort_by_key(number);
    Some(rows)
}

/// The days on which somebody was away: paused, or gone and back again. A time away that the next row of its chain
/// changes holds until then.
fn away(absences: Option<&str>, presences: Option<&str>) -> Option<Rests> {
    let mut rests = Rests::default();
    let absences = in_order(absences)?;
    let mut next = absences.iter().skip(1).map(Some).chain([None]);
    for row in &absences {
        let [_, kind, from, until, ended] = row.as_slice() else { return None };
        let (from, mut until): (Date, Date) = (from.parse().ok()?, until.parse().ok()?);
        if let Some(Some(after)) = next.next()
            && *kind == "away"
        {
            let [_, _, other_from, other_until, _] = after.as_slice() else { return None };
            let other: (Date, Date) = (other_from.parse().ok()?, other_until.parse().ok()?);
            let apart = until < other.0 || other.1 < from;
            if !apart {
                // What had passed when it was changed has passed.
                until = until.min(date_of(ended.parse().ok()?));
            }
        }
        rests.add(from, until);
    }
    let mut left: Option<Date> = None;
    for row in in_order(presences)? {
        let [_, kind, at] = row.as_slice() else { return None };
        let day = date_of(at.parse().ok()?);
        match (*kind, left) {
            ("left", _) => left = Some(day),
            (_, Some(from)) => rests.add(from, day.yesterday().ok()?),
            _ => {}
        }
    }
    Some(rests)
}

/// `moment:round:months:manner …`, oldest first.
fn commitments(text: Option<&str>) -> Option<Vec<Confirmed>> {
    let one = |row: &str| {
        let [at, round, months, manner] = row.split(':').collect::<Vec<_>>().try_into().ok()?;
        let at: i64 = at.parse().ok()?;
        let renews = manner == "rolling";
        let what = Commitment { on: date_of(at), months: months.parse().ok()?, renews };
        Some(Confirmed { at, round_id: round.to_owned(), what })
    };
    let rows: Option<Vec<Confirmed>> = text.unwrap_or_default().split_whitespace().map(one).collect();
    let mut rows = rows?;
    rows.sort_by_key(|row| row.at);
    Some(rows)
}

/// `moment:document …` as what was confirmed together.
fn together(text: Option<&str>) -> Option<Vec<BTreeSet<String>>> {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for pair in text.unwrap_or_default().split_whitespace() {
        let (at, document) = pair.split_once(':')?;
        found.entry(at).or_default().insert(document.to_owned());
    }
    Some(found.into_values().collect())
}

impl Row {
    /// The best score that counts, and whether it stands on a paper: a passed one before every other.
    fn best(&self) -> Option<(i64, bool)> {
        let passed = better(self.best_passed, self.paper_best_passed);
        passed.or_else(|| better(self.best_graded, self.paper_best_failed))
    }

    fn facts(self) -> Option<Facts> {
        let best = self.best();
        let words = |text: Option<String>| -> BTreeSet<String> {
            text.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
        };
        Some(Facts {
            person_id: self.person_id,
            department_id: self.department_id,
            name_key: self.name_key,
            enrolled_at: self.enrolled_at,
            due_on: self.due_on,
            given_due_on: self.given_due_on,
            since: self.since,
            anew_at: self.anew_at,
            joined_on: self.joined_on.as_deref().and_then(|day| day.parse().ok()),
            rests: away(self.absences.as_deref(), self.presences.as_deref())?,
            commitments: commitments(self.commitments.as_deref())?,
            newer: together(self.newer.as_deref())?,
            extra: self.extra,
            left_at: self.left_at,
            paused_from: self.paused_from,
            paused_until: self.paused_until,
            capacities: Capacities::parse(self.capacities.as_deref().unwrap_or_default())?,
            read: newest(self.read.as_deref())?,
            paper_read: newest(self.paper_read.as_deref())?,
            passed: [self.passed, self.passed_texts, self.paper_passed, self.paper_passed_texts]
                .into_iter()
                .flat_map(words)
                .collect(),
            passed_at: self.passed_at.into_iter().chain(self.paper_passed_at).min(),
            sittings: self.sittings,
            open_attempt: self.open_attempt,
            best_percent: best.map(|best| best.0),
            best_on_paper: best.is_some_and(|best| best.1),
            acknowledged: words(self.acknowledged),
            acknowledged_at: self.acknowledged_at,
            acknowledged_percent: self.acknowledged_percent,
            acknowledgment_code: self.acknowledgment_code,
            on_paper: self.on_paper == 1,
            earlier_at: self.earlier_at,
            contact_id: self.contact_id,
            contact_at: self.contact_at,
            admission_id: self.admission_id,
            history: History::parse(self.steps.as_deref().unwrap_or_default())?,
            doubt_at: self.doubt_at,
            answered_at: self.answered_at,
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
