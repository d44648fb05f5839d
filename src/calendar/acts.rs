//! Entering what is announced about days, and noting when the server did not run.

use crate::act::Act;
use crate::app::App;
use crate::calendar::rules::{Kind, MOST, down_days};
use crate::calendar::store;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::rounds::store as rounds;
use crate::time::{DAY, MINUTE, show_day};
use jiff::civil::Date;
use serde_json::json;

/// Most days of one entry: a school holiday is longer, no announced one is.
pub(crate) const LONGEST: usize = 31;
/// A shorter silence is a restart, not an outage.
const RESTART: i64 = 10 * MINUTE;
/// How often it is said that the server runs.
const BEAT: i64 = MINUTE;

/// Enters what holds for days; those about which it stands already stay. The answer is how many changed. Every open
/// round counts its days anew.
///
/// # Errors
/// [`Error::Forbidden`] for who is no coordinator of everything.
pub async fn enter(tx: &mut Tx, act: &Act, days: &[Date], kind: Kind) -> Result<usize, Error> {
    tx.change_site().await?;
    if let Some(by) = act.by_id()
        && !rounds::runs_everywhere(&mut *tx, by).await?
    {
        return Err(Error::Forbidden);
    }
    let mut changed = Vec::new();
    for day in days {
        let day = day.to_string();
        if let Some(number) = store::enter(tx, &day, kind, act.by_id(), act.at).await? {
            changed.push((day, number));
        }
    }
    let (Some(first), Some(last)) = (changed.first(), changed.last()) else { return Ok(0) };
    rounds::raise_all(tx).await?;
    let fields = json!({ "loai": kind.as_str(), "tu": show_day(&first.0), "ngay": show_day(&last.0) });
    let days: Vec<_> = changed.iter().map(|(day, number)| json!({ "day": day, "number": number })).collect();
    let body = json!({ "kind": kind.as_str(), "days": days });
    let mut leaf = act.leaf("calendar.entered").body(body).note(note(kind), fields);
    for (day, number) in &changed {
        leaf = leaf.of("calendar_day", format!("{day}#{number}"));
    }
    ledger::append(tx, &leaf).await?;
    Ok(changed.len())
}

fn note(kind: Kind) -> &'static str {
    match kind {
        Kind::Off => "note.day_off",
        Kind::Working => "note.day_working",
        Kind::Down => "note.day_down",
        Kind::Plain => "note.day_plain",
    }
}

/// Says that the server runs, once a minute; after a silence notes it, and the days of which it took too much. A clock
/// that went back, or jumped while the server ran (`ran`: milliseconds by a clock that cannot jump), is no silence.
pub async fn beat(app: &App, now: i64, ran: Option<i64>) -> Result<(), Error> {
    let last = store::last_beat(app.db.read()).await?;
    let since = last.map_or(0, |last| now - last);
    if last.is_some() && (0..BEAT).contains(&since) {
        return Ok(());
    }
    let silent = (RESTART..=MOST).contains(&since) && ran.is_none_or(|ran| ran >= RESTART);
    let mut tx = app.db.write().await?;
    let done = async {
        // Another server may have said so meanwhile.
        if store::last_beat(&mut tx).await? != last {
            return Ok(());
        }
        if let Some(last) = last.filter(|_| silent)
            && store::note_outage(&mut tx, (last, now), now).await?
        {
            let all = store::outages(&mut tx, last - DAY).await?;
            mark_down(&mut tx, now, &down_days(&all)).await?;
        }
        store::beat(&mut tx, now).await
    }
    .await;
    tx.settle(done).await
}

/// A day that is off, or was judged by somebody, stays as it is.
async fn mark_down(tx: &mut Tx, now: i64, days: &[Date]) -> Result<(), Error> {
    let calendar = store::calendar(&mut *tx).await?;
    let working: Vec<Date> = days.iter().copied().filter(|day| calendar.is_untouched(*day)).collect();
    if !working.is_empty() {
        enter(tx, &Act::system(now), &working, Kind::Down).await?;
    }
    Ok(())
}
