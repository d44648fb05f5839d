//! SQL of reminders; the table is append-only.

use crate::db::{Ask, Tx, places};
use crate::error::Error;
use crate::from_row;
use crate::standing::rules::{ACKNOWLEDGED, SILENCED, State};
use sqlx::Row as _;

/// When the person of a standing `s` was last reminded in its round.
macro_rules! reminded_at {
    () => {
        "(select m.at from reminder m where m.person_id = s.person_id and m.round_id = s.round_id
            order by m.number desc limit 1) as reminded_at"
    };
}

pub(crate) use reminded_at;

/// Somebody who may have to be reminded.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) round_id: String,
    pub(crate) person_id: String,
    pub(crate) state: State,
    /// `YYYY-MM-DD`.
    pub(crate) due_on: String,
    /// Sittings used, and beyond those of the round.
    pub(crate) sittings: i64,
    pub(crate) extra: i64,
    pub(crate) reminded_at: Option<i64>,
}

from_row!(Waiting { round_id, person_id, state, due_on, sittings, extra, reminded_at });

/// Who of these rounds has something to do until `until` (`YYYY-MM-DD`) or before, is not paused on `today` and waits for
/// no answer, in the order of days and names.
pub(crate) async fn waiting<'c>(
    db: impl Ask<'c>,
    rounds: &[&str],
    (until, today): (&str, &str),
) -> Result<Vec<Waiting>, Error> {
    if rounds.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        concat!(
            "select s.round_id, s.person_id, s.state, s.due_on, s.sittings, s.extra, ",
            reminded_at!(),
            " from standing s
             where s.place <= $1 and (s.progress & $2) = 0 and s.due_on <= $3 and s.doubt_at is null
               and (s.paused_from is null or s.paused_from > $4 or s.paused_until < $4) and s.round_id in ({})
             order by s.due_on, s.name_key, s.person_id"
        ),
        places(5, rounds.len())
    );
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).persistent(false).bind(State::ReadyToAcknowledge.place());
    let query = query.bind(ACKNOWLEDGED | SILENCED).bind(until).bind(today);
    Ok(rounds.iter().fold(query, |query, id| query.bind((*id).to_owned())).fetch_all(db).await?)
}

/// Adds a row; the answer is its number.
pub(crate) async fn add(
    tx: &mut Tx,
    (person_id, round_id): (&str, &str),
    by: Option<&str>,
    at: i64,
) -> Result<i64, Error> {
    let row = sqlx::query(
        "insert into reminder (person_id, round_id, number, at, by_id)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4 from reminder where person_id = $1 and round_id = $2
         returning number",
    )
    .bind(person_id)
    .bind(round_id)
    .bind(at)
    .bind(by)
    .fetch_one(tx)
    .await?;
    Ok(row.try_get(0)?)
}
