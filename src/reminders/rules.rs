//! Who is reminded, of what, and how it is told when somebody was.

use crate::standing::rules::{Standing, State};
use crate::text::{lower_first, say, say_with};
use crate::time::{clock, day_after, day_of, days_left, short_day, show_day};

/// The message of a reminder, in `texts/messages.toml`.
pub(crate) const MESSAGE: &str = "nhac-rieng";

/// Days to finish in, where the day due is past or there is none.
const DAYS: i64 = 3;

/// What somebody is reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The step, in words.
    step: String,
    /// `01/12/2026`, never a day that is past.
    due: String,
}

impl Asked {
    /// `now` is UTC milliseconds.
    pub(crate) fn of(standing: &Standing, state: State, now: i64) -> Self {
        let due = standing.due_on.clone().filter(|day| days_left(now, day).is_some_and(|left| left >= 0));
        let left = (standing.articles - standing.read).to_string();
        Self {
            step: say_with(to_do(state), &[("n", &left)]),
            due: show_day(&due.unwrap_or_else(|| day_after(now, DAYS))),
        }
    }

    /// The fields of [`MESSAGE`] that tell it.
    pub(crate) fn fields(&self) -> [(&'static str, &str); 2] {
        [("buoc", &self.step), ("han", &self.due)]
    }
}

/// What is to be done, as a reminder says it: a key of `texts/`.
fn to_do(state: State) -> &'static str {
    match state {
        State::NotStarted => "remind.start",
        State::Reading => "remind.read",
        State::ReadyForQuiz | State::NotPassed => "remind.quiz",
        State::ReadyToAcknowledge => "remind.acknowledge",
        State::Returned => "remind.returned",
        _ => "remind.contact",
    }
}

/// Why nobody is reminded, in words: it is not their turn, or they wait for an answer to a doubt. `None`: something is to
/// be done, and by them.
pub(crate) fn not_needed(standing: &Standing, state: State) -> Option<String> {
    let rests = standing.doubt_at.is_some() && !standing.has_acknowledged();
    match state {
        State::NotStarted
        | State::Reading
        | State::ReadyForQuiz
        | State::NotPassed
        | State::ReadyToAcknowledge
        | State::NeedsContact
        | State::Returned => rests.then(|| say("reminder.doubt").to_owned()),
        State::AwaitingDecision
        | State::Approved
        | State::Added
        | State::InGroup
        | State::RemovalOrdered
        | State::Removed
        | State::Paused
        | State::Left => Some(lower_first(state.words())),
    }
}

/// `Đã nhắc lúc 8:15` of today, `Đã nhắc ngày 24/11/2026` of a day before.
pub(crate) fn told(now: i64, at: i64) -> String {
    if day_of(at) == day_of(now) {
        say_with("reminder.today", &[("luc", &clock(at))])
    } else {
        say_with("reminder.earlier", &[("ngay", &short_day(at))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::start_of;

    #[test]
    fn a_reminder_of_today_is_told_by_its_hour_and_another_by_its_day() {
        let morning = start_of("2026-11-24").unwrap() + (8 * 60 + 15) * crate::time::MINUTE;
        assert_eq!(told(morning + 3 * crate::time::MINUTE, morning), "Đã nhắc lúc 8:15");
        assert_eq!(told(morning + crate::time::DAY, morning), "Đã nhắc ngày 24/11/2026");
    }
}
