//! First sittings: who had one, and what they answered.

use crate::db::{Ask, as_of};
use crate::error::Error;
use crate::quizzes::rules::{Drawn, Item, grade};
use crate::quizzes::store::Asked;
use crate::reports::rules::{Answered, FirstSittings};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Answers on paper have no points yet: they are graded as they were there.
const SITTINGS: &str = "with f as (
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
             and t.number = 1 and t.graded_at <= coalesce(q.passed_at, q.failed_at))";

/// The same as it was at the moment `$2`: departments and departures by their own rows.
static THEN: LazyLock<String> = LazyLock::new(|| {
    let then = "from (select e.round_id, e.person_id, f.department_id,
           (select case when count(*) > 0 then 'left' else '' end from presence u where u.person_id = e.person_id
              and u.until_at is null and u.kind = 'left') as state
         from enrolment e join profile f on f.person_id = e.person_id and f.until_at is null
         where e.round_id = $1) s";
    as_of(&SITTINGS.replace("from standing s", then), "$2")
});

/// The first sitting of everybody in a round who has not left, on a screen or on paper, whichever came first: by now, or
/// by a moment before (UTC milliseconds).
pub(crate) async fn first_sittings<'c>(
    db: impl Ask<'c>,
    round_id: &str,
    then: Option<i64>,
) -> Result<FirstSittings, Error> {
    let rows = match then {
        None => sqlx::query(SITTINGS).bind(round_id).fetch_all(db).await?,
        Some(at) => sqlx::query(AssertSqlSafe(THEN.as_str())).bind(round_id).bind(at).fetch_all(db).await?,
    };
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
