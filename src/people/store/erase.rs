//! SQL of forgetting a person: every row that names them is emptied, and what only described them goes.

use crate::db::Tx;
use crate::error::Error;
use crate::text::say;

/// Empties the rows; the copies of closed rounds lose the sort key of the name too.
pub(crate) async fn erase(tx: &mut Tx, person_id: &str, at: i64) -> Result<(), Error> {
    sqlx::query("update person set erased_at = $2 where id = $1 and erased_at is null")
        .bind(person_id)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "update profile set code = null, family = '', middle = '', given = '', full_name = $2, name_key = '',
           position = '' where person_id = $1",
    )
    .bind(person_id)
    .bind(say("person.erased_name"))
    .execute(&mut *tx)
    .await?;
    for sql in [
        "delete from person_word where person_id = $1",
        "delete from private where person_id = $1",
        "delete from remark where person_id = $1",
        "update standing set name_key = '' where person_id = $1",
    ] {
        sqlx::query(sql).bind(person_id).execute(&mut *tx).await?;
    }
    Ok(())
}
