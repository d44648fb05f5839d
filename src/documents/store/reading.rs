//! SQL of readings: who read which article in which text, and where they are.

use crate::db::Db;
use crate::error::Error;
use crate::from_row;
use sqlx::{AnyConnection, AnyPool, Row};

/// Name of the pseudo-article that stands for reading an attached PDF.
pub const WHOLE_TEXT: &str = "toan-van";

/// One article of a current version, and when this person read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleRead {
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
pub async fn place(db: &AnyPool, person_id: &str, document: &str) -> Result<Option<String>, Error> {
    let row = sqlx::query("select article from reading_place where person_id = $1 and document_id = $2")
        .bind(person_id)
        .bind(document)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}
