//! Loading what is in force, in one snapshot of the database.

use super::snapshot::{Department, Document, Group, Round, Site};
use super::version::{Version, VersionRow};
use crate::db::{Ask, Db};
use crate::documents::library::Library;
use crate::documents::rules::TextKind;
use crate::error::Error;
use crate::from_row;
use crate::people::rules::Capacity;
use crate::quizzes::rules::Bank;
use crate::rounds::rules::{Article, Ask as Wanted, Asked, Asks, RoundKind, Settings};
use crate::settings::rules::SETTINGS;
use crate::stored;
use sqlx::Row as _;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

stored!(TextKind);
stored!(RoundKind);
stored!(Wanted);
stored!(Capacity);

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
    in_force_at
});

from_row!(Department { id, name });
from_row!(Group { id, name, invite_link });

/// The number that every change of the snapshot counts up.
pub async fn revision<'c>(db: impl Ask<'c>) -> Result<i64, Error> {
    Ok(sqlx::query("select n from revision where name = 'site'").fetch_one(db).await?.try_get(0)?)
}

/// Reads the revision first and everything else in the same snapshot; texts that `before` holds are not parsed again.
pub(super) async fn load(db: &Db, library: &Library, before: Option<&Site>) -> Result<Site, Error> {
    let mut at = db.snapshot().await?;
    let revision = revision(&mut at).await?;
    let settings = settings(&mut at).await?;
    let departments = sqlx::query_as(
        "select d.id, l.body as name from department d join label l on l.kind = 'department' and l.thing = d.id
         where l.until_at is null and d.closed_at is null order by d.place, l.body",
    )
    .fetch_all(&mut at)
    .await?;
    let groups = sqlx::query_as(
        "select g.id, l.body as name, g.invite_link from zalo_group g join label l on l.kind = 'group' and l.thing = g.id
         where l.until_at is null order by g.created_at, g.id",
    )
    .fetch_all(&mut at)
    .await?;
    let versions = versions(&mut at, before).await?;
    let documents = documents(&mut at, &versions).await?;
    let mut rounds = Vec::new();
    let rows: Vec<RoundRow> = sqlx::query_as(
        "select id, name, kind, group_id, pass_percent, questions, sittings, wait_minutes, limit_minutes, due_days,
           counts_from, opened_at, closed_at, filled_at, revision
         from round order by case when closed_at is null then 0 else 1 end, opened_at desc, id desc",
    )
    .fetch_all(&mut at)
    .await?;
    let asked = asked(&mut at).await?;
    for row in rows {
        rounds.push(round(row, &asked, &versions, library.banks()));
    }
    at.end().await;
    Ok(Site { revision, settings, departments, groups, documents, rounds, versions })
}

async fn settings<'c>(db: impl Ask<'c>) -> Result<BTreeMap<String, String>, Error> {
    let mut values: BTreeMap<String, String> =
        SETTINGS.iter().map(|one| (one.name.to_owned(), one.default().to_owned())).collect();
    for row in sqlx::query("select name, value from setting").fetch_all(db).await? {
        values.insert(row.try_get(0)?, row.try_get(1)?);
    }
    Ok(values)
}

/// In use, or asked by an open round.
macro_rules! in_use {
    ($columns:literal, $from:literal) => {
        concat!(
            "select ",
            $columns,
            " from version v ",
            $from,
            " where (v.in_force_at is not null and v.superseded_at is null)
               or v.id in (select x.version_id from round_version x join round r on r.id = x.round_id
                           where x.until_at is null and r.closed_at is null)"
        )
    };
}

async fn versions(at: &mut crate::db::Snapshot, before: Option<&Site>) -> Result<HashMap<String, Arc<Version>>, Error> {
    let rows: Vec<VersionRow> = sqlx::query_as(in_use!(
        "v.id, v.document_id, v.number, v.kind, v.title, v.short_title, v.ref_number, v.issued_on, v.sha256,
         v.body_sha256, v.loaded_at, v.in_force_at",
        ""
    ))
    .fetch_all(&mut *at)
    .await?;
    let mut found = HashMap::new();
    for row in rows {
        let known = before.and_then(|site| site.versions.get(&row.id)).filter(|one| one.row == row);
        let version = match known {
            Some(known) => Arc::clone(known),
            None => Arc::new(parsed(at, row).await?),
        };
        found.insert(version.row.id.clone(), version);
    }
    Ok(found)
}

async fn parsed(at: &mut crate::db::Snapshot, row: VersionRow) -> Result<Version, Error> {
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

async fn documents(
    at: &mut crate::db::Snapshot,
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

struct RoundRow {
    id: String,
    name: String,
    kind: RoundKind,
    group_id: String,
    pass_percent: i64,
    questions: i64,
    sittings: i64,
    wait_minutes: i64,
    limit_minutes: i64,
    due_days: i64,
    counts_from: i64,
    opened_at: i64,
    closed_at: Option<i64>,
    filled_at: Option<i64>,
    revision: i64,
}

from_row!(RoundRow {
    id,
    name,
    kind,
    group_id,
    pass_percent,
    questions,
    sittings,
    wait_minutes,
    limit_minutes,
    due_days,
    counts_from,
    opened_at,
    closed_at,
    filled_at,
    revision
});

/// One line of what an open round asks.
struct AskRow {
    round_id: String,
    document_id: String,
    version_id: String,
    weight: i64,
    capacity: Option<Capacity>,
    ask: Option<Wanted>,
}

from_row!(AskRow { round_id, document_id, version_id, weight, capacity, ask });

async fn asked<'c>(db: impl Ask<'c>) -> Result<Vec<AskRow>, Error> {
    Ok(sqlx::query_as(
        "select x.round_id, x.document_id, x.version_id, x.weight, k.capacity, k.ask
         from round_version x join round r on r.id = x.round_id
         left join round_ask k on k.round_id = x.round_id and k.document_id = x.document_id and k.number = x.number
         where x.until_at is null and r.closed_at is null order by x.round_id, x.place, x.document_id",
    )
    .fetch_all(db)
    .await?)
}

fn round(row: RoundRow, asked: &[AskRow], versions: &HashMap<String, Arc<Version>>, banks: &[Bank]) -> Round {
    let mut list: Vec<Asked> = Vec::new();
    let mut texts = Vec::new();
    for line in asked.iter().filter(|line| line.round_id == row.id) {
        let Some(version) = versions.get(&line.version_id) else { continue };
        if list.last().is_none_or(|last| last.document_id != line.document_id) {
            texts.push(Arc::clone(version));
            list.push(Asked {
                document_id: line.document_id.clone(),
                version_id: line.version_id.clone(),
                weight: line.weight,
                articles: version.articles.clone(),
                asks: BTreeSet::new(),
                quizzed: quizzed(version, banks),
            });
        }
        if let (Some(last), Some(capacity), Some(ask)) = (list.last_mut(), line.capacity, line.ask) {
            last.asks.insert((capacity, ask));
        }
    }
    let asks = Asks {
        round_id: row.id.clone(),
        revision: row.revision,
        group_id: row.group_id.clone(),
        counts_from: row.counts_from,
        versions: list,
    };
    Round {
        id: row.id,
        name: row.name,
        kind: row.kind,
        group_id: row.group_id,
        settings: Settings {
            pass_percent: row.pass_percent,
            questions: row.questions,
            sittings: row.sittings,
            wait_minutes: row.wait_minutes,
            limit_minutes: row.limit_minutes,
            due_days: row.due_days,
        },
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        filled_at: row.filled_at,
        revision: row.revision,
        asks,
        versions: texts,
    }
}

/// The articles a document's bank asks about, by whose duties the question is.
fn quizzed(version: &Version, banks: &[Bank]) -> BTreeMap<Capacity, BTreeSet<String>> {
    let mut found: BTreeMap<Capacity, BTreeSet<String>> = BTreeMap::new();
    let bank = banks.iter().filter(|bank| bank.document == version.row.document_id);
    for question in bank.flat_map(|bank| &bank.questions) {
        let main = question.clauses.first().and_then(|clause| version.regulation.article_of(clause));
        if let Some(article) = main {
            found.entry(question.audience).or_default().insert(article.id.to_string());
        }
    }
    found
}

/// What the open rounds ask, by the rows of a transaction that changes it.
pub async fn asks(tx: &mut crate::db::Tx, library: &Library, site: &Site) -> Result<Vec<Asks>, Error> {
    let rows: Vec<RoundRow> = sqlx::query_as(
        "select id, name, kind, group_id, pass_percent, questions, sittings, wait_minutes, limit_minutes, due_days,
           counts_from, opened_at, closed_at, filled_at, revision
         from round where closed_at is null order by opened_at desc, id desc",
    )
    .fetch_all(&mut *tx)
    .await?;
    let asked = asked(&mut *tx).await?;
    let mut versions = site.versions.clone();
    for line in &asked {
        if !versions.contains_key(&line.version_id) {
            let version = one(tx, &line.version_id).await?;
            versions.insert(line.version_id.clone(), Arc::new(version));
        }
    }
    Ok(rows.into_iter().map(|row| round(row, &asked, &versions, library.banks()).asks).collect())
}

/// A version by its id, parsed, whether it is in use or not.
pub async fn one(tx: &mut crate::db::Tx, id: &str) -> Result<Version, Error> {
    let row: Option<VersionRow> = sqlx::query_as(
        "select v.id, v.document_id, v.number, v.kind, v.title, v.short_title, v.ref_number, v.issued_on, v.sha256,
           v.body_sha256, v.loaded_at, v.in_force_at from version v where v.id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *tx)
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    let text = sqlx::query("select issue, source from version_text where version_id = $1")
        .bind(id)
        .fetch_one(&mut *tx)
        .await?;
    let articles = sqlx::query("select article, sha256 from version_article where version_id = $1 order by place")
        .bind(id)
        .fetch_all(&mut *tx)
        .await?;
    let mut list = Vec::new();
    for article in articles {
        let (id, sha256) = (article.try_get(0)?, article.try_get(1)?);
        list.push(Article { document_id: row.document_id.clone(), article: id, sha256 });
    }
    Version::new(row, list, text.try_get(0)?, text.try_get(1)?)
}
