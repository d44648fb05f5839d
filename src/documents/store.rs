//! SQL of documents, versions and readings.

use super::library::{Library, StoredIssue};
use super::rules::{Issue, Regulation};
use crate::db::Db;
use crate::error::Error;
use crate::from_row;
use crate::id::sha256;
use crate::ledger::{self, Entry};
use crate::people::store::By;
use crate::text::say_with;
use serde_json::json;
use sqlx::{AnyConnection, AnyPool, Row};

/// One issued (or drafted) text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRow {
    /// `quy-che-nhom-zalo@1`.
    pub id: String,
    /// The document.
    pub document_id: String,
    /// Its title.
    pub title: String,
    /// Its short title.
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
    /// Loaded when.
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
///
/// # Errors
/// When the database refuses.
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
///
/// # Errors
/// When the database refuses.
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

/// A version to add.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// The document.
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

/// An official text as HC-DV attached it.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Name of the file.
    pub file_name: String,
    /// `application/pdf` or `text/markdown`.
    pub media_type: &'static str,
    /// Bytes.
    pub content: Vec<u8>,
}

/// Name of the pseudo-article that stands for reading an attached PDF.
pub const WHOLE_TEXT: &str = "toan-van";

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

async fn insert_attachment(tx: &mut AnyConnection, id: &str, file: &Attachment) -> Result<(), Error> {
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
    /// Name of the file.
    pub file_name: String,
    /// Media type.
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
///
/// # Errors
/// When the database refuses.
pub async fn attachment(db: &AnyPool, version_id: &str) -> Result<Option<StoredFile>, Error> {
    Ok(sqlx::query_as("select file_name, media_type, size, sha256, content from attachment where version_id = $1")
        .bind(version_id)
        .fetch_optional(db)
        .await?)
}

/// Loads files that are not in the database yet; a file that was loaded never changes what was read.
///
/// # Errors
/// When a text does not parse or the database refuses.
pub async fn load(db: &Db, library: &Library, now: i64) -> Result<(), Error> {
    for file in library.files() {
        let head = Regulation::parse(&file.text, None).map_err(Error::internal)?;
        let head = head.head();
        let text = |key: &str| head.text(key).unwrap_or_default().to_owned();
        let place = head.rest.get("place").and_then(toml::Value::as_integer).unwrap_or(100);
        let (title, short_title) = (text("title"), text("short_title"));
        let issued = head.text("issued_on").map(|day| Issued {
            blanks: String::new(),
            ref_number: text("number"),
            day: day.to_owned(),
        });
        let new = NewVersion {
            document_id: file.document.clone(),
            kind: if text("kind") == "digest" { "digest" } else { "text" },
            file: Some(file.file.clone()),
            source: file.text.clone(),
            issue: issued,
            attachment: None,
            published: false,
        };
        db.write(move |tx| Box::pin(async move { load_one(tx, &new, &title, &short_title, place, now).await })).await?;
    }
    Ok(())
}

async fn load_one(
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

/// Changes HC-DV's banner over a document; None shows the file's own again.
///
/// # Errors
/// When the database refuses.
pub async fn set_banner(tx: &mut AnyConnection, document: &str, note: Option<&str>) -> Result<(), Error> {
    sqlx::query("update document set note = $2 where id = $1").bind(document).bind(note).execute(tx).await?;
    Ok(())
}

/// One article of a current version, and when this person read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleRead {
    /// The document.
    pub document_id: String,
    /// The article's clause id.
    pub article: String,
    /// Its text's hash.
    pub sha256: String,
    /// When it was read in exactly this text.
    pub read_at: Option<i64>,
}

from_row!(ArticleRead { document_id, article, sha256, read_at });

/// Every article of the current versions with this person's reading, in order.
///
/// # Errors
/// When the database refuses.
pub async fn readings(db: &AnyPool, person_id: &str) -> Result<Vec<ArticleRead>, Error> {
    Ok(sqlx::query_as(
        "select v.document_id, a.article, a.sha256, r.read_at
         from version v
         join document d on d.id = v.document_id
         join version_article a on a.version_id = v.id
         left join reading r on r.person_id = $1 and r.document_id = v.document_id and r.article = a.article
           and r.sha256 = a.sha256
         where v.superseded_at is null
         order by d.place, d.id, a.place",
    )
    .bind(person_id)
    .fetch_all(db)
    .await?)
}

/// Notes that a person read an article in this text; twice is once. False when the text is not current.
///
/// # Errors
/// When the database refuses.
pub async fn mark_read(
    tx: &mut AnyConnection,
    person_id: &str,
    document: &str,
    article: &str,
    hash: &str,
    now: i64,
) -> Result<bool, Error> {
    let known = sqlx::query(
        "select 1 from version v join version_article a on a.version_id = v.id
         where v.document_id = $1 and v.superseded_at is null and a.article = $2 and a.sha256 = $3",
    )
    .bind(document)
    .bind(article)
    .bind(hash)
    .fetch_optional(&mut *tx)
    .await?;
    if known.is_none() {
        return Ok(false);
    }
    sqlx::query(
        "insert into reading (person_id, document_id, article, sha256, read_at) values ($1, $2, $3, $4, $5)
         on conflict (person_id, document_id, article, sha256) do nothing",
    )
    .bind(person_id)
    .bind(document)
    .bind(article)
    .bind(hash)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(true)
}

/// Notes where a person is.
///
/// # Errors
/// When the database refuses.
pub async fn note_place(db: &Db, person_id: &str, document: &str, article: &str, now: i64) -> Result<(), Error> {
    let (person_id, document, article) = (person_id.to_owned(), document.to_owned(), article.to_owned());
    db.write(move |tx| {
        Box::pin(async move {
            sqlx::query(
                "insert into reading_place (person_id, document_id, article, seen_at) values ($1, $2, $3, $4)
                 on conflict (person_id, document_id) do update set article = excluded.article, seen_at = excluded.seen_at",
            )
            .bind(person_id)
            .bind(document)
            .bind(article)
            .bind(now)
            .execute(tx)
            .await?;
            Ok(())
        })
    })
    .await
}

/// Where a person was in a document.
///
/// # Errors
/// When the database refuses.
pub async fn place(db: &AnyPool, person_id: &str, document: &str) -> Result<Option<String>, Error> {
    let row = sqlx::query("select article from reading_place where person_id = $1 and document_id = $2")
        .bind(person_id)
        .bind(document)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}
