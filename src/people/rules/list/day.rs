//! The first day at work, as lists write it: the day before the month, and nothing guessed.

use super::{Note, Said};
use jiff::civil::Date;

/// Days that a spreadsheet counts and that may be somebody's first: of 1954 to 2119.
const COUNTED: std::ops::RangeInclusive<i32> = 20_000..=80_000;
/// Years in which somebody who works may have begun.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2100;
/// Years of two digits from here on are of the last century.
const LAST_CENTURY: i16 = 70;
/// Days between the two ways of spreadsheets to count.
const SINCE_1904: i32 = 1462;
/// Letters of a cell that are told.
const TOLD: usize = 30;

/// How the cells of a column are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Way {
    /// Numbers without format count from 1904.
    pub(super) since_1904: bool,
    /// Some cell can only be read with the month first.
    pub(super) month_first: bool,
}

/// `YYYY-MM-DD`, or nothing; and what is to be said of the cell.
pub(super) fn read(cell: &str, way: Way) -> (String, Option<Note>) {
    if !cell.chars().any(|c| c.is_ascii_digit()) {
        // A dash, `chưa rõ`.
        return (String::new(), None);
    }
    let told = |kind| Note::new(kind, cell.chars().take(TOLD).collect::<String>());
    match written(cell, way) {
        Found::Day(day) if YEARS.contains(&day.year()) => (day.to_string(), None),
        Found::ShortYear(day) => (day.to_string(), Some(told(Said::ShortYear))),
        Found::Either => (String::new(), Some(told(Said::UnsureDay))),
        Found::Day(_) | Found::None => (String::new(), Some(told(Said::BadDay))),
    }
}

/// Whether a cell can only be a day with the month first: `2/15/1999`.
pub(super) fn is_month_first(cell: &str) -> bool {
    matches!(parts(cell)[..], [Part { value: 1..=12, .. }, Part { value: 13..=31, .. }, Part { digits: 2 | 4, .. }])
}

/// Whether a cell is meant as a day, even if there is none of it.
pub(super) fn is_meant(cell: &str) -> bool {
    counted(cell).is_some() || parts(cell).len() == 3
}

enum Found {
    Day(Date),
    ShortYear(Date),
    Either,
    None,
}

/// One number of a day.
struct Part {
    value: i16,
    digits: usize,
}

fn written(cell: &str, way: Way) -> Found {
    if let Some(days) = counted(cell) {
        let days = days + if way.since_1904 { SINCE_1904 } else { 0 };
        let day = Date::new(1899, 12, 30).ok().and_then(|first| first.checked_add(jiff::Span::new().days(days)).ok());
        return day.map_or(Found::None, Found::Day);
    }
    let found = parts(cell);
    let [first, second, third] = &found[..] else { return Found::None };
    let of = |year: i16, month: &Part, day: &Part| {
        let (month, day) = (i8::try_from(month.value).ok()?, i8::try_from(day.value).ok()?);
        Date::new(year, month, day).ok()
    };
    if first.digits == 4 {
        return of(first.value, second, third).map_or(Found::None, Found::Day);
    }
    if way.month_first && first.value <= 12 && second.value <= 12 && first.value != second.value {
        return Found::Either;
    }
    let century = if third.value < LAST_CENTURY { 2000 } else { 1900 };
    match third.digits {
        4 => of(third.value, second, first).map_or(Found::None, Found::Day),
        2 => of(century + third.value, second, first).map_or(Found::None, Found::ShortYear),
        _ => Found::None,
    }
}

/// `45292`, `45292.5`: days as a spreadsheet counts them.
fn counted(cell: &str) -> Option<i32> {
    let (whole, rest) = cell.split_once('.').unwrap_or((cell, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let days: i32 = Some(whole).filter(|text| digits(text) && digits(rest))?.parse().ok()?;
    COUNTED.contains(&days).then_some(days)
}

/// The numbers of `15/2/2024`, `15-02-24`, `2024-02-15T00:00:00`, `ngày 15 tháng 2 năm 2024`; none of anything else.
fn parts(cell: &str) -> Vec<Part> {
    let mut text = cell.to_lowercase();
    for word in ["ngày", "tháng", "năm"] {
        text = text.replace(word, " ");
    }
    // A time of day stands behind its day.
    let time = text.find(':').and_then(|colon| text.get(..colon)?.rfind([' ', 't']));
    let text = time.and_then(|from| text.get(..from)).unwrap_or(&text);
    let mut found = Vec::new();
    for part in text.split(['/', '-', '.', '–', ' ', ',']).filter(|part| !part.is_empty()) {
        let plain = part.len() < 5 && part.chars().all(|c| c.is_ascii_digit());
        let Some(value) = part.parse().ok().filter(|_| plain) else { return Vec::new() };
        found.push(Part { value, digits: part.len() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cell: &str, way: Way) -> (String, Option<Said>) {
        let (day, note) = read(cell, way);
        (day, note.map(|note| note.kind))
    }

    #[test]
    fn days_are_read_with_the_day_first_and_what_is_none_is_told() {
        let day = |text: &str| (text.to_owned(), None);
        for cell in [
            "15/02/2024",
            "15/2/2024",
            "15-02-2024",
            "15.2.2024",
            "2024-02-15",
            "2024-02-15T00:00:00",
            "2024-02-15 00:00:00",
            "15/02/2024 7:30",
            "Ngày 15 tháng 02 năm 2024",
            "45337",
            "45337.5",
        ] {
            assert_eq!(told(cell, Way::default()), day("2024-02-15"), "{cell}");
        }
        assert_eq!(told("03/02/2024", Way::default()), day("2024-02-03"));
        assert_eq!(told("43875", Way { since_1904: true, ..Way::default() }), day("2024-02-15"));
        for cell in ["", "-", "chưa rõ", "—"] {
            assert_eq!(told(cell, Way::default()), day(""), "{cell}");
        }
        for cell in [
            "31/02/2024",
            "2/15/1999",
            "1999",
            "02/2024",
            "0",
            "15/02/1024",
            "15/02/2924",
            "0912345601",
            "15022024",
            "15/2/024",
            "99999999999",
            "1/2/3/4",
            "2024-13-01",
            "30/2/24",
        ] {
            assert_eq!(told(cell, Way::default()), (String::new(), Some(Said::BadDay)), "{cell}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_told_and_a_column_with_the_month_first_is_not_guessed() {
        assert_eq!(told("15/2/24", Way::default()), ("2024-02-15".to_owned(), Some(Said::ShortYear)));
        assert_eq!(told("1-9-98", Way::default()), ("1998-09-01".to_owned(), Some(Said::ShortYear)));
        let way = Way { month_first: true, ..Way::default() };
        assert_eq!(told("3/2/2024", way), (String::new(), Some(Said::UnsureDay)));
        assert_eq!(told("3/3/2024", way), ("2024-03-03".to_owned(), None));
        assert_eq!(told("2024-02-03", way), ("2024-02-03".to_owned(), None));
        assert!(is_month_first("2/15/1999") && is_month_first("2/15/99"));
        assert!(!is_month_first("15/2/1999") && !is_month_first("2/3/1999") && !is_month_first("2024-02-15"));
    }
}
