//! Moments and days. Moments are UTC milliseconds; days are days in Asia/Ho_Chi_Minh (UTC+7, no summer time).

use crate::text::{say, say_with};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// One second, minute and day in milliseconds.
pub const SECOND: i64 = 1000;
/// One minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One day in milliseconds.
pub const DAY: i64 = 24 * 60 * MINUTE;

/// Where "now" comes from; read once a request.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The server's clock.
    System,
    /// A clock that tests turn by hand.
    Hand(Arc<AtomicI64>),
}

impl Clock {
    /// Now, in UTC milliseconds.
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes in")]
    pub fn now(&self) -> i64 {
        match self {
            Self::System => Timestamp::now().as_millisecond(),
            Self::Hand(at) => at.load(Ordering::SeqCst),
        }
    }
}

const VIETNAM: Offset = Offset::constant(7);

fn vietnam(at: i64) -> DateTime {
    VIETNAM.to_datetime(Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// `23/11/2026`.
pub fn short_day(at: i64) -> String {
    vietnam(at).strftime("%d/%m/%Y").to_string()
}

/// `14:05 ngày 23/11/2026`.
pub fn long_moment(at: i64) -> String {
    vietnam(at).strftime(say("time.moment")).to_string()
}

/// `8:15`: a moment of today.
pub fn clock(at: i64) -> String {
    vietnam(at).strftime(say("time.clock")).to_string()
}

/// `14 giờ 05 ngày 23/11/2026`, as a letter says it.
pub fn spoken_moment(at: i64) -> String {
    vietnam(at).strftime(say("time.spoken_moment")).to_string()
}

/// How near a day due is: "over", "soon" from three days before, or nothing.
pub fn nearness(now: i64, day: &str) -> &'static str {
    match days_left(now, day) {
        Some(left) if left < 0 => "over",
        Some(left) if left <= 3 => "soon",
        _ => "",
    }
}

/// `8 giờ 15 hôm nay (26/11)`, for messages.
pub fn spoken_today(at: i64) -> String {
    vietnam(at).strftime(say("time.spoken_today")).to_string()
}

/// `14:05 hôm nay`, `14:05 ngày mai`, else as [`long_moment`]: a moment that somebody waits for.
pub fn near_moment(now: i64, at: i64) -> String {
    let key = match days_left(now, &day_of(at)) {
        Some(0) => "time.moment_today",
        Some(1) => "time.moment_tomorrow",
        _ => "time.moment",
    };
    vietnam(at).strftime(say(key)).to_string()
}

/// `40 giây`, `1 phút`, `2 phút 5 giây`: how long something took; nothing takes less than a second.
pub fn duration_words(took: i64) -> String {
    let seconds = (took / SECOND).max(1);
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let fields = [("phut", minutes.to_string()), ("giay", rest.to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    say_with(
        match (minutes, rest) {
            (0, _) => "time.seconds",
            (_, 0) => "time.minutes",
            _ => "time.minutes_seconds",
        },
        &fields,
    )
}

/// `3/2027`, `02/2028`.
pub(crate) fn month_words(day: Date) -> String {
    format!("{}/{}", paper_month(day.month()), day.year())
}

/// `Thứ Hai` … `Chủ nhật`.
pub(crate) fn weekday(day: Date) -> &'static str {
    crate::text::find(&format!("weekday.{}", day.weekday().to_monday_one_offset())).unwrap_or_default()
}

/// The moment of an hour and minute of a day in Viet Nam.
pub(crate) fn moment_of(day: Date, hour: i8, minute: i8) -> Option<i64> {
    let here = day.to_datetime(jiff::civil::Time::constant(hour, minute, 0, 0));
    VIETNAM.to_timestamp(here).ok().map(Timestamp::as_millisecond)
}

/// `14:05:09 ngày 23/11/2026 (giờ Việt Nam, UTC+7)`: on a receipt.
pub fn exact_moment(at: i64) -> String {
    vietnam(at).strftime(say("time.exact_moment")).to_string()
}

/// Day, month, year of a moment in Viet Nam, each padded as NĐ 30/2020 writes them (`07`, `02`, `10`).
pub fn paper_day(at: i64) -> (String, String, String) {
    let day = vietnam(at).date();
    (format!("{:02}", day.day()), paper_month(day.month()), day.year().to_string())
}

/// Months 1 and 2 take a zero (NĐ 30/2020/NĐ-CP, Phụ lục I).
pub fn paper_month(month: i8) -> String {
    if month < 3 { format!("{month:02}") } else { month.to_string() }
}

/// UTC RFC 3339, seconds: the ledger's form.
pub fn rfc3339(at: i64) -> String {
    let seconds = Timestamp::from_second(at.div_euclid(SECOND)).unwrap_or(Timestamp::UNIX_EPOCH);
    seconds.to_string()
}

/// The day of a moment in Viet Nam, `YYYY-MM-DD`.
pub fn day_of(at: i64) -> String {
    vietnam(at).date().to_string()
}

/// The same as a day that can be counted with.
pub(crate) fn date_of(at: i64) -> Date {
    vietnam(at).date()
}

/// The day `days` after a moment's day, `YYYY-MM-DD`.
pub fn day_after(at: i64, days: i64) -> String {
    day_of(at.saturating_add(days.saturating_mul(DAY)))
}

/// Milliseconds at the start of a day in Viet Nam; `None` when it is no day.
pub fn start_of(day: &str) -> Option<i64> {
    let date: Date = day.parse().ok()?;
    let start = VIETNAM.to_timestamp(date.to_datetime(jiff::civil::Time::midnight()));
    start.ok().map(Timestamp::as_millisecond)
}

/// `23/11/2026` from `2026-11-23`; the text itself when it is no day.
pub fn show_day(day: &str) -> String {
    match day.parse::<Date>() {
        Ok(date) => date.strftime("%d/%m/%Y").to_string(),
        Err(_) => day.to_owned(),
    }
}

/// `15/8/2025`, `07/9/2025`, `05/02/2026`: days under 10 and months 1 and 2 with a zero (NĐ 30/2020/NĐ-CP, Phụ lục I).
pub fn paper_date(day: &str) -> String {
    match day.parse::<Date>() {
        Ok(date) => format!("{:02}/{}/{}", date.day(), paper_month(date.month()), date.year()),
        Err(_) => day.to_owned(),
    }
}

/// A day as people type it (`7/9/2025`, `07-09-2025`) or as a browser sends it (`2025-09-07`).
pub fn parse_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let known = |date: &Date| (1900..2200).contains(&date.year());
    if let Ok(date) = text.parse::<Date>() {
        return Some(date).filter(known);
    }
    let parts: Vec<i16> = text.split(['/', '-', '.']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [day, month, year] = parts.as_slice() else { return None };
    Date::new(*year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok().filter(known)
}

/// Whole days from `now` to the end of `day`: negative when it is past.
pub fn days_left(now: i64, day: &str) -> Option<i64> {
    let end = start_of(day)?;
    let today = start_of(&day_of(now))?;
    Some((end - today) / DAY)
}

/// `30/11/2026 (còn 3 ngày)`, `20/11/2026 (quá 4 ngày)`.
pub fn due_words_short(now: i64, day: &str) -> String {
    let left = match days_left(now, day) {
        Some(0) => say("time.today").to_owned(),
        Some(days) if days > 0 => say_with("time.left", &[("n", &days.to_string())]),
        Some(days) => say_with("time.over", &[("n", &(-days).to_string())]),
        None => return day.to_owned(),
    };
    format!("{} ({left})", show_day(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_late_in_the_evening_utc_is_the_next_day_in_viet_nam() {
        let at = 1_763_830_800_000; // 2025-11-22T17:00:00Z
        assert_eq!(day_of(at), "2025-11-23");
        assert_eq!(long_moment(at), "00:00 ngày 23/11/2025");
        assert_eq!(rfc3339(at), "2025-11-22T17:00:00Z");
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        for text in ["7/9/2025", "07/09/2025", "2025-09-07", "7-9-2025", " 07.09.2025 "] {
            assert_eq!(parse_day(text).map(|day| day.to_string()).as_deref(), Some("2025-09-07"), "{text}");
        }
        assert_eq!(parse_day("31/2/2025"), None);
        assert_eq!(parse_day("mai"), None);
    }

    #[test]
    fn days_of_documents_are_written_as_papers_write_them() {
        assert_eq!(paper_date("2025-08-15"), "15/8/2025");
        assert_eq!(paper_date("2021-06-07"), "07/6/2021");
        assert_eq!(paper_date("2026-02-05"), "05/02/2026");
    }

    #[test]
    fn a_moment_near_by_is_told_by_its_day() {
        let nine = start_of("2026-11-26").unwrap() + 9 * 60 * MINUTE;
        assert_eq!(near_moment(nine, nine + 80 * MINUTE), "10:20 hôm nay");
        assert_eq!(near_moment(nine, nine + DAY), "09:00 ngày mai");
        assert_eq!(near_moment(nine, nine + 4 * DAY), "09:00 ngày 30/11/2026");
    }

    #[test]
    fn durations_are_told_in_minutes_and_seconds() {
        assert_eq!([0, 40_900, 60_000, 125_000].map(duration_words), ["1 giây", "40 giây", "1 phút", "2 phút 5 giây"]);
    }

    #[test]
    fn days_left_counts_days_not_hours() {
        let evening = start_of("2025-09-07").unwrap() + 23 * 60 * MINUTE;
        assert_eq!(days_left(evening, "2025-09-08"), Some(1));
        assert_eq!(days_left(evening, "2025-09-05"), Some(-2));
    }
}
