//! SQL of reports: what of a round no table of theirs says, and what is written into its report.

use super::rules::{Answered, Away, Doubts, FirstSittings, Note};
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::people::rules::Reason;
use crate::quizzes::rules::{Drawn, Item, grade};
use crate::quizzes::store::Asked;
use crate::standing::rules::{ACKNOWLEDGED, State};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a round on a day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// `None`: nobody has written any.
    pub(crate) note: Option<Note>,
    pub(crate) doubts: Doubts,
    pub(crate) away: Vec<Away>,
    /// Ids and names of departments as they were, in the order of lists.
    pub(crate) departments: Vec<(String, String)>,
}

/// Asks for it as of a moment (UTC milliseconds) of the day `today`; `opened_on` is the round's first day.
pub(crate) async fn told<'c>(
    db: impl Ask<'c>,
    round_id: &str,
    (opened_on, today): (&str, &str),
    at: i64,
) -> Result<Told, Error> {
    let rows = sqlx::query(
        "select 'report_note' as kind, w.obstacles as a, w.proposals as b, w.recipients as c, w.number as n,
           cast(0 as bigint) as m
         from report_note w where w.round_id = $1 and w.until_at is null
         union all
         select 'doubt', '', '', '', count(*), count(*) filter (where d.until_at is null)
         from doubt d where d.round_id = $1 and d.withdrawn_at is null
         union all
         select 'absence', z.reason, '', '', count(*), z.paused from (
           select case when s.paused_from <= $3 and s.paused_until >= $3 and s.place < $5 then 1 else 0 end as paused,
             case when a.from_on <= $3 and a.until_on >= $2 then coalesce(a.reason, (select b.reason from absence b
               where b.person_id = a.person_id and b.number = a.number - 1), '') else '' end as reason
           from standing s
           left join absence a on a.person_id = s.person_id and a.number = (select max(x.number) from absence x
             where x.person_id = s.person_id and x.at <= $4)
           where s.round_id = $1 and s.state <> 'left'
             and ((s.progress & $6) = 0 or (s.paused_from <= $3 and s.paused_until >= $3 and s.place < $5))) z
         group by z.reason, z.paused
         union all
         select 'label', l.thing, l.body, '', d.place, cast(0 as bigint) from label l join department d on d.id = l.thing
         where l.kind = 'department' and l.since_at <= $4 and (l.until_at is null or l.until_at > $4)",
    )
    .bind(round_id)
    .bind(opened_on)
    .bind(today)
    .bind(at)
    .bind(State::InGroup.place())
    .bind(ACKNOWLEDGED)
    .fetch_all(db)
    .await?;
    let (mut told, mut places) = (Told::default(), Vec::new());
    for row in &rows {
        take(row, &mut told, &mut places)?;
    }
    places.sort();
    told.departments = places.into_iter().map(|(_, id, name)| (id, name)).collect();
    Ok(told)
}

fn take(row: &AnyRow, told: &mut Told, places: &mut Vec<(i64, String, String)>) -> Result<(), Error> {
    let text = |name: &str| row.try_get::<String, _>(name);
    let (number, more): (i64, i64) = (row.try_get("n")?, row.try_get("m")?);
    match text("kind")?.as_str() {
        "report_note" => {
            let (obstacles, proposals, recipients) = (text("a")?, text("b")?, text("c")?);
            told.note = Some(Note { number, obstacles, proposals, recipients });
        }
        "doubt" => told.doubts = Doubts { sent: number, waiting: more },
        "label" => places.push((number, text("a")?, text("b")?)),
        _ => told.away.push(Away { reason: Reason::parse(&text("a")?), paused: more > 0, n: number }),
    }
    Ok(())
}

/// The first sitting of everybody in a round who has not left, on a screen or on paper, whichever came first. Answers
/// on paper have no points yet: they are graded as they were there.
pub(crate) async fn first_sittings<'c>(db: impl Ask<'c>, round_id: &str) -> Result<FirstSittings, Error> {
    let rows = sqlx::query(
        "with f as (
           select s.department_id, t.id from standing s
           join attempt t on t.person_id = s.person_id and t.round_id = s.round_id and t.number = 1
           where s.round_id = $1 and s.state <> 'left' and t.graded_at is not null
             and not exists (select 1 from paper q where q.person_id = s.person_id and q.round_id = s.round_id
               and q.quiz_sha256 is not null and coalesce(q.passed_at, q.failed_at) < t.graded_at)),
         g as (
           select f.department_id, i.item_sha256, count(*) as n, cast(sum(i.points) as bigint) as points
           from f join attempt_item i on i.attempt_id = f.id group by f.department_id, i.item_sha256)
         select g.department_id, g.item_sha256, g.n, g.points,
           case when row_number() over (partition by g.item_sha256 order by g.department_id) = 1 then m.body end as body,
           '' as paper_id, cast(0 as bigint) as place, '' as shown, cast(null as text) as answer
         from g join item m on m.sha256 = g.item_sha256
         union all
         select f.department_id, '', count(*), cast(0 as bigint), cast(null as text), '', cast(0 as bigint), '',
           cast(null as text)
         from f group by f.department_id
         union all
         select s.department_id, i.item_sha256, cast(1 as bigint), cast(null as bigint), m.body, q.id, i.place, i.shown,
           a.answer
         from standing s
         join paper q on q.person_id = s.person_id and q.round_id = s.round_id and q.number = (
           select min(o.number) from paper o where o.person_id = s.person_id and o.round_id = s.round_id
             and o.quiz_sha256 is not null and coalesce(o.passed_at, o.failed_at) is not null)
         join paper_item i on i.paper_id = q.id join item m on m.sha256 = i.item_sha256
         left join paper_answer a on a.paper_id = q.id and a.place = i.place and a.number = (
           select max(e.number) from paper_step e where e.paper_id = q.id and e.kind = 'entered')
         where s.round_id = $1 and s.state <> 'left'
           and not exists (select 1 from attempt t where t.person_id = s.person_id and t.round_id = s.round_id
             and t.number = 1 and t.graded_at <= coalesce(q.passed_at, q.failed_at))",
    )
    .bind(round_id)
    .fetch_all(db)
    .await?;
    gathered(&rows)
}

fn gathered(rows: &[AnyRow]) -> Result<FirstSittings, Error> {
    let (mut sat, mut papers) = (FirstSittings::default(), BTreeSet::new());
    let mut contents = BTreeMap::new();
    for row in rows {
        let sha256: String = row.try_get("item_sha256")?;
        if let Some(body) = row.try_get::<Option<String>, _>("body")? {
            let item: Item = serde_json::from_str(&body).map_err(Error::internal)?;
            let main = item.clauses.into_iter().next();
            contents.insert(sha256, main.map(|clause| (item.document, clause)));
        }
    }
    for row in rows {
        let (department_id, sha256): (String, String) = (row.try_get("department_id")?, row.try_get("item_sha256")?);
        let (answers, paper): (i64, String) = (row.try_get("n")?, row.try_get("paper_id")?);
        if sha256.is_empty() {
            *sat.people.entry(department_id).or_default() += answers;
            continue;
        }
        if !paper.is_empty() && papers.insert(paper) {
            *sat.people.entry(department_id.clone()).or_default() += 1;
        }
        let points = match row.try_get::<Option<i64>, _>("points")? {
            Some(points) => points,
            None => on_paper(row)?,
        };
        let Some(content) = contents.get(&sha256).cloned().flatten() else { continue };
        sat.answered.push(Answered { department_id, content, answers, points });
    }
    Ok(sat)
}

/// What an answer on paper is worth.
fn on_paper(row: &AnyRow) -> Result<i64, Error> {
    let one = Asked::read(row)?;
    let drawn: &Drawn = &one.drawn;
    Ok(grade(drawn, one.answer.as_ref()).points)
}

/// Puts a saving behind the one it was typed over (`note.number`; 0: the first); false: another came first.
pub(crate) async fn add_note(
    tx: &mut Tx,
    round_id: &str,
    note: &Note,
    by: Option<&str>,
    at: i64,
) -> Result<bool, Error> {
    sqlx::query("update report_note set until_at = $3 where round_id = $1 and number = $2 and until_at is null")
        .bind(round_id)
        .bind(note.number)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    let done = sqlx::query(
        "insert into report_note (round_id, number, at, by_id, obstacles, proposals, recipients)
         select $1, $2 + 1, $3, $4, $5, $6, $7
         where (select coalesce(max(x.number), 0) from report_note x where x.round_id = $1) = $2 on conflict do nothing",
    )
    .bind(round_id)
    .bind(note.number)
    .bind(at)
    .bind(by)
    .bind(&note.obstacles)
    .bind(&note.proposals)
    .bind(&note.recipients)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
