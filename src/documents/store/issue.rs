//! SQL of new versions: issued by HC-DV or loaded from files.

use super::attachment::{Attachment, insert_attachment};
use super::reading::WHOLE_TEXT;
use crate::act::By;
use crate::documents::rules::{Regulation, StoredIssue};
use crate::error::Error;
use crate::id::sha256;
use crate::ledger::{self, Entry};
use crate::text::say_with;
use serde_json::json;
use sqlx::{AnyConnection, Row};

/// A version to add.
#[derive(Clone, Debug)]
pub struct NewVersion {
    pub document_id: String,
    /// 'text', 'digest' or 'pdf'.
    pub kind: &'static str,
    /// File it came from.
    pub file: Option<String>,
    /// Head and marked body.
    pub source: String,
    /// Number and date.
    pub issue: Option<Issued>,
    /// The attached file.
    pub attachment: Option<Attachment>,
    /// Whether it is an act of HC-DV (recorded) or a load.
    pub published: bool,
}

/// Number and date of an issue, as stored.
#[derive(Clone, Debug)]
pub struct Issued {
    /// JSON of [`StoredIssue`], or '' when the blanks are not to be filled.
    pub blanks: String,
    /// `12/QĐ-IOC`.
    pub ref_number: String,
    /// `2025-08-15`.
    pub day: String,
}

/// Adds a version, which becomes the current one.
///
/// # Errors
/// [`Error::Invalid`] when the text does not parse.
pub async fn add_version(tx: &mut AnyConnection, new: &NewVersion, by: &By, now: i64) -> Result<String, Error> {
    let issue = new.issue.as_ref().and_then(|issued| serde_json::from_str::<StoredIssue>(&issued.blanks).ok());
    let issue = issue.and_then(|stored| stored.issue());
    let regulation = Regulation::parse(&new.source, issue.as_ref()).map_err(|e| Error::Invalid(e.to_string()))?;
    let mut articles: Vec<(String, String)> = regulation
        .articles()
        .map(|article| (article.id.to_string(), regulation.sha256_of(&article.id).unwrap_or_default()))
        .collect();
    let mut canonical = regulation.canonical_text();
    let mut hash = sha256(&canonical);
    if let Some(file) = new.attachment.as_ref().filter(|_| new.kind == "pdf") {
        hash = sha256(&file.content);
        canonical = format!("PDF SHA-256 {hash}\n");
        articles.insert(0, (WHOLE_TEXT.to_owned(), hash.clone()));
    }
    let body: Vec<String> = articles.iter().map(|(id, hash)| format!("{id} {hash}\n")).collect();
    let body = sha256(body.concat());
    let row = sqlx::query("select coalesce(max(number), 0) + 1 from version where document_id = $1")
        .bind(&new.document_id)
        .fetch_one(&mut *tx)
        .await?;
    let number: i64 = row.try_get(0)?;
    let id = format!("{}@{number}", new.document_id);
    sqlx::query("update version set superseded_at = $2 where document_id = $1 and superseded_at is null")
        .bind(&new.document_id)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    let issued = new.issue.as_ref();
    sqlx::query(
        "insert into version (id, document_id, number, kind, file, source, issue, ref_number, issued_on, canonical,
                              sha256, body_sha256, loaded_at, published_at, published_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(&id)
    .bind(&new.document_id)
    .bind(number)
    .bind(new.kind)
    .bind(&new.file)
    .bind(&new.source)
    .bind(issued.map(|issued| issued.blanks.clone()).unwrap_or_default())
    .bind(issued.map(|issued| issued.ref_number.clone()).unwrap_or_default())
    .bind(issued.map(|issued| issued.day.clone()))
    .bind(&canonical)
    .bind(&hash)
    .bind(&body)
    .bind(now)
    .bind(new.published.then_some(now))
    .bind(by.as_ref().map(|by| by.0.clone()))
    .execute(&mut *tx)
    .await?;
    insert_articles(tx, &id, &articles).await?;
    if let Some(file) = &new.attachment {
        insert_attachment(tx, &id, file).await?;
    }
    ledger::append(tx, &published(new, &id, number, &hash, &body, by, now)).await?;
    Ok(id)
}

fn published(new: &NewVersion, id: &str, number: i64, hash: &str, body: &str, by: &By, now: i64) -> Entry {
    let issued = new.issue.as_ref();
    Entry {
        kind: if new.published { "doc.published" } else { "doc.loaded" },
        at: now,
        actor: by.as_ref().map(|by| by.1.clone()),
        about: None,
        person_id: None,
        by_id: by.as_ref().map(|by| by.0.clone()),
        body: json!({
            "doc": { "id": new.document_id, "ver": number, "kind": new.kind, "sha256": hash, "body_sha256": body },
            "ref": issued.map(|issued| issued.ref_number.clone()).unwrap_or_default(),
            "issued_on": issued.map(|issued| issued.day.clone()).unwrap_or_default(),
        }),
        private: Vec::new(),
        note: say_with("note.version", &[("phien_ban", id)]),
    }
}

async fn insert_articles(tx: &mut AnyConnection, id: &str, articles: &[(String, String)]) -> Result<(), Error> {
    for (place, (article, hash)) in (1_i64..).zip(articles) {
        sqlx::query("insert into version_article (version_id, article, place, sha256) values ($1, $2, $3, $4)")
            .bind(id)
            .bind(article)
            .bind(place)
            .bind(hash)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// Adds the version if `old` is still the current one: of two people who publish at once, one is told.
pub async fn publish(tx: &mut AnyConnection, old: &str, new: &NewVersion, by: &By, now: i64) -> Result<String, Error> {
    let done = sqlx::query("update version set superseded_at = $2 where id = $1 and superseded_at is null")
        .bind(old)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    if done.rows_affected() == 0 {
        return Err(Error::conflict("document.superseded"));
    }
    add_version(tx, new, by, now).await
}

/// A text from a file: added when it is not there yet; one that was loaded never changes what was read.
pub async fn load_one(
    tx: &mut AnyConnection,
    new: &NewVersion,
    title: &str,
    short_title: &str,
    place: i64,
    now: i64,
) -> Result<(), Error> {
    sqlx::query(
        "insert into document (id, title, short_title, place) values ($1, $2, $3, $4)
         on conflict (id) do update set title = excluded.title, short_title = excluded.short_title, place = excluded.place",
    )
    .bind(&new.document_id)
    .bind(title)
    .bind(short_title)
    .bind(place)
    .execute(&mut *tx)
    .await?;
    let row = sqlx::query("select source from version where document_id = $1 and file = $2")
        .bind(&new.document_id)
        .bind(&new.file)
        .fetch_optional(&mut *tx)
        .await?;
    match row {
        None => {
            add_version(tx, new, &None, now).await?;
        }
        Some(row) if row.try_get::<String, _>(0)? != new.source => {
            tracing::warn!(
                document = new.document_id,
                file = new.file,
                "file changed after it was loaded; add a new one"
            );
        }
        Some(_) => {}
    }
    Ok(())
}
