//! Twice is once: one table of form keys for every act that creates something.

use crate::act::Act;
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::id::is_id;
use sqlx::Row;

/// Takes the form of an act. `Some(result)`: the same form was sent before, and this came of it; the act answers that
/// and does nothing. `what` names the act, with what it is about where its result does not tell: the same key with
/// another content is refused, never answered "done". On PostgreSQL a second tap waits here until the first one is decided.
///
/// # Errors
/// [`Error::Invalid`] when the key is not one of ours.
pub async fn before(tx: &mut Tx, act: &Act, what: &str) -> Result<Option<String>, Error> {
    let Some(key) = &act.form else { return Ok(None) };
    if !is_id(key) {
        return Err(Error::invalid("form.unknown_field"));
    }
    let person = act.by_id().unwrap_or_default();
    let taken = sqlx::query(
        "insert into form (person_id, key, what, at, result) values ($1, $2, $3, $4, '')
         on conflict (person_id, key) do nothing",
    )
    .bind(person)
    .bind(key)
    .bind(what)
    .bind(act.at)
    .execute(&mut *tx)
    .await?;
    if taken.rows_affected() == 1 {
        return Ok(None);
    }
    let result = kept(&mut *tx, act, what).await?;
    Ok(Some(result.ok_or_else(|| Error::invalid("form.unknown_field"))?))
}

/// What came of a form that was sent before, without taking it: the answer to a request whose reply was lost, whatever
/// has changed since.
pub(crate) async fn result<'c>(db: impl Ask<'c>, act: &Act, what: &str) -> Result<Option<String>, Error> {
    Ok(kept(db, act, what).await?.filter(|result| !result.is_empty()))
}

async fn kept<'c>(db: impl Ask<'c>, act: &Act, what: &str) -> Result<Option<String>, Error> {
    let row = sqlx::query("select result from form where person_id = $1 and key = $2 and what = $3")
        .bind(act.by_id().unwrap_or_default())
        .bind(act.form.as_deref().unwrap_or_default())
        .bind(what)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Keeps what came of the act's form, for whoever sends it again.
pub async fn keep(tx: &mut Tx, act: &Act, result: &str) -> Result<(), Error> {
    let Some(key) = &act.form else { return Ok(()) };
    sqlx::query("update form set result = $3 where person_id = $1 and key = $2")
        .bind(act.by_id().unwrap_or_default())
        .bind(key)
        .bind(result)
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets forms older than any session: a form can only be sent again while its page is open.
pub async fn forget(tx: &mut Tx, before: i64) -> Result<u64, Error> {
    Ok(sqlx::query("delete from form where at < $1").bind(before).execute(tx).await?.rows_affected())
}
