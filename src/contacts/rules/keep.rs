//! How long a contact is kept after somebody left.

/// The number of days in the words of the setting (`30 ngày`, `6 tháng`); 30 when there is none.
pub(crate) fn kept_days(words: &str) -> i64 {
    let digits: String = words.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().unwrap_or(30);
    let unit = match () {
        () if words.contains("năm") => 365,
        () if words.contains("tháng") => 30,
        () => 1,
    };
    number.saturating_mul(unit).clamp(0, 36_500)
}

#[cfg(test)]
mod tests {
    use super::kept_days;

    #[test]
    fn the_words_of_the_setting_are_a_number_of_days() {
        assert_eq!(kept_days("30 ngày"), 30);
        assert_eq!(kept_days("6 tháng"), 180);
        assert_eq!(kept_days("1 năm"), 365);
        assert_eq!(kept_days("ngay khi rời"), 30);
    }
}
