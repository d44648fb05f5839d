//! SQL of the calendar.

use crate::calendar::rules::{Calendar, Entry, Kind};
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::stored;
use sqlx::Row as _;

stored!(Kind);

/// Everything that was entered about days.
pub async fn calendar<'c>(db: impl Ask<'c>) -> Result<Calendar, Error> {
    let mut calendar = Calendar::default();
    for row in sqlx::query("select day, kind, at from calendar_day order by day, number").fetch_all(db).await? {
        let broken = || Error::internal("a day of the calendar cannot be read");
        let day = row.try_get::<String, _>(0)?.parse().map_err(|_| broken())?;
        calendar.push(day, Entry { kind: row.try_get(1)?, at: row.try_get(2)? });
    }
    Ok(calendar)
}

/// Adds the next row of a day's chain; its number, or `None` where the same stands already. `day` is `YYYY-MM-DD`.
pub(crate) async fn enter(tx: &mut Tx, day: &str, kind: Kind, by: Option<&str>, at: i64) -> Result<Option<i64>, Error> {
    let row = sqlx::query("select number, kind from calendar_day where day = $1 and until_at is null")
        .bind(day)
        .fetch_optional(&mut *tx)
        .await?;
    let before: Option<(i64, Kind)> = row.map(|row| Ok::<_, Error>((row.try_get(0)?, row.try_get(1)?))).transpose()?;
    if before.map_or(Kind::Plain, |one| one.1) == kind {
        return Ok(None);
    }
    let number = before.map_or(0, |one| one.0) + 1;
    sqlx::query("update calendar_day set until_at = $3 where day = $1 and number = $2 and until_at is null")
        .bind(day)
        .bind(number - 1)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    sqlx::query("insert into calendar_day (day, number, kind, at, by_id) values ($1, $2, $3, $4, $5)")
        .bind(day)
        .bind(number)
        .bind(kind)
        .bind(at)
        .bind(by)
        .execute(tx)
        .await?;
    Ok(Some(number))
}

/// The one row of `beat`.
const SERVER: &str = "server";

/// When the server last said that it runs; `None` before the first time.
pub(crate) async fn last_beat<'c>(db: impl Ask<'c>) -> Result<Option<i64>, Error> {
    let row = sqlx::query("select at from beat where name = $1").bind(SERVER).fetch_optional(db).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

pub(crate) async fn beat(tx: &mut Tx, at: i64) -> Result<(), Error> {
    sqlx::query("insert into beat (name, at) values ($2, $1) on conflict (name) do update set at = excluded.at")
        .bind(at)
        .bind(SERVER)
        .execute(tx)
        .await?;
    Ok(())
}

/// Notes a time without a server; false when it is noted already.
pub(crate) async fn note_outage(tx: &mut Tx, (from, until): (i64, i64), at: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "insert into outage (from_at, until_at, noted_at) values ($1, $2, $3) on conflict (from_at) do nothing",
    )
    .bind(from)
    .bind(until)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The times without a server since a moment.
pub(crate) async fn outages<'c>(db: impl Ask<'c>, since: i64) -> Result<Vec<(i64, i64)>, Error> {
    let rows = sqlx::query("select from_at, until_at from outage where until_at >= $1 order by from_at")
        .bind(since)
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
