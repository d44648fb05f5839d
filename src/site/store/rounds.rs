//! The rounds, and what the open ones ask.

use crate::calendar::rules::{Calendar, Rests};
use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use crate::people::rules::Capacity;
use crate::quizzes::rules::Bank;
use crate::rounds::rules::{Ask as Wanted, Asked, Asks, DueRule, RoundKind, Settings};
use crate::site::snapshot::Round;
use crate::site::version::Version;
use crate::stored;
use crate::time::date_of;
use sqlx::Row as _;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

stored!(RoundKind);
stored!(Wanted);
stored!(Capacity);

pub(super) struct RoundRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: RoundKind,
    pub(super) group_id: String,
    pub(super) settings: Settings,
    pub(super) due_on: Option<String>,
    pub(super) follows: Option<String>,
    pub(super) counts_from: i64,
    pub(super) opened_at: i64,
    pub(super) closed_at: Option<i64>,
    pub(super) withdrawn_at: Option<i64>,
    pub(super) filled_at: Option<i64>,
    pub(super) revision: i64,
}

from_row!(RoundRow { id, name, kind, group_id, due_on, follows, counts_from, opened_at, closed_at, withdrawn_at, filled_at, revision; settings });

/// One line of what an open round asks.
pub(super) struct AskRow {
    pub(super) round_id: String,
    pub(super) document_id: String,
    pub(super) version_id: String,
    weight: i64,
    due_on: Option<String>,
    capacity: Option<Capacity>,
    ask: Option<Wanted>,
}

from_row!(AskRow { round_id, document_id, version_id, weight, due_on, capacity, ask });

pub(super) async fn asked<'c>(db: impl Ask<'c>) -> Result<Vec<AskRow>, Error> {
    Ok(sqlx::query_as(
        "select x.round_id, x.document_id, x.version_id, x.weight, x.due_on, k.capacity, k.ask
         from round_version x join round r on r.id = x.round_id
         left join round_ask k on k.round_id = x.round_id and k.document_id = x.document_id and k.number = x.number
         where x.until_at is null and r.closed_at is null order by x.round_id, x.place, x.document_id",
    )
    .fetch_all(db)
    .await?)
}

/// When rounds rested, each until it went on or still, UTC milliseconds.
pub(super) struct Pause {
    pub(super) round_id: String,
    pub(super) at: i64,
    pub(super) until_at: Option<i64>,
}

from_row!(Pause { round_id, at, until_at });

pub(super) async fn pauses<'c>(db: impl Ask<'c>) -> Result<Vec<Pause>, Error> {
    Ok(sqlx::query_as("select round_id, at, until_at from round_pause where kind = 'paused' order by round_id, number")
        .fetch_all(db)
        .await?)
}

/// Hashes of the earlier texts of a round's document whose readers are left in peace, by round and document.
pub(super) type Spared = HashMap<(String, String), BTreeSet<String>>;

pub(super) async fn spared<'c>(db: impl Ask<'c>) -> Result<Spared, Error> {
    let rows = sqlx::query(
        "select b.round_id, b.document_id, v.sha256 from round_version b join version v on v.id = b.version_id
         where b.until_at is not null and not exists (select 1 from round_version n where n.round_id = b.round_id
           and n.document_id = b.document_id and n.number > b.number and n.spares = 0)",
    )
    .fetch_all(db)
    .await?;
    let mut found = Spared::new();
    for row in rows {
        found.entry((row.try_get(0)?, row.try_get(1)?)).or_default().insert(row.try_get(2)?);
    }
    Ok(found)
}

/// The days on which a round rested, and since when it rests.
fn rested(pauses: &[Pause], round_id: &str) -> (Rests, Option<i64>) {
    let mut rests = Rests::default();
    let mut now = None;
    for one in pauses.iter().filter(|one| one.round_id == round_id) {
        match one.until_at {
            Some(until) => rests.add(date_of(one.at), date_of(until)),
            None => now = Some(one.at),
        }
    }
    (rests, now)
}

pub(super) fn round(
    row: RoundRow,
    asked: &[AskRow],
    (calendar, pauses, spared): (&Arc<Calendar>, &[Pause], &Spared),
    versions: &HashMap<String, Arc<Version>>,
    banks: &[Bank],
) -> Round {
    let mut list: Vec<Asked> = Vec::new();
    let mut texts = Vec::new();
    for line in asked.iter().filter(|line| line.round_id == row.id) {
        let Some(version) = versions.get(&line.version_id) else { continue };
        if list.last().is_none_or(|last| last.document_id != line.document_id) {
            texts.push(Arc::clone(version));
            list.push(Asked {
                document_id: line.document_id.clone(),
                version_id: line.version_id.clone(),
                sha256: version.row.sha256.clone(),
                due_on: line.due_on.clone(),
                spared: spared.get(&(line.round_id.clone(), line.document_id.clone())).cloned().unwrap_or_default(),
                weight: line.weight,
                articles: version.articles.clone(),
                asks: BTreeSet::new(),
                quizzed: version.quizzed(banks),
                gone: version.gone(banks),
            });
        }
        if let (Some(last), Some(capacity), Some(ask)) = (list.last_mut(), line.capacity, line.ask) {
            last.asks.insert((capacity, ask));
        }
    }
    let (rests, paused_at) = rested(pauses, &row.id);
    let asks = Asks {
        due: DueRule::of(&row.settings, row.kind, row.due_on.as_deref()),
        calendar: Arc::clone(calendar),
        rests,
        paused_at,
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
        settings: row.settings,
        due_on: row.due_on,
        follows: row.follows,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        withdrawn_at: row.withdrawn_at,
        filled_at: row.filled_at,
        revision: row.revision,
        asks,
        versions: texts,
    }
}
