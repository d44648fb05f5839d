//! SQL of accounts switched off and on: a chain.

use crate::accounts::rules::Switch;
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::stored;
use sqlx::Row;

stored!(Switch);

/// The last row of the chain: its number and what it says; nothing yet is 0 and on.
async fn head<'c>(db: impl Ask<'c>, person_id: &str) -> Result<(i64, Switch), Error> {
    let row = sqlx::query("select number, kind from account_switch where person_id = $1 and until_at is null")
        .bind(person_id)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok((0, Switch::Enabled)) };
    Ok((row.try_get(0)?, row.try_get(1)?))
}

/// Switches an account; the number of the row, or `None` when it stands so already. The person is held.
pub async fn switch(tx: &mut Tx, person_id: &str, to: Switch, by: Option<&str>, at: i64) -> Result<Option<i64>, Error> {
    let (number, now) = head(&mut *tx, person_id).await?;
    if now == to {
        return Ok(None);
    }
    sqlx::query("update account_switch set until_at = $3 where person_id = $1 and number = $2 and until_at is null")
        .bind(person_id)
        .bind(number)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    sqlx::query("insert into account_switch (person_id, number, kind, at, by_id) values ($1, $2, $3, $4, $5)")
        .bind(person_id)
        .bind(number + 1)
        .bind(to)
        .bind(at)
        .bind(by)
        .execute(tx)
        .await?;
    Ok(Some(number + 1))
}
