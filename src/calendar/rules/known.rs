//! Days off that nobody has to enter: Bộ luật Lao động 2019, Điều 112; Nghị quyết 28/2026/QH16 (24/11).

use jiff::civil::{Date, date};

text_enum! {
    /// A day off by itself.
    pub enum Known {
        NewYear = "new_year",
        /// Mùng 1 Tết Âm lịch; the other days of Tết are announced each year.
        LunarNewYear = "lunar_new_year",
        /// Giỗ Tổ Hùng Vương, 10/3 âm lịch.
        HungKings = "hung_kings",
        Reunification = "reunification",
        Labour = "labour",
        /// Quốc khánh 02/9; the day beside it is announced each year.
        National = "national",
        /// Ngày Văn hóa Việt Nam, from 2026 on.
        Culture = "culture",
    }
}

impl Known {
    /// On screen, from `texts/`.
    pub fn words(self) -> &'static str {
        crate::text::find(&format!("day_off.{self}")).unwrap_or_default()
    }
}

/// A year, and month and day of its mùng 1 Tết and its 10/3.
type LunarYear = (i16, (i8, i8), (i8, i8));

/// Mùng 1 Tết and 10/3 of the Vietnamese lunar calendar (UTC+7), which differs from the Chinese one in 2030.
const LUNAR: [LunarYear; 10] = [
    (2026, (2, 17), (4, 26)),
    (2027, (2, 6), (4, 16)),
    (2028, (1, 26), (4, 4)),
    (2029, (2, 13), (4, 23)),
    (2030, (2, 2), (4, 12)),
    (2031, (1, 23), (4, 1)),
    (2032, (2, 11), (4, 19)),
    (2033, (1, 31), (4, 9)),
    (2034, (2, 19), (4, 28)),
    (2035, (2, 8), (4, 17)),
];

/// Last year whose lunar days are known.
pub const LAST_LUNAR_YEAR: i16 = 2035;
const FIRST_CULTURE_DAY: i16 = 2026;

/// What day off a day is by itself.
pub fn known(day: Date) -> Option<Known> {
    let this = (day.month(), day.day());
    let lunar = LUNAR.iter().find(|line| line.0 == day.year());
    match this {
        (1, 1) => Some(Known::NewYear),
        (4, 30) => Some(Known::Reunification),
        (5, 1) => Some(Known::Labour),
        (9, 2) => Some(Known::National),
        (11, 24) if day.year() >= FIRST_CULTURE_DAY => Some(Known::Culture),
        _ if lunar.is_some_and(|line| line.1 == this) => Some(Known::LunarNewYear),
        _ if lunar.is_some_and(|line| line.2 == this) => Some(Known::HungKings),
        _ => None,
    }
}

/// The days of a year that are off by themselves, in their order.
pub(crate) fn of_year(year: i16) -> Vec<(Date, Known)> {
    let first = date(year, 1, 1);
    let days = first.series(jiff::Span::new().days(1)).take_while(|day| day.year() == year);
    days.filter_map(|day| Some((day, known(day)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lunar_days_lie_where_the_moon_is() {
        // Two lunar months and nine days lie between mùng 1 Tết and 10/3, unless a month is put in between.
        for (year, tet, third) in LUNAR {
            let (tet, third) = (date(year, tet.0, tet.1), date(year, third.0, third.1));
            let apart = (third - tet).get_days();
            assert!((67..=69).contains(&apart), "{year}: {apart}");
            // A new moon: whole synodic months after that of 6/1/2000, 18:14 UTC, within the moon's own swing.
            let days = f64::from((tet - date(2000, 1, 6)).get_days()) - 0.76 + 0.29;
            let months = days / 29.530_588;
            assert!((months - months.round()).abs() * 29.53 < 1.1, "{year}: {months}");
        }
        assert_eq!(LUNAR.map(|line| line.0).last(), Some(&LAST_LUNAR_YEAR));
    }

    #[test]
    fn a_year_has_its_days_in_order() {
        let days: Vec<String> = of_year(2027).iter().map(|(day, _)| day.to_string()).collect();
        let all = ["2027-01-01", "2027-02-06", "2027-04-16", "2027-04-30", "2027-05-01", "2027-09-02", "2027-11-24"];
        assert_eq!(days, all);
        assert_eq!(of_year(2025).len(), 4, "no lunar days, and 24/11 is a day like others");
        assert!(Known::ALL.iter().all(|one| !one.words().is_empty()));
    }
}
