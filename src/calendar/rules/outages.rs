//! From hours without a server to days that count against nobody.

use crate::time::{DAY, MINUTE, day_of, start_of};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Longest time without a server that is believed, in milliseconds: beyond it rather the clock has jumped.
pub(crate) const MOST: i64 = 31 * DAY;
/// Hours of a day in which people come to it: from 7:00 to 17:00.
const HOURS: (i64, i64) = (7 * 60 * MINUTE, 17 * 60 * MINUTE);
/// From how many of them missing on a day does not count.
const MISSED: i64 = 4 * 60 * MINUTE;

/// The days of which at least four hours between 7:00 and 17:00 lie in these times, each from–until in UTC
/// milliseconds.
pub(crate) fn down_days(outages: &[(i64, i64)]) -> Vec<Date> {
    let mut missed: BTreeMap<String, i64> = BTreeMap::new();
    for (from, until) in outages.iter().filter(|(from, until)| until - from <= MOST) {
        let mut at = *from;
        while let Some(start) = start_of(&day_of(at)).filter(|_| at < *until) {
            let (first, last) = ((start + HOURS.0).max(*from), (start + HOURS.1).min(*until));
            if last > first {
                *missed.entry(day_of(at)).or_default() += last - first;
            }
            at = start + DAY;
        }
    }
    missed.into_iter().filter(|(_, missed)| *missed >= MISSED).filter_map(|(day, _)| day.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(day: &str, hours: i64) -> i64 {
        start_of(day).unwrap() + hours * 60 * MINUTE
    }

    #[test]
    fn four_hours_of_a_working_day_are_a_day() {
        let down = |from, until| down_days(&[(from, until)]);
        assert_eq!(down(at("2026-12-03", 13), at("2026-12-05", 10)), [date(2026, 12, 3), date(2026, 12, 4)]);
        assert!(down(at("2026-12-03", 18), at("2026-12-04", 7)).is_empty(), "a night");
        assert!(down(at("2026-12-03", 8), at("2026-12-03", 11)).is_empty(), "three hours");
        let twice = [(at("2026-12-03", 8), at("2026-12-03", 10)), (at("2026-12-03", 14), at("2026-12-03", 16))];
        assert_eq!(down_days(&twice), [date(2026, 12, 3)]);
        assert!(down(at("2026-12-03", 8), at("2027-12-03", 8)).is_empty(), "a clock that jumped");
    }
}
