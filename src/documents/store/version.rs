//! SQL of versions: the list of a document, their text, the banner above them.

use crate::db::{Ask, Tx};
use crate::documents::rules::{TextKind, reference};
use crate::error::Error;
use crate::from_row;
use sqlx::Row;

/// One version in the list of its document.
#[derive(Clone, Debug)]
pub struct VersionLine {
    pub id: String,
    pub number: i64,
    pub kind: TextKind,
    pub ref_number: String,
    pub issued_on: Option<String>,
    pub sha256: String,
    pub loaded_at: i64,
    /// `None`: it waits.
    pub in_force_at: Option<i64>,
    pub superseded_at: Option<i64>,
    /// Number and day were taken back.
    pub withdrawn_at: Option<i64>,
    /// The version whose text it is again.
    pub again_of: Option<String>,
    /// 1 when a file is attached.
    pub files: i64,
}

from_row!(VersionLine {
    id,
    number,
    kind,
    ref_number,
    issued_on,
    sha256,
    loaded_at,
    in_force_at,
    superseded_at,
    withdrawn_at,
    again_of,
    files
});

impl VersionLine {
    pub fn reference(&self) -> String {
        reference(&self.ref_number, self.issued_on.as_deref())
    }

    pub fn is_in_force(&self) -> bool {
        self.in_force_at.is_some() && self.superseded_at.is_none()
    }
}

/// Every version of a document, newest first.
pub async fn versions<'c>(db: impl Ask<'c>, document: &str) -> Result<Vec<VersionLine>, Error> {
    Ok(sqlx::query_as(
        "select v.id, v.number, v.kind, v.ref_number, v.issued_on, v.sha256, v.loaded_at, v.in_force_at,
           v.superseded_at, v.withdrawn_at, v.again_of, case when a.version_id is null then 0 else 1 end as files
         from version v left join attachment a on a.version_id = v.id
         where v.document_id = $1 order by v.number desc",
    )
    .bind(document)
    .fetch_all(db)
    .await?)
}

/// Head and marked body of a version, as stored.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn source<'c>(db: impl Ask<'c>, version_id: &str) -> Result<String, Error> {
    let row = sqlx::query("select source from version_text where version_id = $1").bind(version_id);
    Ok(row.fetch_optional(db).await?.ok_or(Error::NotFound)?.try_get(0)?)
}

/// The canonical text of a version, as stored; one that waits only for those who may put it into force.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn canonical<'c>(db: impl Ask<'c>, version_id: &str, waiting_too: bool) -> Result<String, Error> {
    let row = sqlx::query(
        "select t.canonical from version v join version_text t on t.version_id = v.id
         where v.id = $1 and (v.in_force_at is not null or $2 = 1)",
    )
    .bind(version_id)
    .bind(i64::from(waiting_too))
    .fetch_optional(db)
    .await?;
    Ok(row.ok_or(Error::NotFound)?.try_get(0)?)
}

/// Changes HC-DV's banner over a document; `None` shows the file's own again. True when it is another one.
pub(crate) async fn set_banner(tx: &mut Tx, document: &str, banner: Option<&str>) -> Result<bool, Error> {
    let sql = "update document set banner = nullif($2, '') where id = $1 and coalesce(banner, '') <> $2";
    let done = sqlx::query(sql).bind(document).bind(banner.unwrap_or_default()).execute(tx).await?;
    Ok(done.rows_affected() == 1)
}
