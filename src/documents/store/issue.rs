//! SQL of new versions: inserted, put into force, superseded.

use super::attachment::insert_attachment;
use crate::db::{Ask, Tx, Value};
use crate::documents::rules::{Prepared, TextKind};
use crate::error::Error;
use crate::from_row;
use sqlx::Row;

/// What a leaf says of a version.
#[derive(Clone, Debug)]
pub(crate) struct New {
    pub(crate) id: String,
    pub(crate) document_id: String,
    pub(crate) number: i64,
    pub(crate) kind: TextKind,
    pub(crate) ref_number: String,
    pub(crate) issued_on: Option<String>,
    pub(crate) sha256: String,
    pub(crate) body_sha256: String,
}

from_row!(New { id, document_id, number, kind, ref_number, issued_on, sha256, body_sha256 });

/// A file that was loaded, with its text.
pub(crate) struct Loaded {
    pub(crate) document_id: String,
    pub(crate) file: String,
    pub(crate) source: String,
}

from_row!(Loaded { document_id, file, source });

/// Every version that came from a file.
pub(crate) async fn loaded<'c>(db: impl Ask<'c>) -> Result<Vec<Loaded>, Error> {
    Ok(sqlx::query_as(
        "select v.document_id, v.file, t.source from version v join version_text t on t.version_id = v.id
         where v.file is not null",
    )
    .fetch_all(db)
    .await?)
}

/// Whether a file of a document was loaded.
pub(crate) async fn known<'c>(db: impl Ask<'c>, document: &str, file: &str) -> Result<bool, Error> {
    let row = sqlx::query("select 1 from version where document_id = $1 and file = $2").bind(document).bind(file);
    Ok(row.fetch_optional(db).await?.is_some())
}

/// A document at its place in lists, unless it is there.
pub(crate) async fn add_document(tx: &mut Tx, document: &str, place: i64) -> Result<(), Error> {
    sqlx::query("insert into document (id, place) values ($1, $2) on conflict (id) do nothing")
        .bind(document)
        .bind(place)
        .execute(tx)
        .await?;
    Ok(())
}

/// The ids of all documents, and the last of their places.
pub(crate) async fn places<'c>(db: impl Ask<'c>) -> Result<(Vec<String>, i64), Error> {
    let rows = sqlx::query("select id, place from document").fetch_all(db).await?;
    let mut ids = Vec::new();
    let mut last = 0;
    for row in &rows {
        ids.push(row.try_get(0)?);
        last = last.max(row.try_get(1)?);
    }
    Ok((ids, last))
}

/// A version by its number, and when it came into force and out of it.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn version<'c>(
    db: impl Ask<'c>,
    document: &str,
    number: i64,
) -> Result<(New, Option<i64>, Option<i64>), Error> {
    let row = sqlx::query(
        "select id, document_id, number, kind, ref_number, issued_on, sha256, body_sha256, in_force_at, superseded_at
         from version where document_id = $1 and number = $2",
    )
    .bind(document)
    .bind(number)
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok((sqlx::FromRow::from_row(&row)?, row.try_get("in_force_at")?, row.try_get("superseded_at")?))
}

/// Adds a version that is not in force yet.
pub(crate) async fn insert(tx: &mut Tx, new: &Prepared, by: Option<&str>, at: i64) -> Result<New, Error> {
    let document = &new.text.document_id;
    let row = sqlx::query("select coalesce(max(number), 0) + 1 from version where document_id = $1")
        .bind(document)
        .fetch_one(&mut *tx)
        .await?;
    let number: i64 = row.try_get(0)?;
    let id = format!("{document}@{number}");
    sqlx::query(
        "insert into version (id, document_id, number, kind, title, short_title, file, ref_number, issued_on, sha256,
                              body_sha256, loaded_at, loaded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(&id)
    .bind(document)
    .bind(number)
    .bind(new.text.kind.as_str())
    .bind(&new.title)
    .bind(&new.short_title)
    .bind(&new.text.file)
    .bind(&new.text.issued.ref_number)
    .bind(&new.text.issued.day)
    .bind(&new.sha256)
    .bind(&new.body_sha256)
    .bind(at)
    .bind(by)
    .execute(&mut *tx)
    .await?;
    insert_text(tx, &id, new).await?;
    Ok(New {
        id,
        document_id: document.clone(),
        number,
        kind: new.text.kind,
        ref_number: new.text.issued.ref_number.clone(),
        issued_on: new.text.issued.day.clone(),
        sha256: new.sha256.clone(),
        body_sha256: new.body_sha256.clone(),
    })
}

async fn insert_text(tx: &mut Tx, id: &str, new: &Prepared) -> Result<(), Error> {
    sqlx::query("insert into version_text (version_id, issue, source, canonical) values ($1, $2, $3, $4)")
        .bind(id)
        .bind(&new.text.issued.blanks)
        .bind(&new.text.source)
        .bind(&new.canonical)
        .execute(&mut *tx)
        .await?;
    let row = |(place, (article, sha256)): (i64, &(String, String))| {
        vec![id.into(), article.as_str().into(), place.into(), sha256.as_str().into()]
    };
    let articles: Vec<Vec<Value>> = (1_i64..).zip(&new.articles).map(row).collect();
    tx.insert_many("version_article", &["version_id", "article", "place", "sha256"], &articles).await?;
    match &new.text.attachment {
        Some(file) => insert_attachment(tx, id, file).await,
        None => Ok(()),
    }
}

/// Takes the version in force out of it; false when it is not in force any more.
pub(crate) async fn supersede(tx: &mut Tx, id: &str, at: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update version set superseded_at = $2 where id = $1 and in_force_at is not null and superseded_at is null",
    )
    .bind(id)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts a version that waits into force; false when it was before.
pub(crate) async fn come_into_force(tx: &mut Tx, id: &str, by: Option<&str>, at: i64) -> Result<bool, Error> {
    let done =
        sqlx::query("update version set in_force_at = $2, in_force_by = $3 where id = $1 and in_force_at is null")
            .bind(id)
            .bind(at)
            .bind(by)
            .execute(tx)
            .await?;
    Ok(done.rows_affected() == 1)
}
