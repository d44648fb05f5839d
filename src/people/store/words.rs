//! SQL of what people and departments are found by, made anew where it is folded otherwise than now.

use super::insert::words_of;
use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::from_row;
use crate::words::{VERSION, key};
use sqlx::Row as _;

/// The row that says how it is folded.
const NAME: &str = "words";

/// Somebody as they are found.
struct Found {
    person_id: String,
    full_name: String,
    code: Option<String>,
    position: String,
}

from_row!(Found { person_id, full_name, code, position });

/// Whether what is stored is folded as it is now.
pub(crate) async fn are_of_now<'c>(db: impl Ask<'c>) -> Result<bool, Error> {
    let row = sqlx::query("select n from revision where name = $1").bind(NAME).fetch_optional(db).await?;
    Ok(row.map(|row| row.try_get::<i64, _>(0)).transpose()? == Some(VERSION))
}

/// Takes the turn: two servers that start at once do it one after the other.
pub(crate) async fn hold_words(tx: &mut Tx) -> Result<(), Error> {
    sqlx::query("insert into revision (name, n) values ($1, 0) on conflict (name) do update set n = revision.n")
        .bind(NAME)
        .execute(tx)
        .await?;
    Ok(())
}

/// The words of the next people, by id, at most `most`; the answer is the last of them, `None`: there is nobody more.
pub(crate) async fn renew_words(tx: &mut Tx, after: &str, most: i64) -> Result<Option<String>, Error> {
    let people: Vec<Found> = sqlx::query_as(
        "select f.person_id, f.full_name, f.code, f.position from profile f join person p on p.id = f.person_id
         where f.until_at is null and f.person_id > $1 and p.erased_at is null
           and not exists (select 1 from removal y where y.person_id = f.person_id)
         order by f.person_id limit $2",
    )
    .bind(after)
    .bind(most)
    .fetch_all(&mut *tx)
    .await?;
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(None) };
    sqlx::query("delete from person_word where person_id >= $1 and person_id <= $2")
        .bind(&first.person_id)
        .bind(&last.person_id)
        .execute(&mut *tx)
        .await?;
    let of = |one: &Found| words_of(&one.full_name, one.code.as_deref(), &one.position);
    let row = |one: &Found, word: String| vec![Value::from(word), one.person_id.as_str().into()];
    let rows: Vec<Vec<Value>> =
        people.iter().flat_map(|one| of(one).into_iter().map(move |word| row(one, word))).collect();
    tx.insert_many("person_word", &["word", "person_id"], &rows).await?;
    Ok(Some(last.person_id.clone()))
}

/// What departments and groups are called now, folded; of two that are one by now each keeps its own.
pub(crate) async fn renew_labels(tx: &mut Tx) -> Result<(), Error> {
    let rows = sqlx::query("select kind, thing, body, fold from label where until_at is null order by kind, thing")
        .fetch_all(&mut *tx)
        .await?;
    for row in rows {
        let (kind, thing, body): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let fold = key(&body);
        if fold == row.try_get::<String, _>(3)? {
            continue;
        }
        sqlx::query(
            "update label set fold = $3 where kind = $1 and thing = $2 and until_at is null
               and ($1 <> 'department' or not exists (select 1 from label o
                 where o.kind = 'department' and o.fold = $3 and o.until_at is null))",
        )
        .bind(kind)
        .bind(thing)
        .bind(fold)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Everything is folded as it is now.
pub(crate) async fn words_are_of_now(tx: &mut Tx) -> Result<(), Error> {
    sqlx::query("update revision set n = $2 where name = $1").bind(NAME).bind(VERSION).execute(tx).await?;
    Ok(())
}
