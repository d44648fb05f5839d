//! What no table of a round's people says of it.

use crate::db::{Ask, as_of};
use crate::error::Error;
use crate::people::rules::Reason;
use crate::reports::rules::{Away, Doubts, Note};
use crate::standing::rules::{ACKNOWLEDGED, State};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is known of a round on a day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// `None`: nobody has written any.
    pub(crate) note: Option<Note>,
    pub(crate) doubts: Doubts,
    pub(crate) away: Vec<Away>,
    /// Instead of it, of a day in the past: why somebody was away within the round, by their id.
    pub(crate) reasons: BTreeMap<String, Reason>,
    /// Ids and names of departments as they were, in the order of lists.
    pub(crate) departments: Vec<(String, String)>,
}

/// What is written, and the doubts; of a round `$1`.
macro_rules! written {
    () => {
        "select 'report_note' as kind, w.obstacles as a, w.proposals as b, w.recipients as c, w.number as n,
           cast(0 as bigint) as m
         from report_note w where w.round_id = $1 and w.until_at is null
         union all
         select 'doubt', '', '', '', count(*), count(*) filter (where d.until_at is null)
         from doubt d where d.round_id = $1 and d.withdrawn_at is null"
    };
}

/// Asks for it as of a moment (UTC milliseconds) of the day `today`; `opened_on` is the round's first day.
pub(crate) async fn told<'c>(
    db: impl Ask<'c>,
    round_id: &str,
    (opened_on, today): (&str, &str),
    at: i64,
) -> Result<Told, Error> {
    let rows = sqlx::query(concat!(
        written!(),
        "
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
         where l.kind = 'department' and l.since_at <= $4 and (l.until_at is null or l.until_at > $4)"
    ))
    .bind(round_id)
    .bind(opened_on)
    .bind(today)
    .bind(at)
    .bind(State::InGroup.place())
    .bind(ACKNOWLEDGED)
    .fetch_all(db)
    .await?;
    gathered(&rows)
}

/// The same as it was at the moment `$4`; whom an absence is of is told, not counted.
static THEN: LazyLock<String> = LazyLock::new(|| {
    as_of(
        concat!(
            written!(),
            "
         union all
         select 'away', e.person_id, coalesce(a.reason, (select b.reason from absence b
           where b.person_id = a.person_id and b.number = a.number - 1), ''), '', cast(0 as bigint), cast(0 as bigint)
         from enrolment e join absence a on a.person_id = e.person_id and a.until_at is null
         where e.round_id = $1 and a.from_on <= $3 and a.until_on >= $2
         union all
         select 'label', l.thing, l.body, '', d.place, cast(0 as bigint) from label l join department d on d.id = l.thing
         where l.kind = 'department' and l.until_at is null"
        ),
        "$4",
    )
});

/// Asks for it as of the end of a past day, of which `at` is the first moment that is not in it any more. What HC-DV
/// writes has no day: it is the newest.
pub(crate) async fn told_then<'c>(
    db: impl Ask<'c>,
    round_id: &str,
    (opened_on, day): (&str, &str),
    at: i64,
) -> Result<Told, Error> {
    let rows = sqlx::query(AssertSqlSafe(THEN.as_str()))
        .bind(round_id)
        .bind(opened_on)
        .bind(day)
        .bind(at)
        .fetch_all(db)
        .await?;
    gathered(&rows)
}

fn gathered(rows: &[AnyRow]) -> Result<Told, Error> {
    let (mut told, mut places) = (Told::default(), Vec::new());
    for row in rows {
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
        "away" => {
            told.reasons.extend(Reason::parse(&text("b")?).map(|reason| text("a").map(|id| (id, reason))).transpose()?);
        }
        _ => told.away.push(Away { reason: Reason::parse(&text("a")?), paused: more > 0, n: number }),
    }
    Ok(())
}
