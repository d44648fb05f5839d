//! Numbers as they are printed: in figures, in Roman numerals, in words; the alphabet of points.

use crate::text::true_letters;

/// A number at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::documents::rules) struct Numeral<'a> {
    /// As printed: "12a", "II", "thứ nhất".
    pub(in crate::documents::rules) printed: &'a str,
    pub(in crate::documents::rules) value: u32,
    /// The letter of an inserted number: "a" of 12a.
    pub(in crate::documents::rules) suffix: String,
    /// What follows it.
    pub(in crate::documents::rules) rest: &'a str,
}

impl Numeral<'_> {
    /// How it stands in an address, in figures.
    pub(in crate::documents::rules) fn piece(&self) -> String {
        let figures = self.printed.starts_with(|c: char| c.is_ascii_digit());
        match (figures, self.suffix.as_str()) {
            (true, _) => number_slug(self.printed),
            (false, "") => self.value.to_string(),
            (false, letter) => number_slug(letter),
        }
    }
}

/// A number in figures, in Roman numerals or in words.
pub(super) fn numeral(text: &str) -> Option<Numeral<'_>> {
    figures(text).or_else(|| roman(text)).or_else(|| words(text))
}

/// Digits, perhaps with one letter as amended laws have it: "4", "12", "5a".
pub(super) fn figures(text: &str) -> Option<Numeral<'_>> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let value = text.get(..digits)?.parse().ok().filter(|_| digits <= 4)?;
    let after = text.get(digits..)?;
    let letter = after.chars().next().filter(|c| c.is_ascii_lowercase() || *c == 'đ');
    let letter = letter.filter(|c| !after.get(c.len_utf8()..).is_some_and(|r| r.starts_with(char::is_alphanumeric)));
    if letter.is_none() && after.starts_with(char::is_alphanumeric) {
        return None;
    }
    let end = digits + letter.map_or(0, char::len_utf8);
    let suffix = letter.map(String::from).unwrap_or_default();
    Some(Numeral { printed: text.get(..end)?, value, suffix, rest: text.get(end..)? })
}

/// "II", "XIV": as they are written, up to 99.
pub(super) fn roman(text: &str) -> Option<Numeral<'_>> {
    let end = text.len() - text.trim_start_matches(['I', 'V', 'X', 'L']).len();
    let (printed, rest) = text.split_at_checked(end)?;
    let value = roman_value(printed)?;
    let apart = !rest.starts_with(char::is_alphanumeric);
    apart.then(|| Numeral { printed, value, suffix: String::new(), rest })
}

/// "iv" before a full stop, a colon or nothing.
pub(super) fn small_numeral(text: &str) -> Option<Numeral<'_>> {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let (printed, rest) = text.split_at_checked(end)?;
    let closed = rest.trim().is_empty() || rest.starts_with(['.', ':']);
    let value = small_roman(printed).filter(|_| closed)?;
    Some(Numeral { printed, value, suffix: String::new(), rest })
}

/// Whether a number is written in words.
pub(in crate::documents::rules) fn in_words(number: &str) -> bool {
    words(number).or_else(|| cardinal(number)).is_some_and(|one| one.rest.is_empty())
}

/// "iv" of "iv)".
pub(in crate::documents::rules) fn small_roman(text: &str) -> Option<u32> {
    let small = !text.is_empty() && text.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'));
    if small { roman_value(&text.to_ascii_uppercase()) } else { None }
}

/// The value of Roman numerals written as they should be, up to 99.
fn roman_value(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    let mut value: i32 = 0;
    let mut highest = 0;
    for sign in text.chars().rev() {
        let one = match sign {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            _ => return None,
        };
        if one < highest {
            value -= one;
        } else {
            value += one;
            highest = one;
        }
    }
    (value > 0 && value < 100 && roman_of(value.cast_unsigned()) == text).then(|| value.cast_unsigned())
}

/// "iv" of 4; empty above 99.
pub(in crate::documents::rules) fn small_roman_of(value: u32) -> String {
    if value < 100 { roman_of(value).to_lowercase() } else { String::new() }
}

fn roman_of(value: u32) -> String {
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"];
    let pick = |list: [&'static str; 10], at: u32| list.get(at as usize % 10).copied().unwrap_or_default();
    format!("{}{}", pick(tens, value / 10), pick(ones, value % 10))
}

/// "thứ nhất", "thứ mười hai", "thứ 2".
fn words(text: &str) -> Option<Numeral<'_>> {
    let (first, after) = super::first_word(text);
    if !super::same(first, "thứ") {
        return None;
    }
    let number = figures(after).or_else(|| cardinal(after))?;
    Some(Numeral { printed: text.strip_suffix(number.rest)?.trim_end(), ..number })
}

/// "một", "mười hai", "hai mươi mốt".
pub(super) fn cardinal(text: &str) -> Option<Numeral<'_>> {
    let mut value = 0;
    let mut rest = text;
    for place in 0..3 {
        let bare = rest.trim_start();
        let end = bare.find(|c: char| !c.is_alphabetic()).unwrap_or(bare.len());
        let (word, next) = bare.split_at_checked(end)?;
        value = match unit(word, place > 0) {
            Some(one) if place == 0 || one < 10 && value % 10 == 0 => value + one,
            Some(10) if value < 10 => value * 10,
            _ => break,
        };
        rest = next;
    }
    let printed = text.strip_suffix(rest)?.trim_end();
    (value > 0).then(|| Numeral { printed, value, suffix: String::new(), rest })
}

fn unit(word: &str, later: bool) -> Option<u32> {
    let units = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];
    let also = [("một", 1), ("bốn", 4), ("bẩy", 7), ("lăm", 5), ("mốt", 1), ("mươi", 10)];
    let found = (1..).zip(units).find(|(_, unit)| super::same(word, unit)).map(|(value, _)| value);
    let found = found.or_else(|| also.iter().find(|(unit, _)| super::same(word, unit)).map(|(_, value)| *value));
    found.filter(|value| later || *value != 10 || super::same(word, "mười"))
}

/// The place of a letter among the points of a khoản: a b c d đ e g h i k l m n o p q r s t u v x y.
///
/// Letters that Vietnamese has not share the place of the one before them: no gap is seen where they are left out.
pub(in crate::documents::rules) fn letter_place(letter: char) -> Option<u32> {
    const LETTERS: &str = "abcdđeghiklmnopqrstuvxy";
    let before = match letter {
        'f' => 'e',
        'j' => 'i',
        'w' => 'v',
        'z' => 'y',
        other => other,
    };
    (1..).zip(LETTERS.chars()).find(|(_, one)| *one == before).map(|(place, _)| place)
}

/// A number as it is written in an address: `đ` becomes `dd`, capitals become small.
pub(in crate::documents::rules) fn number_slug(number: &str) -> String {
    let small = true_letters(number).to_lowercase().replace('đ', "dd");
    let clean: String = small.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    clean.split(['-', '.']).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(if number.contains('.') {
        "."
    } else {
        "-"
    })
}
