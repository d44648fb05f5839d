//! SQL of the logo: a chain of which at most one is in force.

use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::settings::rules::Logo;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sqlx::Row as _;

/// The logo in force; `None` too where its bytes cannot be read any more, which the comparison tells.
pub async fn logo<'c>(db: impl Ask<'c>) -> Result<Option<Logo>, Error> {
    let row = sqlx::query("select sha256, width, height, content from logo where until_at is null")
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let side = |place: usize| Ok::<_, Error>(u32::try_from(row.try_get::<i64, _>(place)?).unwrap_or_default());
    let bytes = STANDARD.decode(row.try_get::<String, _>(3)?).ok();
    let (sha256, width, height) = (row.try_get(0)?, side(1)?, side(2)?);
    Ok(bytes.map(|bytes| Logo { sha256, width, height, bytes }))
}

/// Ends the logo in force: its id and hash; `None` when there is none.
pub(crate) async fn end_logo(tx: &mut Tx, by: Option<&str>, now: i64) -> Result<Option<(String, String)>, Error> {
    let row = sqlx::query("update logo set until_at = $1, until_by = $2 where until_at is null returning id, sha256")
        .bind(now)
        .bind(by)
        .fetch_optional(tx)
        .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// Its number in the chain.
pub(crate) async fn insert_logo(tx: &mut Tx, id: &str, logo: &Logo, by: Option<&str>, now: i64) -> Result<i64, Error> {
    let row = sqlx::query(
        "insert into logo (id, number, sha256, width, height, since_at, by_id, content)
         select $1, coalesce(max(number), 0) + 1, $2, cast($3 as bigint), cast($4 as bigint), cast($5 as bigint), $6, $7
         from logo returning number",
    )
    .bind(id)
    .bind(&logo.sha256)
    .bind(i64::from(logo.width))
    .bind(i64::from(logo.height))
    .bind(now)
    .bind(by)
    .bind(STANDARD.encode(&logo.bytes))
    .fetch_one(tx)
    .await?;
    Ok(row.try_get(0)?)
}
