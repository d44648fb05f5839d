//! Counting: working days, and what is given back.

use super::known::{self, Known, known};
use crate::time::{date_of, moment_of};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// Longest way that is counted, in days.
const FAR: i64 = 3660;

text_enum! {
    /// What stands about a day in its chain.
    pub enum Kind {
        /// Nghỉ.
        Off = "off",
        /// Làm bù.
        Working = "working",
        /// The server did not run, or could not be reached: it counts against nobody.
        Down = "down",
        /// What was entered is taken back.
        Plain = "plain",
    }
}

impl Kind {
    /// On screen, from `texts/`.
    pub fn words(self) -> &'static str {
        crate::text::find(&format!("calendar_kind.{self}")).unwrap_or_default()
    }
}

/// A row of a day's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: Kind,
    /// When it was entered, UTC milliseconds.
    pub at: i64,
}

/// What an office learns from an announcement alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// The days of Tết beside mùng 1.
    Tet,
    /// The day beside 02/9.
    National,
    /// Instead of a day off at a weekend.
    Weekend,
}

impl Awaited {
    /// A key of `texts/`.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::Tet => "calendar.await_tet",
            Self::National => "calendar.await_national",
            Self::Weekend => "calendar.await_weekend",
        }
    }
}

/// What was entered about days; the rest Nếp knows by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Each chain in its order.
    days: BTreeMap<Date, Vec<Entry>>,
}

/// Days on which somebody is not counted, both ends included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rests(Vec<(Date, Date)>);

impl Rests {
    pub fn add(&mut self, from: Date, until: Date) {
        if from <= until {
            self.0.push((from, until));
        }
    }

    pub fn extend(&mut self, others: &Self) {
        self.0.extend_from_slice(&others.0);
    }

    pub fn has(&self, day: Date) -> bool {
        self.0.iter().any(|(from, until)| *from <= day && day <= *until)
    }

    /// `2027-01-04..2027-01-08 2027-03-01..2027-03-02`.
    pub fn parse(text: &str) -> Option<Self> {
        let range = |one: &str| {
            let (from, until) = one.split_once("..")?;
            Some((from.parse().ok()?, until.parse().ok()?))
        };
        text.split_whitespace().map(range).collect::<Option<_>>().map(Self)
    }
}

impl std::fmt::Display for Rests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all: Vec<String> = self.0.iter().map(|(from, until)| format!("{from}..{until}")).collect();
        f.write_str(&all.join(" "))
    }
}

impl Calendar {
    /// Adds the next row of a day's chain.
    pub fn push(&mut self, day: Date, entry: Entry) {
        self.days.entry(day).or_default().push(entry);
    }

    /// What stands about a day now; `None`: nothing was entered, or it was taken back.
    pub fn entered(&self, day: Date) -> Option<Kind> {
        let last = self.days.get(&day).and_then(|chain| chain.last());
        last.map(|one| one.kind).filter(|kind| *kind != Kind::Plain)
    }

    /// Nobody has entered or taken back anything about it.
    pub(crate) fn is_untouched(&self, day: Date) -> bool {
        !self.days.contains_key(&day)
    }

    /// Whether people work on a day.
    pub fn is_working(&self, day: Date) -> bool {
        works(day, self.entered(day))
    }

    /// Whether it counts for somebody who was told at `since` (UTC milliseconds): a working day now, and by everything
    /// that stood about it since then, so that no day told becomes earlier.
    fn counts(&self, day: Date, since: i64) -> bool {
        let chain = self.days.get(&day).map(Vec::as_slice).unwrap_or_default();
        let told = chain.iter().rposition(|one| one.at <= since);
        let first = told.is_none().then_some(Kind::Plain);
        let later = chain.get(told.unwrap_or(0)..).unwrap_or_default().iter().map(|one| one.kind);
        first.into_iter().chain(later).all(|kind| works(day, Some(kind)))
    }

    /// The server was down on it.
    pub fn is_down(&self, day: Date) -> bool {
        self.entered(day) == Some(Kind::Down)
    }

    /// The `n`th day after `first` that counts: worked, without rest, for somebody told at `since`.
    pub fn after(&self, first: Date, n: i64, since: i64, rests: &Rests) -> Date {
        let mut day = first;
        let mut left = n;
        for _ in 0..FAR {
            if left <= 0 {
                break;
            }
            day = next(day);
            if self.counts(day, since) && !rests.has(day) {
                left -= 1;
            }
        }
        day
    }

    /// How many days that count lie behind `first`, up to and including `last`, rests and outages not looked at.
    pub fn between(&self, first: Date, last: Date, since: i64) -> i64 {
        let mut n = 0;
        let mut day = first;
        for _ in 0..FAR {
            if day >= last {
                break;
            }
            day = next(day);
            let down = self.is_down(day) && works(day, None);
            if down || self.counts(day, since) {
                n += 1;
            }
        }
        n
    }

    /// When the next working morning begins: 7:30 of a day that people work on, after `at` (UTC milliseconds).
    pub fn next_morning(&self, at: i64) -> i64 {
        let mut day = date_of(at);
        for _ in 0..FAR {
            let morning = moment_of(day, 7, 30).filter(|morning| *morning > at && self.is_working(day));
            if let Some(morning) = morning {
                return morning;
            }
            day = next(day);
        }
        at
    }

    /// Whether people were to work on a day by what stood about it at a moment.
    fn was_working(&self, day: Date, at: i64) -> bool {
        let chain = self.days.get(&day).map(Vec::as_slice).unwrap_or_default();
        works(day, chain.iter().rev().find(|one| one.at <= at).map(|one| one.kind))
    }

    /// The day itself, or the next one that people work on; never before what somebody was told at `since`.
    pub fn working_from(&self, day: Date, since: i64) -> Date {
        let first = |works: &dyn Fn(Date) -> bool| {
            (0..FAR).filter_map(|n| day.checked_add(n.days()).ok()).find(|one| works(*one)).unwrap_or(day)
        };
        first(&|one| self.is_working(one)).max(first(&|one| self.was_working(one, since)))
    }

    /// The day itself, or the last one before it that people were to work on when somebody was told, at `since`.
    pub fn working_until(&self, day: Date, since: i64) -> Date {
        let mut days = (0..FAR).filter_map(|n| day.checked_sub(n.days()).ok());
        days.find(|one| self.was_working(*one, since)).unwrap_or(day)
    }

    /// Days behind `due`, up to and including `last`, without rests and outages.
    pub fn late(&self, due: Date, last: Date, rests: &Rests) -> i64 {
        let mut n = 0;
        let mut day = due;
        for _ in 0..FAR {
            if day >= last {
                break;
            }
            day = next(day);
            if !rests.has(day) && !self.is_down(day) {
                n += 1;
            }
        }
        n
    }

    /// What is announced every year and was not entered yet for this one.
    pub(crate) fn awaited(&self, year: i16) -> Vec<Awaited> {
        let known = known::of_year(year);
        let off = |day: Date| self.entered(day) == Some(Kind::Off);
        let near = |what: Known, days: i64| {
            let mid = known.iter().find(|one| one.1 == what).map(|one| one.0);
            mid.is_none_or(|mid| (-days..=days).any(|n| n != 0 && mid.checked_add(n.days()).is_ok_and(off)))
        };
        let weekend = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let compensated =
            |day: Date| (-4..=4_i64).any(|n| day.checked_add(n.days()).is_ok_and(|d| !weekend(d) && off(d)));
        let loose = known.iter().any(|one| one.1 != Known::LunarNewYear && weekend(one.0) && !compensated(one.0));
        let all = [
            (!near(Known::LunarNewYear, 9), Awaited::Tet),
            (!near(Known::National, 1), Awaited::National),
            (loose, Awaited::Weekend),
        ];
        all.into_iter().filter(|one| one.0).map(|one| one.1).collect()
    }

    /// What was entered about the days of a year, in their order.
    pub(crate) fn of_year(&self, year: i16) -> impl Iterator<Item = (Date, Kind)> {
        let own = self.days.keys().filter(move |day| day.year() == year);
        own.filter_map(|day| Some((*day, self.entered(*day)?)))
    }
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// Whether people work on a day about which this was entered. An outage is no day off: the house may have worked.
fn works(day: Date, entered: Option<Kind>) -> bool {
    match entered {
        Some(Kind::Off | Kind::Down) => false,
        Some(Kind::Working) => true,
        None | Some(Kind::Plain) => {
            !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && known(day).is_none()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn off(days: &[Date], kind: Kind, at: i64) -> Calendar {
        let mut calendar = Calendar::default();
        for day in days {
            calendar.push(*day, Entry { kind, at });
        }
        calendar
    }

    #[test]
    fn weekends_and_days_off_are_passed_by() {
        let none = Rests::default();
        let calendar = Calendar::default();
        // Friday 20/11/2026; 24/11 is a Tuesday off.
        assert_eq!(calendar.after(date(2026, 11, 20), 2, 0, &none), date(2026, 11, 25));
        assert_eq!(calendar.between(date(2026, 11, 20), date(2026, 11, 25), 0), 2);
        assert_eq!(calendar.working_from(date(2026, 11, 24), 0), date(2026, 11, 25));
        assert_eq!(calendar.working_until(date(2026, 11, 24), 0), date(2026, 11, 23));
    }

    #[test]
    fn a_working_morning_is_half_past_seven_of_a_day_that_people_work_on() {
        let at = |day: Date, minutes: i8| moment_of(day, minutes / 60, minutes % 60).unwrap();
        let half_past = |day| moment_of(day, 7, 30).unwrap();
        let calendar = off(&[date(2026, 11, 30)], Kind::Off, 0);
        // 26/11/2026 is a Thursday.
        for (from, hour, next) in [(26, 6, 26), (26, 8, 27), (27, 9, 31), (28, 6, 31)] {
            let next = if next == 31 { date(2026, 12, 1) } else { date(2026, 11, next) };
            let from = moment_of(date(2026, 11, from), hour, 0).unwrap();
            assert_eq!(calendar.next_morning(from), half_past(next), "{next}");
        }
        assert_eq!(calendar.next_morning(at(date(2026, 11, 23), 120)), half_past(date(2026, 11, 23)));
        assert_eq!(calendar.next_morning(half_past(date(2026, 11, 23))), half_past(date(2026, 11, 25)), "24/11");
    }

    #[test]
    fn a_day_told_never_becomes_earlier() {
        let none = Rests::default();
        let saturday = date(2026, 11, 28);
        let calendar = off(&[saturday], Kind::Working, 100);
        assert_eq!(calendar.after(date(2026, 11, 27), 1, 50, &none), date(2026, 11, 30), "told before the swap");
        assert_eq!(calendar.after(date(2026, 11, 27), 1, 150, &none), saturday, "told after it");
        assert_eq!(
            (calendar.working_from(saturday, 50), calendar.working_from(saturday, 150)),
            (date(2026, 11, 30), saturday)
        );
        let mut calendar = off(&[date(2026, 11, 30)], Kind::Off, 100);
        assert_eq!(calendar.after(date(2026, 11, 27), 1, 50, &none), date(2026, 12, 1));
        assert_eq!(calendar.working_until(date(2026, 11, 30), 50), date(2026, 11, 30), "off only since");
        assert_eq!(calendar.working_until(date(2026, 11, 30), 150), date(2026, 11, 27));
        calendar.push(date(2026, 11, 30), Entry { kind: Kind::Plain, at: 200 });
        assert_eq!(calendar.after(date(2026, 11, 27), 1, 50, &none), date(2026, 12, 1), "it was told so");
        assert_eq!(calendar.after(date(2026, 11, 27), 1, 300, &none), date(2026, 11, 30));
    }

    #[test]
    fn what_is_announced_is_awaited_until_it_is_entered() {
        let mut calendar = Calendar::default();
        // Giỗ Tổ 26/4/2026 is a Sunday.
        assert_eq!(calendar.awaited(2026), [Awaited::Tet, Awaited::National, Awaited::Weekend]);
        for day in [date(2026, 2, 18), date(2026, 9, 1), date(2026, 4, 27)] {
            calendar.push(day, Entry { kind: Kind::Off, at: 1 });
        }
        assert_eq!(calendar.awaited(2026), []);
    }

    #[test]
    fn rests_and_outages_are_given_back_and_are_no_lateness() {
        let rests = Rests::parse("2026-12-02..2026-12-03").unwrap();
        let calendar = off(&[date(2026, 12, 4)], Kind::Down, 900);
        // Tuesday 1/12; Wednesday and Thursday away, Friday down.
        assert_eq!(calendar.after(date(2026, 12, 1), 1, 0, &rests), date(2026, 12, 7));
        assert_eq!(calendar.between(date(2026, 12, 1), date(2026, 12, 4), 0), 3, "as it was meant");
        assert_eq!(calendar.late(date(2026, 12, 1), date(2026, 12, 8), &rests), 4);
        assert_eq!(rests.to_string(), "2026-12-02..2026-12-03");
        assert!(Rests::parse("2026-12-02").is_none());
    }
}
