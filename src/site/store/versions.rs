//! The texts in use, parsed once.

use crate::db::Snapshot;
use crate::documents::library::Library;
use crate::documents::rules::TextKind;
use crate::error::Error;
use crate::from_row;
use crate::rounds::rules::Article;
use crate::site::snapshot::{Document, Site};
use crate::site::version::{Version, VersionRow};
use crate::stored;
use sqlx::Row as _;
use std::collections::HashMap;
use std::sync::Arc;

stored!(TextKind);

from_row!(VersionRow {
    id,
    document_id,
    number,
    kind,
    title,
    short_title,
    ref_number,
    issued_on,
    sha256,
    body_sha256,
    loaded_at,
    in_force_at,
    files
});

/// Versions as [`VersionRow`] has them.
macro_rules! rows {
    ($where:literal) => {
        concat!(
            "select v.id, v.document_id, v.number, v.kind, v.title, v.short_title, v.ref_number, v.issued_on, v.sha256,
               v.body_sha256, v.loaded_at, v.in_force_at, case when f.version_id is null then 0 else 1 end as files
             from version v left join attachment f on f.version_id = v.id where ",
            $where
        )
    };
}

pub(super) async fn versions(
    at: &mut Snapshot,
    library: &Library,
    before: Option<&Site>,
) -> Result<HashMap<String, Arc<Version>>, Error> {
    let rows: Vec<VersionRow> = sqlx::query_as(rows!(
        // In use, or asked by an open round.
        "(v.in_force_at is not null and v.superseded_at is null)
           or v.id in (select x.version_id from round_version x join round r on r.id = x.round_id
                       where x.until_at is null and r.closed_at is null)"
    ))
    .fetch_all(&mut *at)
    .await?;
    let mut found = HashMap::new();
    for row in rows {
        let known = before.and_then(|site| site.versions.get(&row.id)).filter(|one| one.row == row);
        let own = (library.statement(&row.document_id), library.name_rule(&row.document_id));
        let version = match known {
            Some(known) => Arc::clone(known),
            None => Arc::new(parsed(at, row).await?.of_document(own.0, own.1)),
        };
        found.insert(version.row.id.clone(), version);
    }
    Ok(found)
}

/// A version whether it is in use or not.
pub(super) async fn one(at: &mut Snapshot, library: &Library, id: &str) -> Result<Version, Error> {
    let row: VersionRow = sqlx::query_as(rows!("v.id = $1")).bind(id).fetch_one(&mut *at).await?;
    let own = (library.statement(&row.document_id).cloned(), library.name_rule(&row.document_id).cloned());
    Ok(parsed(at, row).await?.of_document(own.0.as_ref(), own.1.as_ref()))
}

async fn parsed(at: &mut Snapshot, row: VersionRow) -> Result<Version, Error> {
    let text = sqlx::query("select issue, source from version_text where version_id = $1")
        .bind(&row.id)
        .fetch_one(&mut *at)
        .await?;
    let articles = sqlx::query("select article, sha256 from version_article where version_id = $1 order by place")
        .bind(&row.id)
        .fetch_all(&mut *at)
        .await?;
    let mut list = Vec::new();
    for article in articles {
        let (id, sha256) = (article.try_get(0)?, article.try_get(1)?);
        list.push(Article { document_id: row.document_id.clone(), article: id, sha256 });
    }
    Version::new(row, list, text.try_get(0)?, text.try_get(1)?)
}

pub(super) async fn documents(
    at: &mut Snapshot,
    versions: &HashMap<String, Arc<Version>>,
) -> Result<Vec<Document>, Error> {
    let rows = sqlx::query(
        "select d.id, d.banner, v.id from document d join version v on v.document_id = d.id
         where v.in_force_at is not null and v.superseded_at is null order by d.place, d.id",
    )
    .fetch_all(&mut *at)
    .await?;
    let mut found = Vec::new();
    for row in rows {
        let version: String = row.try_get(2)?;
        let current = versions.get(&version).cloned().ok_or_else(|| Error::internal("a version in use is missing"))?;
        found.push(Document { id: row.try_get(0)?, banner: row.try_get(1)?, current });
    }
    Ok(found)
}
