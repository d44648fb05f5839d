//! SQL of settings and groups.

use super::rules::{SETTINGS, named};
use crate::error::Error;
use crate::from_row;
use sqlx::{AnyConnection, AnyPool, Row};
use std::collections::BTreeMap;

/// A setting's value, or its default.
pub async fn value(db: &AnyPool, name: &str) -> Result<String, Error> {
    let row = sqlx::query("select value from setting where name = $1").bind(name).fetch_optional(db).await?;
    match row {
        Some(row) => Ok(row.try_get(0)?),
        None => Ok(named(name).map(|setting| setting.default).unwrap_or_default().to_owned()),
    }
}

/// Every setting with its value.
pub async fn all(db: &AnyPool) -> Result<BTreeMap<String, String>, Error> {
    let mut values: BTreeMap<String, String> =
        SETTINGS.iter().map(|one| (one.name.to_owned(), one.default.to_owned())).collect();
    for row in sqlx::query("select name, value from setting").fetch_all(db).await? {
        values.insert(row.try_get(0)?, row.try_get(1)?);
    }
    Ok(values)
}

/// Sets a value.
pub async fn set(tx: &mut AnyConnection, name: &str, value: &str, by: Option<&str>, now: i64) -> Result<(), Error> {
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

/// A Zalo group.
#[derive(Clone, Debug)]
pub struct Group {
    pub id: String,
    pub name: String,
    /// Invite link, if one is set.
    pub invite_link: Option<String>,
}

from_row!(Group { id, name, invite_link });

pub async fn groups(db: &AnyPool) -> Result<Vec<Group>, Error> {
    Ok(sqlx::query_as("select id, name, invite_link from zalo_group order by created_at, id").fetch_all(db).await?)
}

/// Saves a group's name and invite link.
pub async fn save_group(tx: &mut AnyConnection, id: &str, name: &str, link: Option<&str>) -> Result<(), Error> {
    sqlx::query("update zalo_group set name = $2, invite_link = $3 where id = $1")
        .bind(id)
        .bind(name)
        .bind(link)
        .execute(tx)
        .await?;
    Ok(())
}
