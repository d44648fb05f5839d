//! The number a paragraph begins with.

use super::first_word;
use super::numeral::{figures, letter_place, small_roman};

/// How a number is written; which clause it opens follows from where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::documents::rules) enum Style {
    /// `3.`
    Top,
    /// `3.2.`, `3.2.1.`
    Sub,
    /// `3.2` without a full stop.
    OpenSub,
    /// `a)`, `a1)`, `a/`
    Letter,
    /// `a.`
    LetterDot,
    /// `g.1)`
    LetterSub,
    /// `ii)`
    Roman,
    /// `(i)`, `(1)`, `(a)`
    Parens,
    /// `1)`, `1/`
    Paren,
}

/// What the beginning of a paragraph numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::documents::rules) struct Number<'a> {
    pub(in crate::documents::rules) style: Style,
    /// As printed: "3.2.", "a)", "(i)".
    pub(in crate::documents::rules) marker: &'a str,
    /// "3.2", "a", "i"
    pub(in crate::documents::rules) number: &'a str,
    /// Its last part: 2 of "3.2", 5 of "đ", 4 of "iv".
    pub(in crate::documents::rules) value: u32,
    /// What an inserted number adds: "a" of "12a", "1" of "a1".
    pub(in crate::documents::rules) suffix: String,
    /// What follows it.
    pub(in crate::documents::rules) rest: &'a str,
    /// No space stands after the marker.
    pub(in crate::documents::rules) glued: bool,
}

/// The number at the start of a paragraph that goes on after it.
pub(in crate::documents::rules) fn number(text: &str) -> Option<Number<'_>> {
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, 'đ' | '(')) {
        return None;
    }
    let (marker, rest) = first_word(text);
    let glued = || {
        let end = marker.find(['.', ')']).map(|at| at + 1).filter(|_| figures(marker).is_some())?;
        let (short, _) = marker.split_at_checked(end)?;
        let rest = text.get(end..)?;
        rest.starts_with(char::is_uppercase).then(|| of(short, rest, true)).flatten()
    };
    of(marker, rest, false).filter(|found| !found.rest.is_empty()).or_else(glued)
}

fn of<'a>(marker: &'a str, rest: &'a str, glued: bool) -> Option<Number<'a>> {
    let found = |style, number, value, suffix: &str| {
        Some(Number { style, marker, number, value, suffix: suffix.to_owned(), rest, glued })
    };
    if let Some(inner) = marker.strip_prefix('(').and_then(|m| m.strip_suffix(')')) {
        let letter = inner.chars().next().filter(|c| inner.chars().count() == 1 && !c.is_ascii_digit());
        let value =
            small_roman(inner).or_else(|| figures(inner).filter(|one| one.rest.is_empty()).map(|one| one.value));
        return found(Style::Parens, inner, value.or_else(|| letter.and_then(letter_place))?, "");
    }
    if let Some(inner) = marker.strip_suffix([')', '/']) {
        return closed(inner).and_then(|(style, value, suffix)| found(style, inner, value, suffix));
    }
    let inner = marker.strip_suffix('.').unwrap_or(marker);
    let dotted = inner.len() < marker.len();
    let parts: Vec<_> = inner.split('.').map(figures).collect();
    let all = parts.iter().all(|part| part.as_ref().is_some_and(|one| one.rest.is_empty() && one.printed.len() < 4));
    match parts.as_slice() {
        [Some(one)] if one.rest.is_empty() && dotted => found(Style::Top, inner, one.value, &one.suffix),
        // "1.000 đồng" is an amount.
        [_, .., Some(last)] if all && last.value > 0 => {
            found(if dotted { Style::Sub } else { Style::OpenSub }, inner, last.value, &last.suffix)
        }
        [None] if dotted && inner.chars().count() == 1 => {
            found(Style::LetterDot, inner, inner.chars().next().and_then(letter_place)?, "")
        }
        _ => None,
    }
}

/// What stands before a closing bracket.
fn closed(inner: &str) -> Option<(Style, u32, &str)> {
    if let Some(one) = figures(inner) {
        return one.rest.is_empty().then_some((Style::Paren, one.value, ""));
    }
    let letter = inner.chars().next()?;
    let after = inner.get(letter.len_utf8()..)?;
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    if let Some(sub) = after.strip_prefix('.').filter(|sub| digits(sub)) {
        return letter_place(letter).and_then(|_| Some((Style::LetterSub, sub.parse().ok()?, "")));
    }
    if after.is_empty() || digits(after) {
        return letter_place(letter).map(|place| (Style::Letter, place, after));
    }
    small_roman(inner).map(|value| (Style::Roman, value, ""))
}

/// Whether a line begins like a number in a form that is none here: "1-", "2 .", "IV/", "B.".
pub(in crate::documents::rules) fn resembles(text: &str) -> bool {
    let (first, rest) = first_word(text);
    let (second, after) = first_word(rest);
    let apart = matches!(second, "." | ")" | "/" | "-" | "–" | ":") && !after.is_empty();
    let core = first.trim_start_matches('(').trim_end_matches(['.', ')', '/', '-', '–', ':']);
    let signed = core.len() < first.len() && first.starts_with(core) || first.starts_with('(') && first.ends_with(')');
    let letter = core.chars().count() == 1 && core.chars().all(char::is_alphabetic);
    let dotted = !core.is_empty() && core.split('.').all(|part| figures(part).is_some_and(|one| one.rest.is_empty()));
    let numeral = super::numeral::roman(core).is_some_and(|one| one.rest.is_empty()) || small_roman(core).is_some();
    !rest.is_empty() && (signed || apart && !letter) && (letter || dotted || numeral)
}
