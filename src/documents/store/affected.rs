//! Who confirms a text once more when it gets its number and day: for looking, before anything is done.

use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use crate::standing::rules::State;
use sqlx::Row as _;

/// Names shown at most.
const NAMES: i64 = 500;

/// An open round that asks about the document.
#[derive(Clone, Debug)]
pub(crate) struct AffectedRound {
    pub(crate) name: String,
    /// Days from the entry, for those who had confirmed; 0 = no day.
    pub(crate) due_days: i64,
    /// 1: working days.
    pub(crate) working: i64,
    pub(crate) people: i64,
    /// Of them with a confirmation in force.
    pub(crate) confirmed: i64,
    /// Applications of this round before the leader.
    pub(crate) waiting: i64,
}

from_row!(AffectedRound { name, due_days, working, people, confirmed, waiting });

/// The open rounds of a document, and everybody who is asked again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Affected {
    pub(crate) rounds: Vec<AffectedRound>,
    /// People with a confirmation in force in any of them.
    pub(crate) people: i64,
    /// The first of them, in the order of names.
    pub(crate) names: Vec<String>,
}

impl Affected {
    /// How many are not named.
    pub(crate) fn unnamed(&self) -> i64 {
        self.people - i64::try_from(self.names.len()).unwrap_or(self.people)
    }
}

/// Who has a confirmation in force in an open round of document `$1`.
macro_rules! confirmed {
    ($what:literal, $rest:literal) => {
        concat!(
            "select ",
            $what,
            " from profile f where f.until_at is null and exists (select 1 from standing s
               join round r on r.id = s.round_id and r.closed_at is null
               join round_version x on x.round_id = r.id and x.document_id = $1 and x.until_at is null
               where s.person_id = f.person_id and s.acknowledged_at is not null and s.place <> $2) ",
            $rest
        )
    };
}

pub(crate) async fn affected<'c>(db: impl Ask<'c> + Copy, document: &str) -> Result<Affected, Error> {
    let rounds = sqlx::query_as(
        "select r.name, r.due_days, r.working,
           (select count(*) from standing s where s.round_id = r.id and s.place <> $2) as people,
           (select count(*) from standing s where s.round_id = r.id and s.place <> $2
              and s.acknowledged_at is not null) as confirmed,
           (select count(*) from admission_step h join admission m on m.id = h.admission_id and m.round_id = r.id
              where h.until_at is null and h.kind in ('submitted', 'reopened', 'withdrawn')) as waiting
         from round r join round_version x on x.round_id = r.id and x.document_id = $1 and x.until_at is null
         where r.closed_at is null order by r.opened_at, r.id",
    )
    .bind(document)
    .bind(State::Left.place())
    .fetch_all(db)
    .await?;
    let row = sqlx::query(confirmed!("count(*)", "")).bind(document).bind(State::Left.place()).fetch_one(db).await?;
    let names = sqlx::query(confirmed!("f.full_name", "order by f.name_key, f.person_id limit $3"))
        .bind(document)
        .bind(State::Left.place())
        .bind(NAMES)
        .fetch_all(db)
        .await?;
    let names = names.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    Ok(Affected { rounds, people: row.try_get(0)?, names })
}
