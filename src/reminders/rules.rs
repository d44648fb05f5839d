//! Who is reminded, of what, and how it is told when somebody was.

use crate::calendar::rules::Calendar;
use crate::rounds::rules::Settings;
use crate::standing::rules::{Standing, State};
use crate::text::{lower_first, say, say_with};
use crate::time::{clock, date_of, day_of, days_left, short_day, show_day};
use jiff::civil::Date;

/// What somebody is reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Id of the message in `texts/messages.toml`.
    pub(crate) message: &'static str,
    /// The step, in words.
    step: String,
    /// A sentence about the day due; empty where there is none.
    due: String,
}

/// Every message that can be a reminder.
pub(crate) const MESSAGES: [&str; 3] = ["nhac-rieng", "qua-han", "tra-lai"];

impl Asked {
    /// `now` is UTC milliseconds.
    pub(crate) fn of(standing: &Standing, state: State, now: i64) -> Self {
        let [plain, late, returned] = MESSAGES;
        // What follows the confirmation has no day of its own.
        let due = standing.due_on.as_deref().filter(|_| !standing.has_acknowledged());
        let over = due.and_then(|day| days_left(now, day)).is_some_and(|left| left < 0);
        let left = (standing.articles - standing.read).to_string();
        Self {
            message: match state {
                State::Returned => returned,
                _ if over => late,
                _ => plain,
            },
            step: say_with(to_do(state), &[("n", &left)]),
            due: due_sentence(now, due),
        }
    }

    /// The fields of its message that tell it.
    pub(crate) fn fields(&self) -> [(&'static str, &str); 2] {
        [("buoc", &self.step), ("han", &self.due)]
    }
}

/// That a day is due, is today, or is over by so many days; empty without one.
pub(crate) fn due_sentence(now: i64, due: Option<&str>) -> String {
    let Some((day, left)) = due.and_then(|day| Some((day, days_left(now, day)?))) else { return String::new() };
    let key = match left {
        0 => "remind.due_today",
        1.. => "remind.due_left",
        _ => "remind.due_over",
    };
    say_with(key, &[("ngay", &show_day(day)), ("n", &left.abs().to_string())])
}

/// What is to be done, as a reminder says it: a key of `texts/`.
fn to_do(state: State) -> &'static str {
    match state {
        State::NotStarted => "remind.start",
        State::Reading => "remind.read",
        State::ReadyForQuiz => "remind.quiz",
        State::NotPassed => "remind.quiz_again",
        State::ReadyToAcknowledge => "remind.acknowledge",
        _ => "remind.contact",
    }
}

/// Why nobody is reminded, in words: it is not their turn, they wait for an answer to a doubt, have used all sittings, or
/// have taken back the consent (`refuses`) and the number is all that is left. `None`: something is to be done, by them.
pub(crate) fn not_needed(standing: &Standing, state: State, (refuses, settings): (bool, &Settings)) -> Option<String> {
    let rests = standing.doubt_at.is_some() && !standing.has_acknowledged();
    if standing.is_silenced() {
        return Some(say("reminder.newer").to_owned());
    }
    match state {
        State::NotPassed if settings.has_no_more(&standing.sat()) => Some(say("reminder.no_sitting").to_owned()),
        State::NeedsContact | State::Returned if refuses => Some(say("reminder.refuses").to_owned()),
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

/// Whether somebody is to be reminded on `today` by the plan of their round: its newest day of reminding about a day due
/// has come, and nobody has reminded them since. Days of reminding are working days.
pub(crate) fn is_planned(
    settings: &Settings,
    calendar: &Calendar,
    (due, today): (Date, Date),
    reminded_at: Option<i64>,
) -> bool {
    let then = reminded_at.map(date_of);
    // A later day that was given may be a day off.
    let due = calendar.working_until(due, i64::MAX);
    let left = |from: Date, to: Date| calendar.between(from, to, i64::MAX);
    if !calendar.is_working(today) {
        return false;
    }
    if today == due {
        return settings.remind_before > 0 && then.is_none_or(|then| then < due);
    }
    if today < due {
        let n = left(today, due);
        // Who was reminded within the stretch before the day waits for the day itself.
        return settings.remind_before > 0
            && n <= settings.remind_before
            && then.is_none_or(|then| left(then, due) > settings.remind_before);
    }
    let late = left(due, today);
    match late.checked_div(settings.remind_late) {
        None | Some(0) => false,
        Some(times) => then.is_none_or(|then| then <= due || left(due, then) < times * settings.remind_late),
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
    fn the_plan_means_somebody_once_before_their_day_once_on_it_and_every_week_behind_it() {
        let calendar = Calendar::default();
        let set = Settings { remind_before: 3, remind_late: 5, ..Settings::default() };
        let day = |text: &str| text.parse::<Date>().unwrap();
        let at = |text: &str| start_of(text).unwrap() + 9 * 60 * crate::time::MINUTE;
        let due = day("2027-03-18");
        let meant = |today: &str, reminded: &str| {
            let reminded = (!reminded.is_empty()).then(|| at(reminded));
            is_planned(&set, &calendar, (due, day(today)), reminded)
        };
        // Thursday the 18th; three working days before it is Monday.
        assert!(!meant("2027-03-12", "") && !meant("2027-03-14", "") && meant("2027-03-15", ""));
        assert!(meant("2027-03-16", ""), "nobody was there on Monday");
        assert!(meant("2027-03-15", "2027-03-12") && !meant("2027-03-16", "2027-03-15"));
        assert!(meant("2027-03-18", "2027-03-16") && !meant("2027-03-18", "2027-03-18"));
        assert!(!meant("2027-03-19", "2027-03-16") && !meant("2027-03-24", ""));
        assert!(meant("2027-03-25", "2027-03-18") && meant("2027-03-26", "2027-03-19"));
        // A Sunday that was given as a later day is reminded of on the Friday before it.
        let sunday = |today: &str| is_planned(&set, &calendar, (day("2027-03-21"), day(today)), None);
        assert!(!sunday("2027-03-15") && sunday("2027-03-16") && sunday("2027-03-19") && !sunday("2027-03-22"));
        let late_only = Settings { remind_before: 0, ..set };
        assert!(!is_planned(&late_only, &calendar, (day("2027-03-21"), day("2027-03-19")), None));
        assert!(!meant("2027-03-26", "2027-03-25") && meant("2027-04-01", "2027-03-25"));
        let never = Settings { remind_before: 0, remind_late: 0, ..set };
        let days = ["2027-03-15", "2027-03-18", "2027-03-25"];
        assert!(days.iter().all(|today| !is_planned(&never, &calendar, (due, day(today)), None)));
    }

    #[test]
    fn a_reminder_of_today_is_told_by_its_hour_and_another_by_its_day() {
        let morning = start_of("2026-11-24").unwrap() + (8 * 60 + 15) * crate::time::MINUTE;
        assert_eq!(told(morning + 3 * crate::time::MINUTE, morning), "Đã nhắc lúc 8:15");
        assert_eq!(told(morning + crate::time::DAY, morning), "Đã nhắc ngày 24/11/2026");
    }
}
