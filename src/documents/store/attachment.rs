//! SQL of the official files HC-DV attached.

use crate::error::Error;
use crate::from_row;
use crate::id::sha256;
use sqlx::{AnyConnection, AnyPool};

/// An official text as HC-DV attached it.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub file_name: String,
    /// `application/pdf` or `text/markdown`.
    pub media_type: &'static str,
    /// Bytes.
    pub content: Vec<u8>,
}

pub(super) async fn insert_attachment(tx: &mut AnyConnection, id: &str, file: &Attachment) -> Result<(), Error> {
    use base64::Engine as _;
    let size = i64::try_from(file.content.len()).map_err(Error::internal)?;
    sqlx::query(
        "insert into attachment (version_id, file_name, media_type, size, sha256, content)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(&file.file_name)
    .bind(file.media_type)
    .bind(size)
    .bind(sha256(&file.content))
    .bind(base64::engine::general_purpose::STANDARD.encode(&file.content))
    .execute(tx)
    .await?;
    Ok(())
}

/// An attached file as stored.
#[derive(Clone, Debug)]
pub struct StoredFile {
    pub file_name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256, hex.
    pub sha256: String,
    /// Base64.
    pub content: String,
}

from_row!(StoredFile { file_name, media_type, size, sha256, content });

/// The file attached to a version.
pub async fn attachment(db: &AnyPool, version_id: &str) -> Result<Option<StoredFile>, Error> {
    Ok(sqlx::query_as("select file_name, media_type, size, sha256, content from attachment where version_id = $1")
        .bind(version_id)
        .fetch_optional(db)
        .await?)
}
