//! SQL of settings and groups; what is in force is told by [`crate::site::Site`].

mod logo;

pub use logo::logo;
pub(crate) use logo::{end_logo, insert_logo};

use crate::db::Tx;
use crate::error::Error;
use crate::words::key;
use sqlx::Row;

/// Sets a value.
pub async fn set(tx: &mut Tx, name: &str, value: &str, by: Option<&str>, now: i64) -> Result<(), Error> {
    sqlx::query(
        "insert into setting (name, value, set_at, set_by) values ($1, $2, $3, $4)
         on conflict (name) do update set value = excluded.value, set_at = excluded.set_at, set_by = excluded.set_by",
    )
    .bind(name)
    .bind(value)
    .bind(now)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(())
}

/// Makes a group; its first name is the first row of a chain.
pub(crate) async fn insert_group(tx: &mut Tx, id: &str, name: &str, by: Option<&str>, now: i64) -> Result<(), Error> {
    sqlx::query("insert into zalo_group (id, created_at, created_by) values ($1, $2, $3)")
        .bind(id)
        .bind(now)
        .bind(by)
        .execute(&mut *tx)
        .await?;
    insert_label(tx, id, 1, name, by, now).await
}

async fn insert_label(
    tx: &mut Tx,
    group: &str,
    number: i64,
    name: &str,
    by: Option<&str>,
    now: i64,
) -> Result<(), Error> {
    sqlx::query(
        "insert into label (kind, thing, number, body, fold, since_at, by_id)
         values ('group', $1, $2, $3, $4, $5, $6)",
    )
    .bind(group)
    .bind(number)
    .bind(name)
    .bind(key(name))
    .bind(now)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(())
}

/// Gives a group another name: the number of the row, `None` when it has that name.
pub(crate) async fn name_group(
    tx: &mut Tx,
    id: &str,
    name: &str,
    by: Option<&str>,
    now: i64,
) -> Result<Option<i64>, Error> {
    let row = sqlx::query(
        "update label set until_at = $3 where kind = 'group' and thing = $1 and until_at is null and body <> $2
         returning number",
    )
    .bind(id)
    .bind(name)
    .bind(now)
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let number: i64 = row.try_get::<i64, _>(0)? + 1;
    insert_label(tx, id, number, name, by, now).await?;
    Ok(Some(number))
}

/// Sets the invite link; true when it is another one.
pub(crate) async fn set_invite_link(tx: &mut Tx, id: &str, link: Option<&str>) -> Result<bool, Error> {
    let link = link.unwrap_or_default();
    let done = sqlx::query(
        "update zalo_group set invite_link = nullif($2, '') where id = $1 and coalesce(invite_link, '') <> $2",
    )
    .bind(id)
    .bind(link)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
