//! A telephone number of a list: ten digits where that is certain, nothing guessed.

use super::Said;
use crate::contacts::rules::phone::{PhoneVerdict, judge};

/// The number as stored, and what is to be said of the cell.
pub(super) fn read(cell: &str) -> (String, Option<Said>) {
    if !cell.chars().any(|c| c.is_ascii_digit()) {
        // `không có`, a dash.
        return (String::new(), cell.contains('@').then_some(Said::NotPhone));
    }
    let cell = whole(cell).unwrap_or_else(|| cell.to_owned());
    let mut old = false;
    let mut found: Vec<String> = Vec::new();
    let parts = cell
        .split([',', ';', '/', '|', '–', '\n'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" hoặc "));
    for part in std::iter::once(cell.as_str()).chain(parts) {
        match judge(part) {
            PhoneVerdict::Ok(phone) | PhoneVerdict::Warn(phone, _) => found.push(phone.as_str().to_owned()),
            PhoneVerdict::Offer { .. } => old = true,
            PhoneVerdict::Error(_) => {}
        }
        // A cell that is one number has no second.
        if part.len() == cell.len() && !found.is_empty() {
            break;
        }
    }
    found.dedup();
    let said = match found.len() {
        0 if old => Some(Said::OldPhone),
        0 => Some(Said::NotPhone),
        1 => None,
        _ => Some(Said::TwoPhones),
    };
    (found.into_iter().next().unwrap_or_default(), said)
}

/// Whether a cell holds a number, or says that there is none.
pub(super) fn is_phone(cell: &str) -> bool {
    !read(cell).0.is_empty()
}

/// The digits of `9.12345601E+8`, where none is lost.
fn whole(cell: &str) -> Option<String> {
    let (number, power) = cell.trim().split_once(['E', 'e'])?;
    let power: usize = power.trim_start_matches('+').parse().ok()?;
    let (first, rest) = number.split_once(['.', ','])?;
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    (first.len() == 1 && digits(first) && digits(rest) && rest.len() == power).then(|| format!("{first}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_lists_are_ten_digits_where_that_is_certain() {
        for (cell, phone, said) in [
            ("912345601", "+84912345601", None),
            ("9.12345601E+8", "+84912345601", None),
            ("9,12345601E+08", "+84912345601", None),
            ("9.12E+08", "", Some(Said::NotPhone)),
            ("0912.345.601", "+84912345601", None),
            ("0912 345 601 - 0912345602", "+84912345601", Some(Said::TwoPhones)),
            ("0912345601/0912345602", "+84912345601", Some(Said::TwoPhones)),
            ("0262 3 812345; 0912345601", "+84912345601", None),
            ("+84 912 345 601", "+84912345601", None),
            ("02623812345", "", Some(Said::NotPhone)),
            ("01234567890", "", Some(Said::OldPhone)),
            ("không có", "", None),
            ("", "", None),
            ("ba@x.vn", "", Some(Said::NotPhone)),
            ("45292", "", Some(Said::NotPhone)),
            ("066012345678", "", Some(Said::NotPhone)),
        ] {
            assert_eq!(read(cell), (phone.to_owned(), said), "{cell}");
        }
    }
}
