//! A past day: what the database counts of today is counted from where everybody stood.

use super::facts::Away;
use crate::people::rules::Reason;
use crate::standing::rules::{Standing, State};
use crate::tracking::rules::Tally;
use std::collections::BTreeMap;

/// Everybody grouped as the table of the round groups them. `day` is `YYYY-MM-DD`.
pub(crate) fn tallies(standings: &[Standing], day: &str) -> Vec<Tally> {
    let mut groups: BTreeMap<(&str, i64, i64), Tally> = BTreeMap::new();
    for one in standings {
        let (paused, due) = (i64::from(one.is_paused(day)), one.due_on.as_deref());
        // Behind the commitment nobody is late any more.
        let asked = one.place <= State::ReadyToAcknowledge.place();
        let late = i64::from(asked && paused == 0 && due.is_some_and(|due| due < day));
        let due = one.due_on.clone().filter(|_| asked);
        let group = groups.entry((one.department_id.as_str(), one.place, one.progress)).or_insert_with(|| Tally {
            department_id: one.department_id.clone(),
            state: one.state,
            progress: one.progress,
            n: 0,
            paused: 0,
            late: 0,
            first_due: due.clone(),
            last_due: due.clone(),
            oldest: Some(one.round_revision),
        });
        group.n += 1;
        group.paused += paused;
        group.late += late;
        group.first_due = group.first_due.take().into_iter().chain(due.clone()).min();
        group.last_due = group.last_due.take().max(due);
    }
    groups.into_values().collect()
}

/// Who was paused, and who had not confirmed, by class; `reasons` are those of times away within the round, by person.
pub(crate) fn away(standings: &[Standing], reasons: &BTreeMap<String, Reason>, day: &str) -> Vec<Away> {
    let mut classes: Vec<Away> = Vec::new();
    for one in standings.iter().filter(|one| one.state != State::Left) {
        let paused = one.state_on(day) == State::Paused;
        if !paused && one.has_acknowledged() {
            continue;
        }
        let reason = reasons.get(&one.person_id).copied();
        match classes.iter_mut().find(|class| class.reason == reason && class.paused == paused) {
            Some(class) => class.n += 1,
            None => classes.push(Away { reason, paused, n: 1 }),
        }
    }
    classes
}
