//! SQL of the delays after wrong passwords.

use crate::accounts::rules;
use crate::db::Tx;
use crate::error::Error;
use crate::id::sha256;
use sqlx::Row;

/// Takes one try for the account and for the address, before the password is looked at.
///
/// # Errors
/// [`Error::Conflict`] while the delay of one of them runs.
pub async fn take_try(tx: &mut Tx, login: &str, ip: &str, now: i64) -> Result<(), Error> {
    let keys = [
        (format!("login:{}", sha256(login)), rules::account_delay as fn(i64) -> i64),
        (format!("ip:{ip}"), rules::address_delay as fn(i64) -> i64),
    ];
    for (key, delay) in keys {
        let row = sqlx::query(
            "insert into throttle (key, failures, last_at, until_at) values ($1, 1, $2, 0)
             on conflict (key) do update set last_at = $2,
               failures = case when throttle.last_at < $3 then 1 else throttle.failures + 1 end
             where throttle.until_at <= $2 returning failures",
        )
        .bind(&key)
        .bind(now)
        .bind(now - rules::FORGET)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Err(Error::conflict("sign_in.wait")) };
        let failures: i64 = row.try_get(0)?;
        // No delay is no moment: whoever came a little earlier, and is served a little later, has none either.
        let wait = delay(failures);
        sqlx::query("update throttle set until_at = $2 where key = $1")
            .bind(&key)
            .bind(if wait > 0 { now + wait } else { 0 })
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// The right password was given: the account's tries are forgotten, the address gets its one back.
pub async fn forget_tries(tx: &mut Tx, login: &str, ip: &str) -> Result<(), Error> {
    sqlx::query("delete from throttle where key = $1")
        .bind(format!("login:{}", sha256(login)))
        .execute(&mut *tx)
        .await?;
    sqlx::query("update throttle set failures = failures - 1, until_at = 0 where key = $1 and failures > 0")
        .bind(format!("ip:{ip}"))
        .execute(tx)
        .await?;
    Ok(())
}
