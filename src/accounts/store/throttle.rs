//! SQL of the delays after wrong passwords.

use crate::accounts::rules::{FORGET, LONGEST, Source, loud};
use crate::db::{Ask, Tx};
use crate::error::Error;
use sqlx::Row;

/// Milliseconds until the delays of a source end; 0 when none runs.
pub(crate) async fn waiting<'c>(db: impl Ask<'c>, source: &Source, now: i64) -> Result<i64, Error> {
    let keys: Vec<String> = source.counters(false).into_iter().map(|one| one.key).collect();
    let row = sqlx::query("select max(until_at) from throttle where key = $1 or key = $2")
        .bind(keys.first())
        .bind(keys.last())
        .fetch_optional(db)
        .await?;
    let until = row.map(|row| row.try_get::<Option<i64>, _>(0)).transpose()?.flatten().unwrap_or_default();
    let wait = until - now;
    Ok(if (0..=LONGEST).contains(&wait) { wait } else { 0 })
}

/// A wrong password: counted for its source, and for its address; whether that one is loud by now.
pub(crate) async fn failed(tx: &mut Tx, source: &Source, now: i64) -> Result<bool, Error> {
    let loud = charge(tx, source, now).await?;
    for one in source.counters(loud) {
        let failures = count_up(tx, &one.key, now).await?;
        let wait = (one.delay)(failures);
        if wait > 0 {
            sqlx::query("update throttle set until_at = $2 where key = $1 and (until_at < $2 or until_at > $3)")
                .bind(&one.key)
                .bind(now + wait)
                .bind(now + LONGEST)
                .execute(&mut *tx)
                .await?;
        }
    }
    Ok(loud)
}

/// A try counted for its address alone, also one that was not looked at; whether the address is loud by now.
pub(crate) async fn charge(tx: &mut Tx, source: &Source, now: i64) -> Result<bool, Error> {
    match source.address() {
        Some(key) => Ok(loud(count_up(tx, &key, now).await?)),
        None => Ok(false),
    }
}

async fn count_up(tx: &mut Tx, key: &str, now: i64) -> Result<i64, Error> {
    let row = sqlx::query(
        "insert into throttle (key, failures, last_at, until_at) values ($1, 1, $2, 0)
         on conflict (key) do update set last_at = $2,
           failures = case when throttle.last_at < $3 then 1 else throttle.failures + 1 end
         returning failures",
    )
    .bind(key)
    .bind(now)
    .bind(now - FORGET)
    .fetch_one(&mut *tx)
    .await?;
    Ok(row.try_get(0)?)
}

/// The right password was given: what the source itself did wrong before is forgotten. The counts of its address, and of
/// the name elsewhere, stay: the owner's coming gives nobody new tries.
pub(crate) async fn forget_tries(tx: &mut Tx, source: &Source) -> Result<(), Error> {
    let own = source.counters(false).into_iter().next().map(|one| one.key);
    sqlx::query("delete from throttle where key = $1").bind(own).execute(tx).await?;
    Ok(())
}
