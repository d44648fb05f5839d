//! Who would come into a round that is opened now: for looking, before anything is done.

use crate::admissions::rules::{Stage, StepKind};
use crate::db::{Ask, places};
use crate::error::Error;
use crate::rounds::rules::Audience;
use crate::rounds::store::whom::{is_excused, is_here, is_meant, round_terms};
use crate::standing::rules::State;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use std::fmt::Write as _;

/// Names shown at most.
const NAMES: i64 = 500;

/// Whom a round would be for, by where they are on their way into a group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meant {
    pub(crate) people: i64,
    /// Of them away today.
    pub(crate) paused: i64,
    /// Beside them: have confirmed the same texts a short while ago, and are not put in.
    pub(crate) excused: i64,
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

/// A round that is not there yet.
pub(crate) struct Looked<'a> {
    pub(crate) group_id: &'a str,
    pub(crate) audience: &'a Audience,
    /// Hashes of the texts to be confirmed.
    pub(crate) asked: &'a [String],
    /// From when to when a confirmation excuses, UTC milliseconds.
    pub(crate) young: (i64, i64),
    /// `YYYY-MM-DD`.
    pub(crate) today: &'a str,
}

impl Looked<'_> {
    /// The terms as the tables would have them, their values from `$5` on: `$3` and `$4` are `young`.
    fn terms(&self) -> (String, Vec<String>) {
        let rows = self.audience.rows();
        let mut sql = "with whom(kind, thing) as (select '', '' where 1 = 0".to_owned();
        let mut values = Vec::new();
        for (kind, thing) in rows {
            let _ = write!(sql, " union all select '{kind}', cast(${} as text)", values.len() + 5);
            values.push(thing);
        }
        sql.push_str("), asked(sha256) as (select '' where 1 = 0");
        for hash in self.asked {
            let _ = write!(sql, " union all select cast(${} as text)", values.len() + 5);
            values.push(hash.clone());
        }
        sql.push_str("), young(since, until) as (select cast($3 as bigint), cast($4 as bigint)) ");
        (sql, values)
    }

    async fn rows<'c>(&self, db: impl Ask<'c>, rest: &str) -> Result<Vec<AnyRow>, Error> {
        let (terms, values) = self.terms();
        let query = sqlx::query(AssertSqlSafe(terms + rest)).persistent(false);
        let query = query.bind(self.group_id).bind(self.today).bind(self.young.0).bind(self.young.1);
        Ok(values.into_iter().fold(query, sqlx::query::Query::bind).fetch_all(db).await?)
    }
}

pub(crate) async fn meant<'c>(db: impl Ask<'c> + Copy, looked: &Looked<'_>) -> Result<Meant, Error> {
    let rows = looked
        .rows(
            db,
            concat!(
                "select x.kind, x.excused, x.paused, count(*) from (select coalesce(h.kind, '') as kind,
                   case when ",
                is_excused!(),
                " then 1 else 0 end as excused,
                   case when exists (select 1 from absence a where a.person_id = p.id and a.until_at is null
                     and a.kind = 'away' and a.from_on <= $2 and $2 <= a.until_on) then 1 else 0 end as paused
                 from person p
                 left join admission m on m.person_id = p.id and m.group_id = $1 and m.closed_at is null
                 left join admission_step h on h.admission_id = m.id and h.until_at is null
                 where ",
                is_here!(),
                " and ",
                is_meant!(),
                ") x group by x.kind, x.excused, x.paused"
            ),
        )
        .await?;
    let mut found = Meant::default();
    for row in rows {
        let (kind, excused, paused, n): (String, i64, i64, i64) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        if excused == 1 {
            found.excused += n;
            continue;
        }
        found.people += n;
        found.paused += if paused == 1 { n } else { 0 };
        match StepKind::parse(&kind).map(StepKind::stage) {
            Some(Stage::InGroup) => found.in_group += n,
            Some(Stage::Open) => found.waiting += n,
            _ => {}
        }
    }
    let names = looked
        .rows(
            db,
            &format!(
                concat!(
                    "select f.full_name from profile f join person p on p.id = f.person_id
                     where f.until_at is null and $1 = $1 and $2 = $2 and ",
                    is_here!(),
                    " and ",
                    is_meant!(),
                    " and not ",
                    is_excused!(),
                    " order by f.name_key, f.person_id limit {}"
                ),
                NAMES
            ),
        )
        .await?;
    found.names = names.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    Ok(found)
}

/// Names of those whom a round is for and who are not in it, in the order of names, at most [`NAMES`].
pub(crate) async fn missing<'c>(db: impl Ask<'c>, round_id: &str) -> Result<Vec<String>, Error> {
    let rows = sqlx::query(concat!(
        "with ",
        round_terms!(),
        " select f.full_name from profile f join person p on p.id = f.person_id
         where f.until_at is null and ",
        is_here!(),
        " and ",
        is_meant!(),
        " and not ",
        is_excused!(),
        " and not exists (select 1 from enrolment e where e.round_id = $1 and e.person_id = f.person_id)
         order by f.name_key, f.person_id limit $2"
    ))
    .bind(round_id)
    .bind(NAMES)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

/// Whom a round is for: kind and thing of each row.
pub(crate) async fn audience<'c>(db: impl Ask<'c>, round_id: &str) -> Result<Vec<(String, String)>, Error> {
    let rows = sqlx::query(
        "select kind, thing from round_audience where round_id = $1
         union all select 'group', audience_group from round where id = $1 and audience_group is not null
         order by kind, thing",
    )
    .bind(round_id)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The people of these codes, and the codes that are nobody's.
pub(crate) async fn by_codes<'c>(db: impl Ask<'c>, codes: &[&str]) -> Result<(Vec<String>, Vec<String>), Error> {
    if codes.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let sql = format!(
        "select f.code, f.person_id from profile f where f.until_at is null and f.code in ({})",
        places(1, codes.len())
    );
    let query = codes.iter().fold(sqlx::query(AssertSqlSafe(sql)).persistent(false), |query, code| query.bind(*code));
    let rows = query.fetch_all(db).await?;
    let found: Vec<(String, String)> =
        rows.iter().map(|row| Ok::<_, Error>((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, _>>()?;
    let unknown = codes.iter().filter(|code| !found.iter().any(|one| one.0 == **code)).map(|code| (*code).to_owned());
    let unknown = unknown.collect();
    Ok((found.into_iter().map(|one| one.1).collect(), unknown))
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
