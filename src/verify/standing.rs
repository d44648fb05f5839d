//! The copy of where everybody stands against the facts.

use super::difference::{Difference, Found, What};
use super::pace::pause;
use super::rows::Piece;
use crate::app::App;
use crate::db::{Snapshot, Value};
use crate::error::Error;
use crate::rounds::rules::Asks;
use crate::site::{self, Site};
use crate::standing::rules::Standing;
use crate::standing::store;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

const BATCH: i64 = 1000;
/// People of a slice while the server runs.
const SLICE: i64 = 200;

/// Derives every standing of every open round anew; the answer lists what the copy has otherwise.
pub async fn standing(app: &App) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let (site, mut at) = held(app).await?;
    for round in site.open_rounds() {
        if round.filled_at.is_none() {
            found.push(format!("{}: not everybody is enrolled yet", round.id));
        }
        let mut after = String::new();
        while let Some(last) = last(&mut at, &round.id, &after, BATCH).await? {
            let wrong = batch(&mut at, &round.asks, &after, &last).await?;
            found.extend(wrong.into_iter().map(|(person, wrong)| match wrong {
                Wrong::Missing => format!("{} {person}: no copy", round.id),
                Wrong::Older(columns) | Wrong::Differs(columns) => format!("{} {person}: {}", round.id, told(&columns)),
                Wrong::Alone => format!("{} {person}: a copy of nobody in it", round.id),
            }));
            after = last;
        }
    }
    at.end().await;
    Ok(found)
}

/// The last of the next people of a round, by enrolment or by the copy.
async fn last(at: &mut Snapshot, round_id: &str, after: &str, most: i64) -> Result<Option<String>, Error> {
    let row = sqlx::query(
        "select max(x.person_id) from (
           select e.person_id from enrolment e where e.round_id = $1 and e.person_id > $2
           union select s.person_id from standing s where s.round_id = $1 and s.person_id > $2
           order by 1 limit $3) x",
    )
    .bind(round_id)
    .bind(after)
    .bind(most)
    .fetch_one(&mut *at)
    .await?;
    Ok(row.try_get(0)?)
}

/// Names of columns, each with what the copy and what the facts say of it.
type Columns = Vec<(&'static str, String)>;

/// What the copy has otherwise than the facts.
enum Wrong {
    Missing,
    Older(Columns),
    Differs(Columns),
    /// Of somebody who is not in the round.
    Alone,
}

async fn batch(at: &mut Snapshot, asks: &Asks, after: &str, last: &str) -> Result<Vec<(String, Wrong)>, Error> {
    let fresh = store::fresh(&mut *at, asks, after, last).await?;
    let kept = store::kept(&mut *at, &asks.round_id, after, last).await?;
    let own = |list: Vec<Standing>| -> BTreeMap<String, Standing> {
        let later = list.into_iter().filter(|one| one.person_id != after);
        later.map(|one| (one.person_id.clone(), one)).collect()
    };
    let (fresh, mut kept) = (own(fresh), own(kept));
    let mut found = Vec::new();
    for (person, fresh) in fresh {
        match kept.remove(&person) {
            None => found.push((person, Wrong::Missing)),
            Some(kept) if kept == fresh => {}
            Some(kept) if kept.round_revision < asks.revision => {
                found.push((person, Wrong::Older(differing(&kept, &fresh))));
            }
            Some(kept) => found.push((person, Wrong::Differs(differing(&kept, &fresh)))),
        }
    }
    found.extend(kept.into_keys().map(|person| (person, Wrong::Alone)));
    Ok(found)
}

/// The same in slices, each in a snapshot of its own. A copy that is about to be derived for a newer state of its round
/// is no difference.
pub(super) async fn compare(app: &App, rest: u32, found: &mut Found) -> Result<(), Error> {
    let open: Vec<String> = app.site().await?.open_rounds().map(|round| round.id.clone()).collect();
    for id in open {
        let mut after = String::new();
        loop {
            let begun = Instant::now();
            let (site, mut at) = held(app).await?;
            let Some(round) = site.round(&id).filter(|round| round.is_open()) else {
                at.end().await;
                break;
            };
            let Some(last) = last(&mut at, &id, &after, SLICE).await? else {
                at.end().await;
                break;
            };
            let wrong = batch(&mut at, &round.asks, &after, &last).await?;
            at.end().await;
            for (person, wrong) in wrong {
                let one = || Difference::new("standing", format!("{id}/{person}"), What::Copy).of(&person);
                match wrong {
                    Wrong::Missing if round.filled_at.is_none() => {}
                    Wrong::Older(_) => {}
                    Wrong::Missing => found.push(one().field("none")),
                    Wrong::Alone => found.push(one().field("alone")),
                    Wrong::Differs(columns) => {
                        let names: Vec<&str> = columns.iter().map(|column| column.0).collect();
                        found.push(one().field(names.join(" ")).told(told(&columns)));
                    }
                }
            }
            after = last;
            pause(begun, rest).await;
        }
    }
    Ok(())
}

/// A closed round never changes: its copy keeps the score and the confirmation that its sittings and confirmations say.
pub(super) async fn closed(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql = CLOSED.replace("TRIED", TRIED).replace("SINCE", SINCE);
    for row in sqlx::query(AssertSqlSafe(sql)).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let (round, person): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let one = Difference::new("standing", format!("{round}/{person}"), What::Copy).field("closed");
        found.push(one.of(&person));
    }
    Ok(())
}

const CLOSED: &str = "select s.round_id, s.person_id from standing s join round r on r.id = s.round_id
         left join acknowledgment k on k.person_id = s.person_id and k.round_id = s.round_id and k.number =
           (select max(o.number) from acknowledgment o where o.person_id = s.person_id and o.round_id = s.round_id)
         where s.person_id >= $1 and s.person_id <= $2 and r.closed_at is not null and (
           coalesce(s.best_percent, -1) <> coalesce(
             (select max(x.percent) from (TRIED) x where x.passed_at is not null),
             (select max(x.percent) from (TRIED) x), -1)
           or (s.passed_at is not null and s.passed_at <> coalesce((select min(x.passed_at) from (TRIED) x), -1))
           or (s.acknowledged_at is not null and (s.acknowledged_at <> coalesce(k.confirmed_at, -1)
             or coalesce(s.acknowledged_percent, -1) <> coalesce(k.percent, -1)
             or coalesce(s.acknowledgment_code, '') <> coalesce(k.code, ''))))";

/// Sittings and papers of somebody in a round that count: since the last fresh start.
const TRIED: &str = "select t.percent, t.passed_at from attempt t
         where t.person_id = s.person_id and t.round_id = s.round_id and t.graded_at > SINCE
       union all
       select e.percent, q.passed_at from paper q left join paper_step e on e.paper_id = q.id and e.number =
           (select max(n.number) from paper_step n where n.paper_id = q.id and n.kind = 'entered')
         where q.person_id = s.person_id and q.round_id = s.round_id and coalesce(q.passed_at, q.failed_at) > SINCE";
const SINCE: &str =
    "coalesce((select max(l.at) from leeway l where l.person_id = s.person_id and l.round_id = s.round_id
         and l.kind = 'fresh'), 0)";

/// What is in force, and a snapshot in which it is.
async fn held(app: &App) -> Result<(Arc<Site>, Snapshot), Error> {
    loop {
        let site = app.site().await?;
        let mut at = app.db.snapshot().await?;
        if site::store::revision(&mut at).await? == site.revision {
            return Ok((site, at));
        }
        at.end().await;
    }
}

/// `place 3 ≠ 4` for each column.
fn told(columns: &Columns) -> String {
    columns.iter().map(|(name, words)| format!("{name} {words}")).collect::<Vec<_>>().join(", ")
}

fn differing(kept: &Standing, fresh: &Standing) -> Columns {
    let words = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::NoText | Value::NoInt => "–".to_owned(),
    };
    let (kept, fresh) = (store::values(kept), store::values(fresh));
    let pairs = store::COLUMNS.iter().zip(kept.iter().zip(&fresh)).filter(|(_, (kept, fresh))| kept != fresh);
    pairs.map(|(name, (kept, fresh))| (*name, format!("{} ≠ {}", words(kept), words(fresh)))).collect()
}
