//! SQL of the scans, kept in pieces so that nobody has to hold a whole one.

use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::from_row;
use crate::id::sha256;
use crate::papers::rules::Scan;
use crate::pieces;
use sqlx::Row as _;

/// Keeps the scan of a step; the answer is its SHA-256.
pub(crate) async fn insert_scan(
    tx: &mut Tx,
    (id, number): (&str, i64),
    person_id: &str,
    scan: &Scan,
) -> Result<String, Error> {
    let (size, hash) = (i64::try_from(scan.content.len()).map_err(Error::internal)?, sha256(&scan.content));
    sqlx::query(
        "insert into paper_scan (paper_id, number, person_id, file_name, media_type, size, sha256)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(number)
    .bind(person_id)
    .bind(&scan.file_name)
    .bind(scan.media_type)
    .bind(size)
    .bind(&hash)
    .execute(&mut *tx)
    .await?;
    for (part, piece) in pieces::stored(&scan.content) {
        sqlx::query("insert into paper_scan_part (paper_id, number, part, content) values ($1, $2, $3, $4)")
            .bind(id)
            .bind(number)
            .bind(part)
            .bind(piece)
            .execute(&mut *tx)
            .await?;
    }
    Ok(hash)
}

/// What is known of a scan, without its bytes.
#[derive(Clone, Debug)]
pub(crate) struct StoredScan {
    pub(crate) paper_id: String,
    pub(crate) number: i64,
    pub(crate) media_type: String,
    /// Bytes.
    pub(crate) size: i64,
}

from_row!(StoredScan { paper_id, number, media_type, size });

/// The scan that a step of a paper brought, while it is kept.
pub(crate) async fn scan<'c>(db: impl Ask<'c>, id: &str, number: i64) -> Result<Option<StoredScan>, Error> {
    Ok(sqlx::query_as(
        "select c.paper_id, c.number, c.media_type, c.size from paper_scan c
         join paper_scan_part x on x.paper_id = c.paper_id and x.number = c.number and x.part = 1
         where c.paper_id = $1 and c.number = $2",
    )
    .bind(id)
    .bind(number)
    .fetch_optional(db)
    .await?)
}

/// One piece, from 1; `None` after the last.
pub(crate) async fn scan_part<'c>(db: impl Ask<'c>, of: &StoredScan, part: i64) -> Result<Option<Vec<u8>>, Error> {
    let row = sqlx::query("select content from paper_scan_part where paper_id = $1 and number = $2 and part = $3")
        .bind(&of.paper_id)
        .bind(of.number)
        .bind(part)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    pieces::read(row.try_get(0)?).map(Some)
}

/// Forgets every scan of a person; its hash stays, as in the leaf.
pub(crate) async fn wipe(tx: &mut Tx, person_id: &str) -> Result<(), Error> {
    for sql in [
        "delete from paper_scan_part where paper_id in (select paper_id from paper_scan where person_id = $1)",
        "update paper_scan set file_name = '' where person_id = $1",
    ] {
        sqlx::query(sql).bind(person_id).execute(&mut *tx).await?;
    }
    Ok(())
}
