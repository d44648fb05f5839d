//! "Cam kết mỗi ngày": the last fourteen days as bars, and in a sentence.

use crate::app::App;
use crate::error::Error;
use crate::site::Round;
use crate::text::say_with;
use crate::time::{DAY, day_of, short_day, start_of};
use crate::tracking::store;

/// Days that are shown, today the last.
const DAYS: usize = 14;
/// Width of a day and height of the whole, in units of the picture.
const WIDE: usize = 20;
const HIGH: i64 = 40;

/// One day with confirmations.
pub(super) struct Bar {
    pub(super) x: usize,
    pub(super) y: i64,
    pub(super) high: i64,
}

/// The picture and what it says.
pub(super) struct Days {
    pub(super) bars: Vec<Bar>,
    pub(super) words: String,
}

/// The last fourteen days of an open round; `None` where nobody confirmed in them.
pub(super) async fn days(app: &App, round: &Round, now: i64) -> Result<Option<Days>, Error> {
    let ago = i64::try_from(DAYS - 1).unwrap_or_default();
    let Some(since) = start_of(&day_of(now - ago * DAY)).filter(|_| round.is_open()) else { return Ok(None) };
    let counted = store::days(app.db.read(), &round.id, since).await?;
    Ok(drawn(&counted, since))
}

fn drawn(counted: &[(usize, i64)], since: i64) -> Option<Days> {
    let counted: Vec<(usize, i64)> = counted.iter().copied().filter(|(day, _)| *day < DAYS).collect();
    let (best, most) = counted.iter().copied().rev().max_by_key(|(_, n)| *n)?;
    let bar = |(day, n): &(usize, i64)| {
        let high = (n * HIGH / most).max(2);
        Bar { x: day * WIDE + 3, y: HIGH - high, high }
    };
    let sum = counted.iter().map(|(_, n)| n).sum::<i64>().to_string();
    let day = short_day(since + i64::try_from(best).unwrap_or_default() * DAY);
    let fields = [("n", sum.as_str()), ("ngay", &day), ("nhieu_nhat", &most.to_string())];
    Some(Days { bars: counted.iter().map(bar).collect(), words: say_with("tracking.days_told", &fields) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_fills_the_picture_and_the_sentence_names_its_day() {
        let since = start_of("2026-11-11").unwrap();
        let days = drawn(&[(0, 1), (13, 4), (14, 9)], since).unwrap();
        let bars: Vec<_> = days.bars.iter().map(|bar| (bar.x, bar.y, bar.high)).collect();
        assert_eq!(bars, [(3, 30, 10), (263, 0, 40)], "what is of tomorrow is not drawn");
        assert!(days.words.contains('5') && days.words.contains("24/11/2026") && days.words.contains('4'));
        assert!(drawn(&[], since).is_none());
    }
}
