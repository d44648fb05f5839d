//! SQL of the official files HC-DV attached, kept in pieces so that nobody has to hold a whole one.

use crate::db::{Ask, Tx};
use crate::documents::rules::Attachment;
use crate::error::Error;
use crate::from_row;
use crate::id::sha256;
use crate::pieces;
use sqlx::Row;

pub(crate) async fn insert_attachment(tx: &mut Tx, version_id: &str, file: &Attachment) -> Result<(), Error> {
    let size = i64::try_from(file.content.len()).map_err(Error::internal)?;
    sqlx::query("insert into attachment (version_id, file_name, media_type, size, sha256) values ($1, $2, $3, $4, $5)")
        .bind(version_id)
        .bind(&file.file_name)
        .bind(file.media_type)
        .bind(size)
        .bind(sha256(&file.content))
        .execute(&mut *tx)
        .await?;
    for (number, piece) in pieces::stored(&file.content) {
        sqlx::query("insert into attachment_part (version_id, number, content) values ($1, $2, $3)")
            .bind(version_id)
            .bind(number)
            .bind(piece)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// What is known of an attached file, without its bytes.
#[derive(Clone, Debug)]
pub struct StoredFile {
    pub version_id: String,
    pub file_name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
}

from_row!(StoredFile { version_id, file_name, media_type, size });

/// The file attached to a version.
pub async fn attachment<'c>(db: impl Ask<'c>, version_id: &str) -> Result<Option<StoredFile>, Error> {
    Ok(sqlx::query_as("select version_id, file_name, media_type, size from attachment where version_id = $1")
        .bind(version_id)
        .fetch_optional(db)
        .await?)
}

/// One piece of a file, from 1; `None` after the last.
pub async fn part<'c>(db: impl Ask<'c>, version_id: &str, number: i64) -> Result<Option<Vec<u8>>, Error> {
    let row = sqlx::query("select content from attachment_part where version_id = $1 and number = $2")
        .bind(version_id)
        .bind(number)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    pieces::read(row.try_get(0)?).map(Some)
}
