//! The number a paragraph begins with.

use super::numeral::{figures, letter_place, small_roman};
use super::{first_word, same};

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

/// The number at the start of a paragraph; what follows it may stand below it.
pub(in crate::documents::rules) fn number(text: &str) -> Option<Number<'_>> {
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, 'đ' | '(' | 'Đ')) {
        return None;
    }
    let (marker, rest) = first_word(text);
    let whole =
        |found: &Number<'_>| !found.rest.is_empty() || !matches!(found.style, Style::OpenSub | Style::LetterDot);
    of(marker, rest, false).filter(whole).or_else(|| glued(text, marker)).or_else(|| named(text))
}

/// A number to whose sign the words stick: `1.Một`, `a)Hai`, `1.[2] Ba` with a footnote.
fn glued<'a>(text: &'a str, marker: &str) -> Option<Number<'a>> {
    let mut before = None;
    let mut places = marker.char_indices().filter_map(|(at, sign)| {
        let last: Option<char> = before.replace(sign);
        Some((at, sign, last.filter(|last| matches!(last, '.' | ')'))?))
    });
    let (end, sign, last) = places.find(|(_, sign, _)| sign.is_uppercase() || *sign == '[')?;
    let (short, rest) = text.split_at_checked(end)?;
    let noted = sign == '[' && refers(rest);
    let clear = figures(short).is_some() || last == ')';
    let found = of(short, rest, true).filter(|found| found.style != Style::OpenSub)?;
    (noted || clear && sign != '[').then_some(found)
}

/// `[2]`, `[^2]`: what refers to a footnote.
fn refers(text: &str) -> bool {
    let label = text.strip_prefix('[').and_then(|text| text.split_once(']')).map(|(label, _)| label);
    label.is_some_and(|label| {
        let label = label.strip_prefix('^').unwrap_or(label);
        (1..=20).contains(&label.chars().count()) && label.chars().all(|c| c.is_alphanumeric() || c == '*')
    })
}

/// `Khoản 1. …`, `Điểm b) …`: the number with its noun, closed by a sign. "Khoản 1 Điều 5" only refers to one.
fn named(text: &str) -> Option<Number<'_>> {
    if !text.starts_with(['K', 'Đ']) {
        return None;
    }
    let (noun, after) = first_word(text);
    let top = same(noun, "khoản");
    if !top && !same(noun, "điểm") {
        return None;
    }
    let (sign, rest) = first_word(after);
    let inner = sign.trim_end_matches(['.', ':', ')', '/']);
    let end = text.len() - after.len() + sign.len();
    let (style, value, suffix) = match figures(inner).filter(|one| one.rest.is_empty() && top) {
        Some(one) => (Style::Top, one.value, one.suffix),
        None if !top => closed(inner).filter(|one| one.0 == Style::Letter).map(|(a, b, c)| (a, b, c.to_owned()))?,
        None => return None,
    };
    let marker = text.get(..end)?;
    (inner.len() < sign.len()).then_some(Number { style, marker, number: inner, value, suffix, rest, glued: false })
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
