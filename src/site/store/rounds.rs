//! The rounds, and what the open ones ask.

use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use crate::people::rules::Capacity;
use crate::quizzes::rules::Bank;
use crate::rounds::rules::{Ask as Wanted, Asked, Asks, RoundKind, Settings};
use crate::site::snapshot::Round;
use crate::site::version::Version;
use crate::stored;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

stored!(RoundKind);
stored!(Wanted);
stored!(Capacity);

pub(super) struct RoundRow {
    id: String,
    name: String,
    kind: RoundKind,
    group_id: String,
    settings: Settings,
    counts_from: i64,
    opened_at: i64,
    closed_at: Option<i64>,
    withdrawn_at: Option<i64>,
    filled_at: Option<i64>,
    revision: i64,
}

from_row!(RoundRow { id, name, kind, group_id, counts_from, opened_at, closed_at, withdrawn_at, filled_at, revision; settings });

/// One line of what an open round asks.
pub(super) struct AskRow {
    round_id: String,
    document_id: String,
    version_id: String,
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

pub(super) fn round(
    row: RoundRow,
    asked: &[AskRow],
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
        settings: row.settings,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        withdrawn_at: row.withdrawn_at,
        filled_at: row.filled_at,
        revision: row.revision,
        asks,
        versions: texts,
    }
}
