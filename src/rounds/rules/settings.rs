//! The settings of a round and their limits.

use crate::calendar::rules::Calendar;
use crate::text::say;
use crate::time::MINUTE;

/// What a round asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Mức đạt, percent.
    pub pass_percent: i64,
    /// Questions of a sitting.
    pub questions: i64,
    /// Most sittings; 0 = no limit.
    pub sittings: i64,
    /// Minutes after the first sitting that is not passed, twice as many after each further one, never beyond the next
    /// working morning; 0 = no wait.
    pub wait_minutes: i64,
    /// Minutes for a sitting; 0 = none.
    pub limit_minutes: i64,
    /// Days from enrolment, working days where `working`; 0 = no day.
    pub due_days: i64,
    /// 1: working days are counted; 0: calendar days, in rounds of before.
    pub working: i64,
    /// Working days that who is put in later has at least, where there is a day for everybody.
    pub least_days: i64,
    /// For how many months a commitment is valid; 0 = it does not end.
    pub validity_months: i64,
    /// Days before the last day of validity from which a rolling round asks.
    pub ask_before: i64,
    /// Whoever has confirmed the same texts so many days before the opening, or later, is not asked again.
    pub excuse_days: i64,
    /// Working days before the day due on which people are reminded, and again on that day; 0 = not before it is over.
    pub remind_before: i64,
    /// Every so many working days behind the day due people are reminded; 0 = never.
    pub remind_late: i64,
    /// 1: a sitting in which a câu điểm liệt was missed is not passed; 0: such a question counts like any other.
    pub critical_fails: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            pass_percent: 80,
            questions: 20,
            sittings: 0,
            wait_minutes: 10,
            limit_minutes: 0,
            due_days: 5,
            working: 1,
            least_days: 5,
            validity_months: 0,
            ask_before: 30,
            excuse_days: 0,
            remind_before: 3,
            remind_late: 5,
            critical_fails: 1,
        }
    }
}

impl Settings {
    /// Questions of a sitting for people who know the basics, unless somebody sets another number.
    pub(crate) const REFRESHER: i64 = 10;

    /// Behind the mark: that no câu điểm liệt may be missed either; empty where the round has no such rule.
    pub(crate) fn critical_words(&self) -> &'static str {
        if self.critical_fails > 0 { say("quiz.critical_too") } else { "" }
    }

    /// Whether all sittings are used, whatever the time.
    pub(crate) fn has_no_more(&self, sat: &Sat) -> bool {
        self.sittings > 0 && sat.graded >= self.sittings.saturating_add(sat.extra)
    }

    /// Checks the limits.
    ///
    /// # Errors
    /// A key of `texts/errors.toml`.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let within = |value: i64, low: i64, high: i64| (low..=high).contains(&value);
        match () {
            () if !within(self.pass_percent, 50, 100) => Err("round.pass"),
            () if !within(self.questions, 8, 60) => Err("round.questions"),
            () if !within(self.sittings, 0, 20) => Err("round.sittings"),
            () if !within(self.wait_minutes, 0, 10_080) => Err("round.wait"),
            () if self.limit_minutes != 0 && !within(self.limit_minutes, 5, 240) => Err("round.limit"),
            () if self.limit_minutes != 0 && 2 * self.limit_minutes < self.questions => Err("round.limit_short"),
            () if self.due_days != 0 && !within(self.due_days, 2, 180) => Err("round.due"),
            () if !within(self.least_days, 0, 60) => Err("round.least"),
            () if self.validity_months != 0 && !within(self.validity_months, 3, 60) => Err("round.validity"),
            () if !within(self.ask_before, 7, 90) => Err("round.ask_before"),
            () if !within(self.excuse_days, 0, 365) => Err("round.excuse"),
            () if !within(self.remind_before, 0, 20) => Err("round.remind_before"),
            () if !within(self.remind_late, 0, 60) => Err("round.remind_late"),
            () => Ok(()),
        }
    }
}

/// The sittings since the last passed one. Times are UTC milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sat {
    /// How many were graded.
    pub graded: i64,
    /// Sittings beyond those of the round.
    pub extra: i64,
    pub last_graded_at: Option<i64>,
    /// HC-DV has ended the wait after the last one.
    pub lifted: bool,
}

/// Whether another sitting may start: now, or when, or never.
pub fn next_sitting(settings: &Settings, sat: &Sat, calendar: &Calendar, now: i64) -> Next {
    if settings.has_no_more(sat) {
        return Next::NoMore;
    }
    let ready = match sat.last_graded_at {
        Some(at) if !sat.lifted && sat.graded > 0 => ready_at(settings.wait_minutes, sat.graded, calendar, at),
        _ => now,
    };
    if ready > now { Next::From(ready) } else { Next::Now }
}

/// When the wait after the `graded`th sitting ends.
fn ready_at(minutes: i64, graded: i64, calendar: &Calendar, last_graded_at: i64) -> i64 {
    // Twenty doublings of a minute are two years: the morning comes first.
    let doublings = (graded - 1).clamp(0, 20);
    let wait = minutes.saturating_mul(1 << doublings).saturating_mul(MINUTE);
    last_graded_at.saturating_add(wait).min(calendar.next_morning(last_graded_at))
}

/// The answer of [`next_sitting`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// At once.
    Now,
    /// Not before this moment.
    From(i64),
    /// All sittings are used.
    NoMore,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 09:00 on a Thursday in Viet Nam.
    const THURSDAY: i64 = 1_795_658_400_000;

    fn after(settings: &Settings, graded: i64, now: i64) -> Next {
        let last_graded_at = (graded > 0).then_some(THURSDAY);
        let sat = Sat { graded, last_graded_at, ..Sat::default() };
        next_sitting(settings, &sat, &Calendar::default(), now)
    }

    #[test]
    fn sittings_and_waits_are_counted() {
        let settings = Settings { sittings: 2, wait_minutes: 10, ..Settings::default() };
        let ready = THURSDAY + 10 * MINUTE;
        assert_eq!(after(&settings, 0, THURSDAY), Next::Now);
        assert_eq!(after(&settings, 1, THURSDAY), Next::From(ready));
        assert_eq!(after(&settings, 1, ready - 1), Next::From(ready));
        assert_eq!(after(&settings, 1, ready), Next::Now);
        assert_eq!(after(&settings, 2, ready), Next::NoMore);
        let more = Sat { graded: 2, extra: 1, last_graded_at: Some(THURSDAY), lifted: true };
        assert_eq!(next_sitting(&settings, &more, &Calendar::default(), THURSDAY), Next::Now);
        assert_eq!(next_sitting(&settings, &Sat { graded: 3, ..more }, &Calendar::default(), ready), Next::NoMore);
    }

    #[test]
    fn the_wait_doubles_and_never_goes_beyond_the_next_working_morning() {
        let settings = Settings { wait_minutes: 10, ..Settings::default() };
        let friday = THURSDAY + 22 * 60 * MINUTE + 30 * MINUTE;
        for (graded, ready) in [(1, 10), (2, 20), (3, 40), (4, 80), (7, 640)] {
            assert_eq!(after(&settings, graded, THURSDAY), Next::From(THURSDAY + ready * MINUTE), "{graded}");
        }
        for graded in [9, 60, i64::MAX] {
            assert_eq!(after(&settings, graded, THURSDAY), Next::From(friday), "{graded}");
        }
        let week = Settings { wait_minutes: 10_080, ..settings };
        assert_eq!(after(&week, 1, THURSDAY), Next::From(friday));
    }

    #[test]
    fn nobody_waits_where_there_is_no_wait_or_it_was_lifted_or_the_last_one_was_passed() {
        let none = Settings { wait_minutes: 0, ..Settings::default() };
        assert_eq!(after(&none, 5, THURSDAY), Next::Now);
        let mut sat = Sat { graded: 3, extra: 0, last_graded_at: Some(THURSDAY), lifted: true };
        assert_eq!(next_sitting(&Settings::default(), &sat, &Calendar::default(), THURSDAY), Next::Now);
        sat = Sat { graded: 0, lifted: false, ..sat };
        assert_eq!(next_sitting(&Settings::default(), &sat, &Calendar::default(), THURSDAY), Next::Now);
    }

    #[test]
    fn limits_are_told_by_name() {
        assert!(Settings::default().check().is_ok());
        assert_eq!(Settings { pass_percent: 20, ..Settings::default() }.check(), Err("round.pass"));
        assert_eq!(Settings { limit_minutes: 2, ..Settings::default() }.check(), Err("round.limit"));
        assert_eq!(Settings { limit_minutes: 9, ..Settings::default() }.check(), Err("round.limit_short"));
        assert!(Settings { limit_minutes: 10, due_days: 0, ..Settings::default() }.check().is_ok());
        for days in [1, -1, 181] {
            assert_eq!(Settings { due_days: days, ..Settings::default() }.check(), Err("round.due"), "{days}");
        }
    }
}
