//! What is done for everybody: a thousand people a transaction, so that no other write waits long.

use crate::app::App;
use crate::db::Tx;
use crate::error::Error;
use crate::rounds::rules::{Asks, told_day};
use crate::rounds::store;
use crate::site::Site;
use crate::standing::store::renew;
use std::time::Duration;
use tokio::time::timeout;

/// People of a batch.
const MOST: i64 = 1000;
/// The same where they stand far apart and are derived one by one.
const FEW: usize = 200;
/// How often what is in force may change under a batch before it gives up.
const PATIENCE: usize = 50;
/// How long a form waits for its own consequences.
const WAIT: Duration = Duration::from_secs(2);

/// One batch of one open round: enrols the next people, or derives copies of an older revision anew, or finds that
/// everybody is enrolled.
///
/// # Errors
/// [`Error::Moved`] when `site` is not what is in force.
pub async fn batch(tx: &mut Tx, site: &Site, now: i64) -> Result<(), Error> {
    let next = match store::to_fill(&mut *tx).await? {
        Some(next) => Some(next),
        None => store::to_finish(&mut *tx).await?,
    };
    let Some(next) = next else { return Ok(()) };
    let first = if next.filling == 1 { to_enrol(tx, &next.id).await? } else { None };
    if next.filling == 1 && first.is_none() {
        tx.change_site().await?;
        return store::filled(tx, &next.id, now).await;
    }
    site.holds(tx).await?;
    let round = site.round(&next.id).filter(|round| round.is_open()).ok_or(Error::Moved)?;
    tx.hold_round(&round.id).await?;
    if let Some(first) = &first {
        let due = told_day(&round.settings, now);
        store::enrol_some(tx, &round.id, first, MOST, due.as_deref(), now).await?;
    }
    derive(tx, &round.asks, first.as_deref().unwrap_or_default()).await
}

/// People are enrolled in the order of their ids: behind the last one first, so that no batch passes by everybody again.
async fn to_enrol(tx: &mut Tx, round_id: &str) -> Result<Option<String>, Error> {
    if let Some(last) = store::last_enrolled(&mut *tx, round_id).await?
        && let Some(next) = store::to_enrol(&mut *tx, round_id, &last).await?
    {
        return Ok(Some(next));
    }
    store::to_enrol(&mut *tx, round_id, "").await
}

async fn derive(tx: &mut Tx, asks: &Asks, from: &str) -> Result<(), Error> {
    let ids = store::not_derived(tx, &asks.round_id, asks.revision, from, MOST).await?;
    let (Some(from), Some(to)) = (ids.first(), ids.last()) else { return Ok(()) };
    if store::between(&mut *tx, &asks.round_id, from, to).await? <= 2 * MOST {
        tx.hold_people(from, to).await?;
        renew(tx, asks, from, to).await?;
        return Ok(());
    }
    for id in ids.iter().take(FEW) {
        tx.hold_person(id).await?;
        renew(tx, asks, id, id).await?;
    }
    Ok(())
}

/// Runs batches until nothing is left of any open round; the answer is how many were needed. What a kill leaves is
/// finished by `jobs`. One at a time in a process: two in turn would let another write wait for both.
pub async fn finish(app: &App) -> Result<usize, Error> {
    let _turn = app.filling.lock().await;
    run(app).await
}

/// The same, unless somebody is at it: `jobs` has other things to do meanwhile.
pub async fn finish_unless_busy(app: &App) -> Result<usize, Error> {
    let Ok(_turn) = app.filling.try_lock() else { return Ok(0) };
    run(app).await
}

async fn run(app: &App) -> Result<usize, Error> {
    let (mut batches, mut moved) = (0, 0);
    while store::unfinished_round(app.db.read()).await? {
        let site = app.site().await?;
        let mut tx = app.db.write_alone().await?;
        let done = batch(&mut tx, &site, app.clock.now()).await;
        match tx.settle(done).await {
            Ok(()) => batches += 1,
            Err(Error::Moved) if moved < PATIENCE => moved += 1,
            Err(error) => return Err(error),
        }
    }
    Ok(batches)
}

/// Does everything at once in a small house; of a large one nobody waits for more than the beginning. False: it goes on.
pub(crate) async fn catch_up(app: &App) -> bool {
    let app = app.clone();
    let work = tokio::spawn(async move {
        finish(&app).await.inspect_err(|error| {
            tracing::warn!(%error, "people are still to be enrolled, or copies to be derived");
        })
    });
    // What goes on goes on by itself; what a stop cuts off is left to `jobs`.
    matches!(timeout(WAIT, work).await, Ok(Ok(Ok(_))))
}
