//! How long a contact is kept after somebody left.

use crate::text::say;

/// Days: a hundred years.
const LONGEST: i64 = 36_500;

/// The number of days in the words of the setting (`30 ngày`, `6 tháng`); `None` where they name none: what the notice
/// says is what is done.
pub(crate) fn kept_days(words: &str) -> Option<i64> {
    let words = words.trim().to_lowercase();
    let (number, unit) = words.split_once(char::is_whitespace)?;
    let units = say("keep.units").split('|').zip([1, 7, 30, 365]);
    let days = units.into_iter().find_map(|(name, days)| (name == unit.trim()).then_some(days))?;
    let number = number.parse::<u32>().ok()?;
    Some(i64::from(number) * days).filter(|days| *days <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::kept_days;

    #[test]
    fn the_words_of_the_setting_are_a_number_of_days_or_refused() {
        for (words, days) in [("30 ngày", 30), (" 6 Tháng", 180), ("1 năm", 365), ("2 tuần", 14), ("0 ngày", 0)] {
            assert_eq!(kept_days(words), Some(days), "{words}");
        }
        for words in ["ngay khi rời", "", "30", "-1 ngày", "30 ngày hoặc lâu hơn", "999999 năm"] {
            assert_eq!(kept_days(words), None, "{words}");
        }
    }
}
