//! Until when somebody has: counted in working days, the same day for everybody, or as told when they came into the round.

use super::{RoundKind, Settings};
use crate::calendar::rules::{Calendar, Rests};
use crate::time::{date_of, day_after};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// How a round finds the day of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DueRule {
    /// The day of the enrolment, calendar days: rounds of before working days were known.
    #[default]
    Told,
    /// So many working days behind the first day in the round.
    Days(i64),
    /// A day, and at least so many working days behind the first day in the round.
    Fixed { on: Date, least: i64 },
    /// The last working day of what is valid; who is put in behind it has so many working days.
    Validity { least: i64 },
}

/// What the count starts from.
pub struct Start<'a> {
    /// First day in the round.
    pub first: Date,
    /// When they were told, UTC milliseconds: no later entry in the calendar makes their day earlier.
    pub told_at: i64,
    /// Days that do not count for this person.
    pub rests: &'a Rests,
    /// Last day of validity of what they had confirmed before the round.
    pub valid_until: Option<Date>,
}

impl DueRule {
    pub fn of(settings: &Settings, kind: RoundKind, due_on: Option<&str>) -> Self {
        match due_on.and_then(|day| day.parse().ok()) {
            _ if kind == RoundKind::Rolling => Self::Validity { least: settings.least_days },
            Some(on) => Self::Fixed { on, least: settings.least_days },
            None if settings.working == 0 => Self::Told,
            None => Self::Days(settings.due_days),
        }
    }

    /// The day of somebody; `None`: no day, or that of the enrolment.
    pub fn day(&self, calendar: &Calendar, start: &Start<'_>) -> Option<Date> {
        let Start { first, told_at, rests, valid_until } = *start;
        match self {
            Self::Told | Self::Days(0) => None,
            Self::Days(n) => Some(calendar.after(first, *n, told_at, rests)),
            Self::Fixed { on, least } => {
                Some(Self::fixed(calendar, start, calendar.working_from(*on, told_at), *least))
            }
            Self::Validity { least } => {
                let last = calendar.working_until(valid_until?, told_at);
                let given = if last > first { 0 } else { *least };
                Some(Self::fixed(calendar, start, last.max(first), given))
            }
        }
    }

    /// What is given back for rests and outages lies behind the day as it was meant.
    fn fixed(calendar: &Calendar, start: &Start<'_>, meant: Date, least: i64) -> Date {
        let n = calendar.between(start.first, meant, start.told_at).max(least);
        calendar.after(start.first, n, start.told_at, start.rests).max(meant)
    }
}

/// The day of somebody who is told now to be done in so many days, `YYYY-MM-DD`; `None` where none is set. `working`: 1
/// for working days.
pub fn day_from(calendar: &Calendar, (days, working): (i64, i64), now: i64) -> Option<String> {
    match days {
        ..=0 => None,
        _ if working == 0 => Some(day_after(now, days)),
        _ => Some(calendar.after(date_of(now), days, now, &Rests::default()).to_string()),
    }
}

/// The day that an enrolment itself says: rounds of before working days were known; elsewhere it is counted.
pub fn told_day(settings: &Settings, now: i64) -> Option<String> {
    (settings.working == 0 && settings.due_days > 0).then(|| day_after(now, settings.due_days))
}

/// The last day on which a commitment of a day is valid: the same day `months` later, or the last day of that month.
pub fn valid_until(day: Date, months: i64) -> Date {
    day.checked_add(months.months()).unwrap_or(day)
}

/// One commitment, as validity counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    pub on: Date,
    /// Of its round; 0 = it does not end.
    pub months: i64,
    /// It renews: made while the one before is valid, it goes on from its last day.
    pub renews: bool,
}

/// What all commitments of somebody, oldest first, come to: the last day of validity; `None`: no end, or nothing yet.
pub fn validity(all: &[Commitment]) -> Option<Date> {
    all.iter().filter(|one| one.months > 0).fold(None, |before: Option<Date>, one| {
        let from = before.filter(|last| one.renews && *last >= one.on).unwrap_or(one.on);
        Some(valid_until(from, one.months).max(before.unwrap_or(from)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn start(first: Date, rests: &Rests) -> Start<'_> {
        Start { first, told_at: 0, rests, valid_until: Some(date(2027, 3, 14)) }
    }

    #[test]
    fn each_rule_finds_its_day() {
        let (calendar, none) = (Calendar::default(), Rests::default());
        let day = |rule: &DueRule, first| rule.day(&calendar, &start(first, &none));
        assert_eq!(day(&DueRule::Days(2), date(2026, 11, 20)), Some(date(2026, 11, 25)));
        assert_eq!(day(&DueRule::Days(0), date(2026, 11, 20)), None);
        let fixed = DueRule::Fixed { on: date(2026, 11, 28), least: 3 };
        assert_eq!(day(&fixed, date(2026, 11, 20)), Some(date(2026, 11, 30)), "a Saturday");
        assert_eq!(day(&fixed, date(2026, 11, 30)), Some(date(2026, 12, 3)), "put in later");
        assert_eq!(
            day(&DueRule::Validity { least: 5 }, date(2027, 2, 20)),
            Some(date(2027, 3, 12)),
            "a Sunday is the end"
        );
        assert_eq!(day(&DueRule::Told, date(2026, 11, 20)), None);
    }

    #[test]
    fn what_rests_is_given_back_behind_a_fixed_day_too() {
        let calendar = Calendar::default();
        let rests = Rests::parse("2026-12-08..2026-12-10").unwrap();
        let fixed = DueRule::Fixed { on: date(2026, 12, 10), least: 0 };
        assert_eq!(fixed.day(&calendar, &start(date(2026, 12, 1), &rests)), Some(date(2026, 12, 15)));
        let all = Rests::parse("2026-12-02..2027-06-01").unwrap();
        assert_eq!(fixed.day(&calendar, &start(date(2026, 12, 1), &all)), Some(date(2027, 6, 10)));
    }

    #[test]
    fn validity_ends_with_the_month_and_renewing_early_keeps_it() {
        assert_eq!(valid_until(date(2027, 8, 31), 6), date(2028, 2, 29));
        let one = |on, renews| Commitment { on, months: 12, renews };
        assert_eq!(validity(&[one(date(2027, 1, 10), false)]), Some(date(2028, 1, 10)));
        let early = [one(date(2027, 1, 10), false), one(date(2027, 12, 20), true)];
        assert_eq!(validity(&early), Some(date(2029, 1, 10)));
        let late = [one(date(2027, 1, 10), false), one(date(2028, 2, 1), true)];
        assert_eq!(validity(&late), Some(date(2029, 2, 1)));
        assert_eq!(validity(&[Commitment { months: 0, ..one(date(2027, 1, 10), false) }]), None);
    }
}
