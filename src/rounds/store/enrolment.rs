//! SQL of enrolments.

use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::standing::rules::{SILENCED, State};
use sqlx::Row as _;
use std::collections::HashMap;

/// The columns of [`Enrolment`], in the order of its cells.
pub const ENROLMENT_COLUMNS: &[&str] = &["round_id", "person_id", "enrolled_at", "enrolled_by", "due_on"];

/// One person in one round.
#[derive(Clone, Debug)]
pub struct Enrolment {
    pub round_id: String,
    pub person_id: String,
    pub enrolled_at: i64,
    pub enrolled_by: Option<String>,
    /// Day; `None` = none.
    pub due_on: Option<String>,
}

impl Enrolment {
    /// As a row of [`ENROLMENT_COLUMNS`].
    pub fn cells(&self) -> Vec<Value> {
        vec![
            Value::from(self.round_id.as_str()),
            Value::from(self.person_id.as_str()),
            Value::from(self.enrolled_at),
            Value::from(self.enrolled_by.clone()),
            Value::from(self.due_on.clone()),
        ]
    }
}

/// Enrols one person; false when they were. `due_on` is a day.
pub async fn enrol(
    tx: &mut Tx,
    round_id: &str,
    person_id: &str,
    by: Option<&str>,
    at: i64,
    due_on: Option<&str>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "insert into enrolment (round_id, person_id, enrolled_at, enrolled_by, due_on) values ($1, $2, $3, $4, $5)
         on conflict (round_id, person_id) do nothing",
    )
    .bind(round_id)
    .bind(person_id)
    .bind(at)
    .bind(by)
    .bind(due_on)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many people are in each round, without those who left.
pub async fn people<'c>(db: impl Ask<'c>) -> Result<HashMap<String, i64>, Error> {
    let rows = sqlx::query(
        "select r.id, (select count(*) from standing s where s.round_id = r.id and s.place <> $1) from round r",
    )
    .bind(State::Left.place())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Takes somebody who is deleted out of every round.
pub(crate) async fn leave_out(tx: &mut Tx, person_id: &str) -> Result<(), Error> {
    sqlx::query("delete from enrolment where person_id = $1").bind(person_id).execute(tx).await?;
    Ok(())
}

/// People of a group whose validity ends on a day (`until`) or before, and whom neither this round nor one that it goes
/// on from asks about it already: id and last day, at most `most`. Nobody who has left, or of whom the newcomers' round
/// asks something.
pub(crate) async fn ending<'c>(
    db: impl Ask<'c>,
    (round_id, group_id): (&str, &str),
    until: &str,
    most: usize,
) -> Result<Vec<(String, String)>, Error> {
    let rows = sqlx::query(
        "with recursive chain (id, follows) as (
           select r.id, r.follows from round r where r.id = $1
           union all select r.id, r.follows from round r join chain c on r.id = c.follows)
         select s.person_id, s.valid_until from standing s join round n on n.id = s.round_id
         where n.kind = 'newcomer' and n.closed_at is null and n.group_id = $2
           and s.valid_until <= $3 and s.left_at is null and s.acknowledged_at is not null
           and not exists (select 1 from standing x join chain c on c.id = x.round_id
             join round o on o.id = c.id and o.closed_at is null
             where x.person_id = s.person_id and x.acknowledged_at is null and (x.progress & $5) = 0)
         order by s.person_id limit $4",
    )
    .bind(round_id)
    .bind(group_id)
    .bind(until)
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .bind(SILENCED)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Those of these people who are in the round.
pub(crate) async fn enrolled_of<'c>(
    db: impl Ask<'c>,
    round_id: &str,
    people: &[(String, String)],
) -> Result<Vec<String>, Error> {
    let sql = format!(
        "select person_id from enrolment where round_id = $1 and person_id in ({})",
        crate::db::places(2, people.len())
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).persistent(false).bind(round_id);
    let rows = people.iter().fold(query, |query, one| query.bind(one.0.clone())).fetch_all(db).await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}
