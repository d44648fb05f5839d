//! The copy of where everybody stands against the facts.

use crate::app::App;
use crate::db::{Snapshot, Value};
use crate::error::Error;
use crate::rounds::rules::Asks;
use crate::site;
use crate::standing::rules::Standing;
use crate::standing::store;
use sqlx::Row as _;
use std::collections::BTreeMap;

const BATCH: i64 = 1000;

/// Derives every standing of every open round anew; the answer lists what the copy has otherwise.
pub async fn standing(app: &App) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let (site, mut at) = loop {
        let site = app.site().await?;
        let mut at = app.db.snapshot().await?;
        if site::store::revision(&mut at).await? == site.revision {
            break (site, at);
        }
        at.end().await;
    };
    for round in site.open_rounds() {
        if round.filled_at.is_none() {
            found.push(format!("{}: not everybody is enrolled yet", round.id));
        }
        let mut after = String::new();
        while let Some(last) = last(&mut at, &round.id, &after).await? {
            batch(&mut at, &round.asks, &after, &last, &mut found).await?;
            after = last;
        }
    }
    at.end().await;
    Ok(found)
}

/// The last of the next people of a round, by enrolment or by the copy.
async fn last(at: &mut Snapshot, round_id: &str, after: &str) -> Result<Option<String>, Error> {
    let row = sqlx::query(
        "select max(x.person_id) from (
           select e.person_id from enrolment e where e.round_id = $1 and e.person_id > $2
           union select s.person_id from standing s where s.round_id = $1 and s.person_id > $2
           order by 1 limit $3) x",
    )
    .bind(round_id)
    .bind(after)
    .bind(BATCH)
    .fetch_one(&mut *at)
    .await?;
    Ok(row.try_get(0)?)
}

async fn batch(at: &mut Snapshot, asks: &Asks, after: &str, last: &str, found: &mut Vec<String>) -> Result<(), Error> {
    let fresh = store::fresh(&mut *at, asks, after, last).await?;
    let kept = store::kept(&mut *at, &asks.round_id, after, last).await?;
    let own = |list: Vec<Standing>| -> BTreeMap<String, Standing> {
        let later = list.into_iter().filter(|one| one.person_id != after);
        later.map(|one| (one.person_id.clone(), one)).collect()
    };
    let (fresh, mut kept) = (own(fresh), own(kept));
    for (person, fresh) in fresh {
        match kept.remove(&person) {
            None => found.push(format!("{} {person}: no copy", asks.round_id)),
            Some(kept) if kept == fresh => {}
            Some(kept) => found.push(format!("{} {person}: {}", asks.round_id, differing(&kept, &fresh))),
        }
    }
    found.extend(kept.keys().map(|person| format!("{} {person}: a copy of nobody in it", asks.round_id)));
    Ok(())
}

/// `place Int(3) ≠ Int(4)` for each column.
fn differing(kept: &Standing, fresh: &Standing) -> String {
    let words = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::NoText | Value::NoInt => "–".to_owned(),
    };
    let (kept, fresh) = (store::values(kept), store::values(fresh));
    let pairs = store::COLUMNS.iter().zip(kept.iter().zip(&fresh)).filter(|(_, (kept, fresh))| kept != fresh);
    let words: Vec<String> =
        pairs.map(|(name, (kept, fresh))| format!("{name} {} ≠ {}", words(kept), words(fresh))).collect();
    words.join(", ")
}
