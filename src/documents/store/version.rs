//! SQL of versions: the current ones, the old ones, their text.

use crate::documents::rules::{Issue, StoredIssue};
use crate::error::Error;
use crate::from_row;
use sqlx::{AnyConnection, AnyPool, Row};

/// One issued (or drafted) text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRow {
    /// `quy-che-nhom-zalo@1`.
    pub id: String,
    pub document_id: String,
    pub title: String,
    pub short_title: String,
    /// HC-DV's banner, if they changed the file's own.
    pub note: Option<String>,
    /// 1, 2, …
    pub number: i64,
    /// 'text', 'digest' or 'pdf'.
    pub kind: String,
    /// Head and marked body.
    pub source: String,
    /// Stored issue, JSON or ''.
    pub issue: String,
    /// Số, ký hiệu; '' while a draft.
    pub ref_number: String,
    /// Day of issue; None while a draft.
    pub issued_on: Option<String>,
    /// Hash of what people read.
    pub sha256: String,
    /// Hash of the articles alone.
    pub body_sha256: String,
    pub loaded_at: i64,
    /// Issued by HC-DV when.
    pub published_at: Option<i64>,
}

from_row!(VersionRow {
    id,
    document_id,
    title,
    short_title,
    note,
    number,
    kind,
    source,
    issue,
    ref_number,
    issued_on,
    sha256,
    body_sha256,
    loaded_at,
    published_at
});

impl VersionRow {
    /// Number and date filled into the blanks.
    pub fn issue(&self) -> Option<Issue> {
        serde_json::from_str::<StoredIssue>(&self.issue).ok().and_then(|stored| stored.issue())
    }

    /// True until a number and a date are known.
    pub fn is_draft(&self) -> bool {
        self.issued_on.is_none()
    }

    /// `Số 12/QĐ-IOC ngày 15/8/2025`, or that it is a draft.
    pub fn reference(&self) -> String {
        match &self.issued_on {
            Some(day) => format!("Số {} ngày {}", self.ref_number, crate::time::paper_date(day)),
            None => "Bản dự thảo, chưa có số và ngày".to_owned(),
        }
    }
}

/// One column list for every look-up of a version.
macro_rules! version_sql {
    ($rest:literal) => {
        concat!(
            "select v.id, v.document_id, d.title, d.short_title, d.note, v.number, v.kind, v.source, v.issue,
               v.ref_number, v.issued_on, v.sha256, v.body_sha256, v.loaded_at, v.published_at
             from version v join document d on d.id = v.document_id ",
            $rest
        )
    };
}

/// The current version of every document, in order.
pub async fn current(db: &AnyPool) -> Result<Vec<VersionRow>, Error> {
    Ok(sqlx::query_as(version_sql!("where v.superseded_at is null order by d.place, d.id")).fetch_all(db).await?)
}

/// The current version of one document.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn current_of(db: &AnyPool, document: &str) -> Result<VersionRow, Error> {
    sqlx::query_as(version_sql!("where v.superseded_at is null and v.document_id = $1"))
        .bind(document)
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound)
}

/// Every version of one document, newest first.
pub async fn versions(db: &AnyPool, document: &str) -> Result<Vec<VersionRow>, Error> {
    Ok(sqlx::query_as(version_sql!("where v.document_id = $1 order by v.number desc"))
        .bind(document)
        .fetch_all(db)
        .await?)
}

/// One version by id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn version(db: &AnyPool, id: &str) -> Result<VersionRow, Error> {
    sqlx::query_as(version_sql!("where v.id = $1")).bind(id).fetch_optional(db).await?.ok_or(Error::NotFound)
}

/// The canonical text of a version, as stored.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn canonical(db: &AnyPool, id: &str) -> Result<String, Error> {
    let row = sqlx::query("select canonical from version where id = $1").bind(id).fetch_optional(db).await?;
    Ok(row.ok_or(Error::NotFound)?.try_get(0)?)
}

/// Changes HC-DV's banner over a document; None shows the file's own again.
pub async fn set_banner(tx: &mut AnyConnection, document: &str, note: Option<&str>) -> Result<(), Error> {
    sqlx::query("update document set note = $2 where id = $1").bind(document).bind(note).execute(tx).await?;
    Ok(())
}
