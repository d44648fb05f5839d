//! Who would come into a round that is opened now: for looking, before anything is done.

use crate::admissions::rules::{Stage, StepKind};
use crate::db::Ask;
use crate::error::Error;
use crate::standing::rules::State;
use sqlx::Row as _;

/// Names shown at most.
const NAMES: i64 = 500;

/// Everybody who is here, by where they are on their way into a group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meant {
    pub(crate) people: i64,
    pub(crate) in_group: i64,
    /// Applications before the leader.
    pub(crate) waiting: i64,
    /// The first of them, in the order of names.
    pub(crate) names: Vec<String>,
}

impl Meant {
    /// How many are not named.
    pub(crate) fn unnamed(&self) -> i64 {
        self.people - i64::try_from(self.names.len()).unwrap_or(self.people)
    }
}

pub(crate) async fn meant<'c>(db: impl Ask<'c> + Copy, group_id: &str) -> Result<Meant, Error> {
    let rows = sqlx::query(
        "select coalesce(h.kind, ''), count(*) from person p
         left join admission m on m.person_id = p.id and m.group_id = $1 and m.closed_at is null
         left join admission_step h on h.admission_id = m.id and h.until_at is null
         where p.erased_at is null and not exists (select 1 from presence x
           where x.person_id = p.id and x.until_at is null and x.kind = 'left') group by coalesce(h.kind, '')",
    )
    .bind(group_id)
    .fetch_all(db)
    .await?;
    let mut found = Meant::default();
    for row in rows {
        let (kind, n): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        found.people += n;
        match StepKind::parse(&kind).map(StepKind::stage) {
            Some(Stage::InGroup) => found.in_group += n,
            Some(Stage::Open) => found.waiting += n,
            _ => {}
        }
    }
    let names = sqlx::query(
        "select f.full_name from profile f join person p on p.id = f.person_id
         where f.until_at is null and p.erased_at is null and not exists (select 1 from presence x
           where x.person_id = p.id and x.until_at is null and x.kind = 'left')
         order by f.name_key, f.person_id limit $1",
    )
    .bind(NAMES)
    .fetch_all(db)
    .await?;
    found.names = names.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    Ok(found)
}

/// Names of those who are here and not in a round, in the order of names, at most [`NAMES`].
pub(crate) async fn missing<'c>(db: impl Ask<'c>, round_id: &str) -> Result<Vec<String>, Error> {
    let rows = sqlx::query(
        "select f.full_name from profile f join person p on p.id = f.person_id
         where f.until_at is null and p.erased_at is null and not exists (select 1 from presence x
           where x.person_id = p.id and x.until_at is null and x.kind = 'left')
           and not exists (select 1 from enrolment e where e.round_id = $1 and e.person_id = p.id)
         order by f.name_key, f.person_id limit $2",
    )
    .bind(round_id)
    .bind(NAMES)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

/// Those in a round who are still here and have not confirmed in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unfinished {
    pub(crate) people: i64,
    /// The first of them, in the order of names.
    pub(crate) names: Vec<String>,
}

impl Unfinished {
    /// How many are not named.
    pub(crate) fn unnamed(&self) -> i64 {
        self.people - i64::try_from(self.names.len()).unwrap_or(self.people)
    }
}

/// Who has not confirmed in a round.
pub(crate) async fn unfinished<'c>(db: impl Ask<'c> + Copy, round_id: &str) -> Result<Unfinished, Error> {
    let left = State::Left.place();
    let people =
        sqlx::query("select count(*) from standing where round_id = $1 and acknowledged_at is null and place <> $2")
            .bind(round_id)
            .bind(left)
            .fetch_one(db)
            .await?
            .try_get(0)?;
    let rows = sqlx::query(
        "select f.full_name from standing s join profile f on f.person_id = s.person_id and f.until_at is null
         where s.round_id = $1 and s.acknowledged_at is null and s.place <> $2
         order by f.name_key, f.person_id limit $3",
    )
    .bind(round_id)
    .bind(left)
    .bind(NAMES)
    .fetch_all(db)
    .await?;
    Ok(Unfinished { people, names: rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()? })
}

/// Whom a further text of an open round gives more to do.
#[derive(Clone, Debug, Default)]
pub(crate) struct Further {
    pub(crate) people: i64,
    /// Of them with a confirmation in force.
    pub(crate) confirmed: i64,
    /// Applications of the round before the leader.
    pub(crate) waiting: i64,
}

crate::from_row!(Further { people, confirmed, waiting });

pub(crate) async fn further<'c>(db: impl Ask<'c>, round_id: &str) -> Result<Further, Error> {
    Ok(sqlx::query_as(
        "select count(*) as people, count(s.acknowledged_at) as confirmed,
           (select count(*) from admission_step h join admission m on m.id = h.admission_id and m.round_id = $1
              where h.until_at is null and h.kind in ('submitted', 'reopened', 'withdrawn')) as waiting
         from standing s where s.round_id = $1 and s.place <> $2",
    )
    .bind(round_id)
    .bind(State::Left.place())
    .fetch_one(db)
    .await?)
}
