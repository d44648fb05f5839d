//! SQL of readings: who read which article in which text, and where they are.

use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use sqlx::Row;
use std::collections::BTreeMap;

/// The columns of [`Reading`], in the order of its cells.
pub const READING_COLUMNS: &[&str] = &["person_id", "document_id", "article", "sha256", "round_id", "read_at"];

/// Somebody read an article, in exactly this text.
#[derive(Clone, Debug)]
pub struct Reading {
    pub person_id: String,
    pub document_id: String,
    /// Clause id.
    pub article: String,
    /// Of the article's text.
    pub sha256: String,
    /// '' where no round asked.
    pub round_id: String,
    pub read_at: i64,
}

impl Reading {
    /// As a row of [`READING_COLUMNS`].
    pub fn cells(&self) -> Vec<Value> {
        vec![
            Value::from(self.person_id.as_str()),
            Value::from(self.document_id.as_str()),
            Value::from(self.article.as_str()),
            Value::from(self.sha256.as_str()),
            Value::from(self.round_id.as_str()),
            Value::from(self.read_at),
        ]
    }
}

/// What somebody has read, and where they were.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    /// SHA-256 of each article read, with the newest reading of it.
    pub read: BTreeMap<String, i64>,
    /// Document → article to come back to.
    pub places: BTreeMap<String, String>,
}

impl Readings {
    /// When the article of this hash was read last.
    pub fn at(&self, sha256: &str) -> Option<i64> {
        self.read.get(sha256).copied()
    }

    pub fn has(&self, sha256: &str) -> bool {
        self.read.contains_key(sha256)
    }

    pub fn place(&self, document: &str) -> Option<&str> {
        self.places.get(document).map(String::as_str)
    }
}

/// What a person has read since a moment, on a screen or as a passed paper says, whatever document or version it stood in, and where they were.
pub async fn read_by<'c>(db: impl Ask<'c>, person_id: &str, counts_from: i64) -> Result<Readings, Error> {
    let rows = sqlx::query(
        "select sha256, '' as document_id, '' as article, read_at from reading where person_id = $1 and read_at >= $2
         union all
         select x.sha256, '', '', q.passed_at from paper q join paper_article x on x.paper_id = q.id and x.ask = 'read'
         where q.person_id = $1 and q.passed_at >= $2
         union all
         select '', document_id, article, seen_at from reading_place where person_id = $1",
    )
    .bind(person_id)
    .bind(counts_from)
    .fetch_all(db)
    .await?;
    let mut found = Readings::default();
    for row in rows {
        let sha256: String = row.try_get(0)?;
        if sha256.is_empty() {
            found.places.insert(row.try_get(1)?, row.try_get(2)?);
            continue;
        }
        let at: i64 = row.try_get(3)?;
        let newest = found.read.entry(sha256).or_insert(at);
        *newest = at.max(*newest);
    }
    Ok(found)
}

/// Notes a reading; false when it was noted before, since the person's last fresh start in its round.
pub async fn mark_read(tx: &mut Tx, one: &Reading) -> Result<bool, Error> {
    let done = sqlx::query(
        "insert into reading (person_id, document_id, article, sha256, round_id, read_at)
         select $1, $2, $3, $4, $5 || coalesce((select '#' || cast(max(l.number) as text) from leeway l
           where l.person_id = $1 and l.round_id = $5 and l.kind = 'fresh'), '')
           || coalesce((select '@' || cast(max(u.number) as text) from presence u join round w on w.id = $5
             and w.kind = 'newcomer' where u.person_id = $1 and u.anew = 1), ''), $6 where true
         on conflict (person_id, document_id, article, sha256, round_id) do nothing",
    )
    .bind(&one.person_id)
    .bind(&one.document_id)
    .bind(&one.article)
    .bind(&one.sha256)
    .bind(&one.round_id)
    .bind(one.read_at)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes where a person is.
pub async fn note_place(tx: &mut Tx, person_id: &str, document: &str, article: &str, at: i64) -> Result<(), Error> {
    sqlx::query(
        "insert into reading_place (person_id, document_id, article, seen_at) values ($1, $2, $3, $4)
         on conflict (person_id, document_id) do update set article = excluded.article, seen_at = excluded.seen_at",
    )
    .bind(person_id)
    .bind(document)
    .bind(article)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}
