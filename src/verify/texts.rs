//! Texts, files and questions against the hashes that name them.

use super::difference::{Difference, Found, What, next};
use super::pace::pause;
use super::rows::Piece;
use crate::db::{Db, Snapshot};
use crate::documents::rules::{Issued, NewText, TextKind};
use crate::error::Error;
use crate::id::{hex, sha256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Row as _};
use std::fmt::Write as _;
use std::time::Instant;

/// A regulation: what people read is the source; the hash is of its canonical form, and of its articles.
pub(super) async fn compare(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql = "select v.id, v.document_id, v.kind, v.sha256, v.body_sha256, t.issue, t.source, t.canonical, f.sha256
         from version v left join version_text t on t.version_id = v.id left join attachment f on f.version_id = v.id
         where v.id >= $1 and v.id <= $2";
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let (id, kind): (String, TextKind) = (row.try_get(0)?, row.try_get(2)?);
        let (stored, body): (String, String) = (row.try_get(3)?, row.try_get(4)?);
        let canonical = row.try_get::<Option<String>, _>(7)?.unwrap_or_default();
        let told = |field| Difference::new("version", &id, What::Hash).field(field);
        let kept = match row.try_get::<Option<String>, _>(8)? {
            Some(named) => Some((named, file(at, &id).await?)),
            None => None,
        };
        if let Some((named, real)) = kept.as_ref().filter(|(named, real)| named != real) {
            found.push(told("file").told(format!("{named}, its file has {real}")));
        }
        let real = match kept {
            Some((_, real)) if kind == TextKind::Pdf => real,
            _ => sha256(&canonical),
        };
        if real != stored {
            found.push(told("sha256").told(format!("{stored}, its text has {real}")));
        }
        if articles(at, &id).await? != body {
            found.push(told("articles"));
        }
        if kind == TextKind::Pdf {
            continue;
        }
        let blanks = row.try_get::<Option<String>, _>(5)?.unwrap_or_default();
        let text = NewText {
            document_id: row.try_get(1)?,
            kind,
            file: None,
            source: row.try_get::<Option<String>, _>(6)?.unwrap_or_default(),
            issued: Issued { blanks, ..Issued::default() },
            attachment: None,
        };
        if text.prepare().ok().is_none_or(|text| text.canonical != canonical) {
            found.push(told("source"));
        }
    }
    Ok(())
}

/// The hash over the articles' own hashes, in their order.
async fn articles(at: &mut Snapshot, version_id: &str) -> Result<String, Error> {
    let sql = "select article, sha256 from version_article where version_id = $1 order by place";
    let mut body = String::new();
    for row in sqlx::query(sql).bind(version_id).fetch_all(&mut *at).await? {
        let (article, hash): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let _ = writeln!(body, "{article} {hash}");
    }
    Ok(sha256(body))
}

async fn file(at: &mut Snapshot, version_id: &str) -> Result<String, Error> {
    let sql = "select content from attachment_part where version_id = $1 order by number";
    let mut hash = Sha256::new();
    let mut stream = sqlx::query(sql).bind(version_id).fetch(&mut *at);
    while let Some(row) = next(&mut stream).await? {
        hash.update(STANDARD.decode(row.try_get::<String, _>(0)?).unwrap_or_default());
    }
    Ok(hex(&hash.finalize()))
}

/// The bytes of a logo.
pub(super) async fn logos(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql = "select id, sha256, content from logo where id >= $1 and id <= $2";
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let (id, stored, content): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        if STANDARD.decode(content).ok().is_none_or(|bytes| sha256(bytes) != stored) {
            found.push(Difference::new("logo", id, What::Hash).field("content"));
        }
    }
    Ok(())
}

/// Questions, statements and shown texts, each under its own hash.
pub(super) async fn bodies(db: &Db, rest: u32, found: &mut Found) -> Result<(), Error> {
    for table in ["item", "statement", "shown_text"] {
        let mut below: Option<String> = None;
        loop {
            let begun = Instant::now();
            let mut at = db.snapshot().await?;
            let some = if below.is_some() { "where sha256 < $1" } else { "" };
            // Names of the program, no values.
            let sql = format!("select sha256, body from {table} {some} order by sha256 desc limit 200");
            let query = sqlx::query(AssertSqlSafe(sql));
            let query = if let Some(below) = &below { query.bind(below) } else { query };
            let rows = query.fetch_all(&mut at).await?;
            at.end().await;
            let Some(last) = rows.last() else { break };
            below = Some(last.try_get(0)?);
            for row in &rows {
                let (stored, body): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                if sha256(&body) != stored {
                    found.push(Difference::new(table, stored, What::Hash).field("body"));
                }
            }
            pause(begun, rest).await;
        }
    }
    Ok(())
}
