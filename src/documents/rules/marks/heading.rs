//! Headings by their words: Phần, Chương, Mục, Tiểu mục, Phụ lục, Mẫu, Điều, and sections with a number of their own.

use super::super::clause::ClauseKind;
use super::numeral::{cardinal, figures, numeral, roman, small_numeral};
use super::{after_words, first_word, same};

/// What stands between a number and the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::documents::rules) enum Separator {
    /// `.`
    Dot,
    /// `:`
    Colon,
    /// A dash, or what else is no letter.
    Dash,
    /// Nothing but the space.
    None,
}

/// A heading taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::documents::rules) struct Heading<'a> {
    pub(in crate::documents::rules) kind: ClauseKind,
    /// As printed: "CHƯƠNG II", "Điều 1:", "Mẫu số 01".
    pub(in crate::documents::rules) marker: &'a str,
    /// "II", "1", "thứ nhất"; empty for a Phụ lục without number.
    pub(in crate::documents::rules) number: &'a str,
    pub(in crate::documents::rules) value: u32,
    pub(in crate::documents::rules) suffix: String,
    /// The number in an address.
    pub(in crate::documents::rules) piece: String,
    pub(in crate::documents::rules) separator: Separator,
    /// The title.
    pub(in crate::documents::rules) rest: &'a str,
    /// No space stands between marker and title.
    pub(in crate::documents::rules) glued: bool,
}

/// `Phần I`, `CHƯƠNG II TITLE`, `Mục 1. Title`, `Phụ lục`, `Mẫu số 01`: by the words alone.
pub(in crate::documents::rules) fn heading(text: &str) -> Option<Heading<'_>> {
    // Every text is asked on every line: most lines begin with another letter.
    if !text.starts_with(['P', 'p', 'C', 'c', 'M', 'm', 'T', 't', 'B', 'b']) {
        return None;
    }
    let kinds = [
        ("phần", ClauseKind::Division),
        ("chương", ClauseKind::Chapter),
        ("tiểu mục", ClauseKind::Subsection),
        ("mục", ClauseKind::Subchapter),
        ("phụ lục số", ClauseKind::Annex),
        ("phụ lục", ClauseKind::Annex),
        ("biểu mẫu số", ClauseKind::Form),
        ("mẫu số", ClauseKind::Form),
        ("mẫu", ClauseKind::Form),
    ];
    kinds.iter().find_map(|(words, kind)| numbered(text, after_words(text, words)?, *kind)).or_else(|| bare(text))
}

/// A Phụ lục without number: alone on its line, or before a colon or a dash.
fn bare(text: &str) -> Option<Heading<'_>> {
    let (first, after) = first_word(text.trim_end_matches([':', '.']));
    let (second, rest) = first_word(after);
    let colon = second.ends_with(':') && rest.starts_with(char::is_uppercase);
    if !same(first, "phụ") || !same(second.trim_end_matches(':'), "lục") {
        return None;
    }
    let rest = rest.trim_start_matches(['-', '–', ':']).trim_start();
    if !(rest.is_empty() || colon || super::is_capitals(rest)) {
        return None;
    }
    let (marker, rest) = if rest.is_empty() { (text, "") } else { (text.strip_suffix(rest)?.trim_end(), rest) };
    Some(Heading {
        kind: ClauseKind::Annex,
        marker,
        number: "",
        value: 0,
        suffix: String::new(),
        piece: String::new(),
        separator: Separator::Colon,
        rest,
        glued: false,
    })
}

/// A heading whose number begins at `after`.
fn numbered<'a>(text: &'a str, after: &'a str, kind: ClauseKind) -> Option<Heading<'a>> {
    let form = matches!(kind, ClauseKind::Form | ClauseKind::Annex);
    if let Some((number, piece, found)) = mixed(after).filter(|_| form) {
        let (separator, title, glued) = separated(after.strip_prefix(number)?)?;
        let marker = text.strip_suffix(title)?.trim_end();
        let (value, suffix) = (found.value, piece.clone());
        return Some(Heading { kind, marker, number, value, suffix, piece, separator, rest: title, glued });
    }
    let group = kind.is_group();
    let spelled = || cardinal(after).or_else(|| small_numeral(after)).filter(|_| group);
    let found = numeral(after).or_else(spelled).or_else(|| letter(after).filter(|_| form || group))?;
    let (mut printed, mut rest) = (found.printed, found.rest);
    if form && rest.starts_with(['/', '-']) && !rest.starts_with("- ") {
        // "Mẫu số 01/TT-BNV", "Mẫu số 02-NV": the code is part of the number.
        let end = after.find(|c: char| c.is_whitespace() || matches!(c, ':' | '.')).unwrap_or(after.len());
        (printed, rest) = after.split_at_checked(end)?;
    }
    let piece = if printed == found.printed { found.piece() } else { super::number_slug(printed) };
    let (separator, title, glued) = separated(rest)?;
    let marker = text.strip_suffix(title)?.trim_end();
    let (value, suffix) = (found.value, found.suffix);
    Some(Heading { kind, marker, number: printed, value, suffix, piece, separator, rest: title, glued })
}

/// "1A", "III.2", "2-B" of an annex or a form: figures and letters in one number; how it stands in an address.
fn mixed(text: &str) -> Option<(&str, String, super::numeral::Numeral<'_>)> {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ':' | '–' | '—')).unwrap_or(text.len());
    let printed = text.get(..end)?.trim_end_matches(['.', ')', '-']);
    let digits = printed.len() - printed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let roman_signs = printed.len() - printed.trim_start_matches(['I', 'V', 'X', 'L']).len();
    let (head, rest) = printed.split_at_checked(digits.max(roman_signs))?;
    let first = figures(head).or_else(|| roman(head))?;
    let letter = |piece: &str| piece.len() == 1 && piece.chars().all(|c| c.is_ascii_alphabetic());
    let number = |piece: &str| figures(piece).or_else(|| roman(piece)).is_some_and(|one| one.rest.is_empty());
    let capital = digits > 0 && rest.starts_with(|c: char| c.is_ascii_uppercase()) || digits == 0;
    let glued = capital && letter(rest);
    let pieces: Option<Vec<&str>> = rest.strip_prefix(['.', '-']).map(|rest| rest.split(['.', '-']).collect());
    let divided =
        pieces.is_some_and(|pieces| pieces.len() < 4 && pieces.into_iter().all(|one| letter(one) || number(one)));
    let piece = format!("{}{}", first.value, rest.replace('.', "-").to_lowercase());
    let piece = if digits > 0 { super::number_slug(&printed.replace('.', "-")) } else { piece };
    (glued || divided).then_some((printed, piece, first))
}

/// "A" of "Phụ lục A".
fn letter(text: &str) -> Option<super::numeral::Numeral<'_>> {
    let first = text.chars().next().filter(char::is_ascii_uppercase)?;
    let rest = text.get(1..).filter(|rest| !rest.starts_with(char::is_alphanumeric))?;
    let value = u32::from(first) - u32::from('A') + 1;
    Some(super::numeral::Numeral { printed: text.get(..1)?, value, suffix: first.to_string(), rest })
}

/// What stands between the number and the title; `None` where a number goes on in another way ("1/2", "1,5").
fn separated(rest: &str) -> Option<(Separator, &str, bool)> {
    let bare = rest.trim_start();
    let mut signs = bare.chars();
    let (separator, title) = match signs.next() {
        Some('.') => (Separator::Dot, signs.as_str()),
        Some(':') => (Separator::Colon, signs.as_str()),
        Some('-' | '–' | '—' | ')') => (Separator::Dash, signs.as_str()),
        Some(_) if bare.len() == rest.len() => return None,
        _ => return Some((Separator::None, bare, false)),
    };
    let glued = !title.is_empty() && !title.starts_with(char::is_whitespace);
    if glued && separator == Separator::Dash || title.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((separator, title.trim_start(), glued))
}

/// `Điều 4. Title` and its like; whether it is one is for the reader to say who knows what stands around.
pub(in crate::documents::rules) fn article(text: &str) -> Option<Heading<'_>> {
    if !text.starts_with(['Đ', 'đ', '\u{d0}', '\u{f0}', '\u{189}', '\u{256}']) {
        return None;
    }
    let (word, after) = first_word(text);
    if !same(word, "điều") {
        return None;
    }
    numbered(text, after, ClauseKind::Article)
}

/// `I. GIỜ GIẤC`, `A. Quy định chung`, `1. Title` of a marked heading: a section with a number of its own.
pub(in crate::documents::rules) fn section(text: &str) -> Option<Heading<'_>> {
    let found = roman(text).or_else(|| figures(text)).or_else(|| letter(text))?;
    let (piece, number, value) = (found.piece(), found.printed, found.value);
    let (separator, title, glued) = separated(found.rest).filter(|one| one.0 == Separator::Dot && !one.1.is_empty())?;
    let marker = text.strip_suffix(title)?.trim_end();
    let suffix = String::new();
    let kind = ClauseKind::Section;
    Some(Heading { kind, marker, number, value, suffix, piece, separator, rest: title, glued })
}
