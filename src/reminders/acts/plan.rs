//! Whom the plans of rounds mean today.

use crate::accounts::rules::Role;
use crate::calendar::rules::Rests;
use crate::db::Db;
use crate::error::Error;
use crate::reminders::rules::is_planned;
use crate::reminders::store;
use crate::rounds::rules::Sat;
use crate::site::{Round, Site};
use crate::standing::Viewer;
use crate::standing::rules::State;
use crate::time::date_of;

/// The open rounds of the viewer's groups that do not rest and have a plan.
pub(crate) fn rounds<'a>(site: &'a Site, viewer: &Viewer) -> Vec<&'a Round> {
    let runs = |round: &&Round| viewer.roles.has_for_group(Role::Coordinator, &round.group_id);
    let plans = |round: &&Round| round.settings.remind_before > 0 || round.settings.remind_late > 0;
    site.open_rounds().filter(|round| round.asks.paused_at.is_none()).filter(runs).filter(plans).collect()
}

/// Round and person, by day due and name; nobody on a day off.
pub(crate) async fn today(
    db: &Db,
    (site, viewer): (&Site, &Viewer),
    rounds: &[&Round],
    now: i64,
) -> Result<Vec<(String, String)>, Error> {
    let (calendar, today) = (&site.calendar, date_of(now));
    if rounds.is_empty() || !calendar.is_working(today) {
        return Ok(Vec::new());
    }
    let ahead = rounds.iter().map(|round| round.settings.remind_before).max().unwrap_or_default();
    // A later day that was given may be a day off behind the last of these working days.
    let until = calendar.after(today, ahead + 1, now, &Rests::default()).to_string();
    let ids: Vec<&str> = rounds.iter().map(|round| round.id.as_str()).collect();
    let rows = store::waiting(db.read(), &ids, (&until, &today.to_string())).await?;
    let is_meant = |one: &store::Waiting| {
        let round = rounds.iter().find(|round| round.id == one.round_id)?;
        let (set, due) = (&round.settings, one.due_on.parse().ok()?);
        let sat = Sat { graded: one.sittings, extra: one.extra, ..Sat::default() };
        let can = one.person_id != viewer.id && !(one.state == State::NotPassed && set.has_no_more(&sat));
        Some(can && is_planned(set, calendar, (due, today), one.reminded_at))
    };
    let meant = rows.into_iter().filter(|one| is_meant(one) == Some(true));
    Ok(meant.map(|one| (one.round_id, one.person_id)).collect())
}
