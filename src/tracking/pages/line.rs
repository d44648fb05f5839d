//! One person of the table.

use super::Table;
use crate::page::{due_told, initials};
use crate::reminders::rules as reminders;
use crate::standing::rules::State;
use crate::text::{say, say_with};
use crate::time::{day_of, days_left, short_day, show_day};
use crate::tracking::store::Line as Row;
use crate::visit::Member;

/// One person of the table.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) full_name: String,
    pub(super) initials: String,
    pub(super) department: String,
    pub(super) position: String,
    pub(super) state: State,
    pub(super) words: &'static str,
    /// `12/20`.
    pub(super) read: String,
    pub(super) percent: String,
    pub(super) acknowledged: String,
    pub(super) joined: String,
    pub(super) due: String,
    /// How long the day due is past, in words; empty while it is not.
    pub(super) late: String,
    /// How long until the day due, in words, from three days before; empty while it is farther.
    pub(super) soon: String,
    pub(super) again: bool,
    /// Until when what they confirmed is valid, or that it has ended; empty: it does not end.
    pub(super) valid: String,
    /// A doubt waits for an answer.
    pub(super) doubt: bool,
    /// The confirmation stands on a paper.
    pub(super) on_paper: bool,
    /// When HC-DV reminded them last, in words.
    pub(super) reminded: String,
    /// The viewer's own.
    pub(super) own: bool,
}

pub(super) fn line(row: &Row, table: &Table<'_>, member: &Member) -> Line {
    let (one, today, now) = (&row.standing, table.look.today.as_str(), member.now);
    let (calendar, at) = (&member.site.calendar, table.round.closed_at.unwrap_or(now));
    let full = table.look.sight.is_full();
    let state = one.state_on(today);
    let department = table.departments.iter().find(|(id, _)| *id == one.department_id);
    Line {
        id: one.person_id.clone(),
        full_name: row.full_name.clone(),
        initials: initials(&row.full_name),
        department: department.map(|(_, name)| name.clone()).unwrap_or_default(),
        position: row.position.clone(),
        state,
        words: state.words(),
        read: format!("{}/{}", one.read, one.articles),
        percent: if full { one.best_words() } else { String::new() },
        acknowledged: one.acknowledged_at.map(short_day).unwrap_or_default(),
        joined: one.confirmed_at.or(one.added_at).map(short_day).unwrap_or_default(),
        due: match &one.due_on {
            Some(_) if one.acknowledged_at.is_none() => due_told(calendar, one, at).0,
            _ => String::new(),
        },
        late: match (one.is_overdue(today), &one.due_on) {
            (true, Some(_)) => match one.late_days(calendar, &day_of(at)) {
                0 => String::new(),
                days => say_with("tracking.late", &[("n", &days.to_string())]),
            },
            _ => String::new(),
        },
        soon: soon(row, table, now),
        valid: one
            .valid_until
            .as_deref()
            .map(|last| {
                let key = if one.has_lapsed(today) { "validity.lapsed" } else { "validity.until" };
                say_with(key, &[("ngay", &show_day(last))])
            })
            .unwrap_or_default(),
        again: one.must_acknowledge_again(),
        doubt: full && one.doubt_at.is_some(),
        on_paper: one.is_on_paper(),
        reminded: row.reminded_at.filter(|_| full).map(|at| reminders::told(now, at)).unwrap_or_default(),
        own: one.person_id == member.viewer.id,
    }
}

fn soon(row: &Row, table: &Table<'_>, now: i64) -> String {
    let one = &row.standing;
    let open = table.round.is_open()
        && one.acknowledged_at.is_none()
        && !matches!(one.state_on(table.look.today.as_str()), State::Left | State::Paused);
    match one.due_on.as_deref().filter(|_| open).and_then(|day| days_left(now, day)) {
        Some(0) => say("tracking.due_today").to_owned(),
        Some(left @ 1..=3) => say_with("tracking.soon", &[("n", &left.to_string())]),
        _ => String::new(),
    }
}
