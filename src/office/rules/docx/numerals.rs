//! A number as Word writes it in each of its forms.

/// The forms of numbers in lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    Decimal,
    /// With leading zeros up to so many digits.
    Padded(usize),
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    /// "Một", "Hai".
    Cardinal,
    /// "Thứ nhất", "Thứ hai".
    Ordinal,
    /// In a circle.
    Circled,
    /// "(1)".
    Enclosed,
    /// "- 1 -".
    Dashed,
    /// A sign, no number.
    Bullet,
    /// Nothing in its place.
    Nothing,
}

impl Form {
    /// By the word of the format; `pattern` is that of a form of one's own ("001, 002, …").
    pub(super) fn parse(word: &str, pattern: Option<&str>) -> Self {
        match word {
            "decimalZero" => Self::Padded(2),
            "lowerLetter" => Self::LowerLetter,
            "upperLetter" => Self::UpperLetter,
            "lowerRoman" => Self::LowerRoman,
            "upperRoman" => Self::UpperRoman,
            "cardinalText" => Self::Cardinal,
            "ordinalText" => Self::Ordinal,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "decimalEnclosedParen" => Self::Enclosed,
            "numberInDash" => Self::Dashed,
            "bullet" => Self::Bullet,
            "none" => Self::Nothing,
            "custom" => {
                let digits = pattern.unwrap_or_default().chars().take_while(char::is_ascii_digit).count();
                if digits > 1 { Self::Padded(digits) } else { Self::Decimal }
            }
            _ => Self::Decimal,
        }
    }

    /// `number` in this form; figures where the form has none for it.
    pub(super) fn write(self, number: i64) -> String {
        let figures = number.to_string();
        let Ok(count @ 1..) = u32::try_from(number) else {
            return match self {
                Self::Padded(digits) => format!("{number:0digits$}"),
                Self::Bullet | Self::Nothing => String::new(),
                _ => figures,
            };
        };
        match self {
            Self::Decimal => figures,
            Self::Padded(digits) => format!("{number:0digits$}"),
            Self::LowerLetter => letters(count, b'a'),
            Self::UpperLetter => letters(count, b'A'),
            Self::LowerRoman => roman(count).map_or(figures, |text| text.to_lowercase()),
            Self::UpperRoman => roman(count).unwrap_or(figures),
            Self::Cardinal => cardinal(count).map_or(figures, |text| capital(&text)),
            Self::Ordinal => ordinal(count).unwrap_or(figures),
            Self::Circled => circled(count).map_or(figures, String::from),
            Self::Enclosed => format!("({number})"),
            Self::Dashed => format!("- {number} -"),
            Self::Bullet | Self::Nothing => String::new(),
        }
    }
}

/// a … z, then aa, bb … zz, aaa: the letter repeated. Word has no đ.
fn letters(count: u32, first: u8) -> String {
    let place = (count - 1) % 26;
    let times = usize::try_from((count - 1) / 26 + 1).unwrap_or(1).min(30);
    let letter = char::from(first + u8::try_from(place).unwrap_or(0));
    std::iter::repeat_n(letter, times).collect()
}

fn roman(count: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = count;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    (count < 4000).then_some(text)
}

fn circled(count: u32) -> Option<char> {
    (1..=20).contains(&count).then(|| char::from_u32(0x245F + count)).flatten()
}

const ONES: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// Up to ninety-nine; no list of a regulation is written in words beyond.
fn cardinal(count: u32) -> Option<String> {
    let one = |digit: u32| ONES.get(usize::try_from(digit).ok()?).copied();
    let (tens, ones) = (count / 10, count % 10);
    let last = match (tens, ones) {
        (_, 0) => "",
        (2.., 1) => "mốt",
        (2.., 4) => "tư",
        (1.., 5) => "lăm",
        (_, ones) => one(ones)?,
    };
    match tens {
        0 => one(ones).map(str::to_owned),
        1 => Some(format!("mười {last}").trim_end().to_owned()),
        2..=9 if ones == 0 => Some(format!("{} mươi", one(tens)?)),
        2..=9 => Some(format!("{} mươi {last}", one(tens)?)),
        _ => None,
    }
}

fn ordinal(count: u32) -> Option<String> {
    Some(match count {
        1 => "Thứ nhất".to_owned(),
        4 => "Thứ tư".to_owned(),
        _ => format!("Thứ {}", cardinal(count)?),
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let table = [
            (Form::Decimal, 12, "12"),
            (Form::Padded(2), 7, "07"),
            (Form::Padded(3), 12, "012"),
            (Form::LowerLetter, 4, "d"),
            (Form::LowerLetter, 5, "e"),
            (Form::LowerLetter, 27, "aa"),
            (Form::UpperLetter, 28, "BB"),
            (Form::UpperLetter, 53, "AAA"),
            (Form::UpperRoman, 4, "IV"),
            (Form::LowerRoman, 1999, "mcmxcix"),
            (Form::UpperRoman, 4000, "4000"),
            (Form::UpperLetter, 0, "0"),
            (Form::Cardinal, 21, "Hai mươi mốt"),
            (Form::Cardinal, 15, "Mười lăm"),
            (Form::Cardinal, 10, "Mười"),
            (Form::Cardinal, 34, "Ba mươi tư"),
            (Form::Cardinal, 50, "Năm mươi"),
            (Form::Ordinal, 1, "Thứ nhất"),
            (Form::Ordinal, 4, "Thứ tư"),
            (Form::Circled, 3, "③"),
            (Form::Nothing, 3, ""),
        ];
        for (form, number, text) in table {
            assert_eq!(form.write(number), text, "{form:?} {number}");
        }
        assert_eq!(Form::parse("custom", Some("001, 002, 003, ...")), Form::Padded(3));
    }
}
