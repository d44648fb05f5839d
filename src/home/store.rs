//! SQL of the first page: the one more question, asked only where something needs it.

use crate::accounts::store::office;
use crate::admissions::rules::StepKind;
use crate::db::Ask;
use crate::error::Error;
use crate::people::rules::Capacities;
use crate::quizzes::store::passed_texts;
use sqlx::Row as _;
use std::collections::BTreeSet;

/// What the first page wants to know beside who asks and where they stand; empty where it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Whose readings, and since when they count.
    pub(crate) reader: Option<(String, i64)>,
    /// Whose capacities and passed articles say how many questions they get: the person, the round, and since when a
    /// passed sitting counts.
    pub(crate) examinee: Option<(String, String, i64)>,
    /// Who waits for another sitting, in which round.
    pub(crate) sitter: Option<(String, String)>,
    /// The admission of which the reason of the last step is to be told.
    pub(crate) admission_id: Option<String>,
    /// Whose display name, given after the approval, may not show who they are.
    pub(crate) renamed: Option<String>,
    /// The open round in which whoever runs the house looks for anybody who holds no role.
    pub(crate) office_round: Option<String>,
}

impl Wanted {
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// The answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct More {
    /// SHA-256 of the articles read.
    pub(crate) read: BTreeSet<String>,
    pub(crate) capacities: Capacities,
    /// SHA-256 of the articles passed in the round.
    pub(crate) passed: BTreeSet<String>,
    /// When the last sitting was graded, and whether the wait after it is lifted.
    pub(crate) graded: Option<(i64, bool)>,
    /// Why something was returned, while it is kept.
    pub(crate) remark: String,
    /// A display name in force that does not show who it is; empty when it does.
    pub(crate) odd_name: String,
    pub(crate) has_leader: bool,
    /// Somebody is in the round who holds no role.
    pub(crate) has_members: bool,
    /// Such a person has been given a personal link.
    pub(crate) has_links: bool,
    /// The leader has decided about somebody of the round.
    pub(crate) has_decided: bool,
}

pub(crate) async fn more<'c>(db: impl Ask<'c>, wanted: &Wanted) -> Result<More, Error> {
    let (reader, since) = wanted.reader.clone().unwrap_or_default();
    let (sitter, round) = wanted.sitter.clone().unwrap_or_default();
    let (examinee, exam, counts) = wanted.examinee.clone().unwrap_or_default();
    let rows = sqlx::query(concat!(
        "select 'read' as kind, r.sha256 as value from reading r where r.person_id = $1 and r.read_at >= $2
         union all
         select 'read', x.sha256 from paper q join paper_article x on x.paper_id = q.id and x.ask = 'read'
           where q.person_id = $1 and q.passed_at >= $2
         union all
         select 'capacity', c.document_id || ':' || c.capacity from capacity c
           where c.person_id = $8 and c.until_at is null
         union all
         select 'quiz', u.sha256 from attempt t join attempt_article u on u.attempt_id = t.id
           where t.person_id = $8 and t.round_id = $9 and t.passed_at >= $10
         union all
         select 'quiz', a.sha256 ",
        passed_texts!(attempts, "$8", "$9", "$10"),
        "
         union all
         select 'quiz', a.sha256 ",
        passed_texts!(papers, "$8", "$9", "$10"),
        "
         union all
         select 'quiz', x.sha256 from paper q join paper_article x on x.paper_id = q.id and x.ask = 'quiz'
           where q.person_id = $8 and q.round_id = $9 and q.passed_at >= $10
         union all
         select 'remark', m.body from admission_step p
           join remark m on m.kind = 'admission_step' and m.row_id = p.admission_id || '#' || cast(p.number as text)
           where p.admission_id = $3 and p.until_at is null
         union all
         select 'contact', c.zalo_name from contact c
           where c.person_id = $7 and c.until_at is null and c.name_verdict in ('review', 'refuse')
         union all
         select 'leader', g.id from role_grant g where $4 <> '' and g.role = 'leader' and g.revoked_at is null
         union all
         select 'link', x.id from (select l.id from link l where $4 <> '' and l.kind = 'invite' and not exists
           (select 1 from role_grant g where g.person_id = l.person_id and g.revoked_at is null) limit 1) x
         union all
         select 'link', x.id from (select s.person_id as id from standing s where s.round_id = $4 and s.acknowledged_at is not null limit 1) x
         union all
         select 'approved', x.id from (select s.person_id as id from standing s where s.round_id = $4 and s.decided_at is not null limit 1) x
         union all
         select 'member', x.person_id from (select e.person_id from enrolment e where e.round_id = $4 and not exists
           (select 1 from role_grant g where g.person_id = e.person_id and g.revoked_at is null) limit 1) x
         union all
         select 'graded', x.value from (
           select t.graded_at as at, cast(t.graded_at as text) || case when w.at is null then ':' else ':x' end as value
           from attempt t left join wait_lift w on w.attempt_id = t.id
           where t.person_id = $5 and t.round_id = $6 and t.graded_at is not null
           union all
           select q.failed_at, cast(q.failed_at as text) || case when exists (select 1 from leeway l
             where l.person_id = $5 and l.round_id = $6 and l.kind = 'sitting' and l.at >= q.failed_at)
             then ':x' else ':' end
           from paper q where q.person_id = $5 and q.round_id = $6 and q.failed_at is not null
           order by 1 desc limit 1) x",
    ))
    .bind(reader)
    .bind(since)
    .bind(wanted.admission_id.as_deref().unwrap_or_default())
    .bind(wanted.office_round.as_deref().unwrap_or_default())
    .bind(sitter)
    .bind(round)
    .bind(wanted.renamed.as_deref().unwrap_or_default())
    .bind(examinee)
    .bind(exam)
    .bind(counts)
    .fetch_all(db)
    .await?;
    let (mut found, mut capacities) = (More::default(), Vec::new());
    for row in rows {
        let (kind, value): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        match kind.as_str() {
            "read" => drop(found.read.insert(value)),
            "capacity" => capacities.push(value),
            "quiz" => drop(found.passed.insert(value)),
            "remark" => found.remark = value,
            "contact" => found.odd_name = value,
            "leader" => found.has_leader = true,
            "link" => found.has_links = true,
            "approved" => found.has_decided = true,
            "graded" => {
                found.graded = value.split_once(':').and_then(|(at, x)| Some((at.parse().ok()?, !x.is_empty())));
            }
            _ => found.has_members = true,
        }
    }
    let broken = || Error::internal("a row of capacities cannot be read");
    found.capacities = Capacities::parse(&capacities.join(" ")).ok_or_else(broken)?;
    Ok(found)
}

/// How many applications of the viewer's groups took each of these steps since a moment and stand there still.
pub(crate) async fn news<'c>(
    db: impl Ask<'c>,
    viewer: &str,
    since: i64,
    steps: [StepKind; 3],
) -> Result<[i64; 3], Error> {
    let row = sqlx::query(concat!(
        "select count(*) filter (where h.kind = $3), count(*) filter (where h.kind = $4),
           count(*) filter (where h.kind = $5)
         from admission_step h join admission m on m.id = h.admission_id join round r on r.id = m.round_id
         where h.until_at is null and h.kind in ($3, $4, $5) and h.at > $2 and m.person_id <> $1 and ",
        office!("$1", "r.group_id"),
    ))
    .bind(viewer)
    .bind(since)
    .bind(steps[0].as_str())
    .bind(steps[1].as_str())
    .bind(steps[2].as_str())
    .fetch_one(db)
    .await?;
    Ok([row.try_get(0)?, row.try_get(1)?, row.try_get(2)?])
}
