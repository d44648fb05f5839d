//! SQL of enrolments.

use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::standing::rules::State;
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
