//! SQL of telephone numbers that lists of the office hold: told to their owners alone.

use crate::db::{Tx, Value};
use crate::error::Error;

/// Suggests numbers until a moment: person and number as stored; a newer one takes the place of an older.
pub(crate) async fn suggest(tx: &mut Tx, numbers: &[(String, String)], at: i64, ends_at: i64) -> Result<(), Error> {
    for (person_id, _) in numbers {
        forget_suggestion(tx, person_id).await?;
    }
    let row = |(person_id, phone): &(String, String)| {
        vec![person_id.as_str().into(), phone.as_str().into(), at.into(), ends_at.into()]
    };
    let rows: Vec<Vec<Value>> = numbers.iter().map(row).collect();
    tx.insert_many("phone_suggestion", &["person_id", "phone", "at", "ends_at"], &rows).await
}

/// Forgets it: its owner has answered, or is gone.
pub(crate) async fn forget_suggestion(tx: &mut Tx, person_id: &str) -> Result<(), Error> {
    sqlx::query("delete from phone_suggestion where person_id = $1").bind(person_id).execute(tx).await?;
    Ok(())
}

/// Forgets those whose days are over.
pub(crate) async fn forget_suggestions(tx: &mut Tx, now: i64) -> Result<(), Error> {
    sqlx::query("delete from phone_suggestion where ends_at <= $1").bind(now).execute(tx).await?;
    Ok(())
}
