//! How one line of a regulation is recognised by what it begins with.

use super::clause::Span;

/// What a line of the body is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Nothing on it.
    Blank,
    /// `# TITLE {#part-id}`
    Part { title: &'a str, id: Option<&'a str> },
    /// `## CHƯƠNG II TITLE`: marker as printed, number, title
    Chapter { marker: &'a str, number: &'a str, title: &'a str },
    /// Any other `##` line.
    Section { title: &'a str, id: Option<&'a str> },
    /// `### …`
    ArticleHeading(&'a str),
    /// A heading of a depth that regulations here do not have.
    UnknownHeading,
    /// `- …`, dash included
    Item(&'a str),
    /// Anything else.
    Text(&'a str),
}

/// What the beginning of a paragraph numbers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Numbered<'a> {
    /// As printed: "3.2.", "a)", "Điều 1."
    pub(super) marker: &'a str,
    /// "3.2", "a", "1"
    pub(super) number: &'a str,
    /// What follows it.
    pub(super) rest: &'a str,
}

/// Recognises a line by its block mark.
pub(super) fn line(text: &str) -> Line<'_> {
    let text = text.trim();
    if text.is_empty() {
        Line::Blank
    } else if let Some(rest) = text.strip_prefix("### ") {
        Line::ArticleHeading(rest.trim())
    } else if let Some(rest) = text.strip_prefix("## ") {
        let (title, id) = split_id(rest.trim());
        chapter(title).unwrap_or(Line::Section { title, id })
    } else if let Some(rest) = text.strip_prefix("# ") {
        let (title, id) = split_id(rest.trim());
        Line::Part { title, id }
    } else if text.starts_with('#') {
        Line::UnknownHeading
    } else if text.starts_with("- ") {
        Line::Item(text)
    } else {
        Line::Text(text)
    }
}

/// `TITLE {#id}` into both halves.
fn split_id(text: &str) -> (&str, Option<&str>) {
    text.strip_suffix('}')
        .and_then(|t| t.rsplit_once("{#"))
        .map_or((text, None), |(title, id)| (title.trim_end(), Some(id)))
}

/// `CHƯƠNG II TITLE` or `Chương 2. Title`.
fn chapter(text: &str) -> Option<Line<'_>> {
    let (word, rest) = first_word(text);
    if word.to_lowercase() != "chương" {
        return None;
    }
    let (token, title) = first_word(rest);
    let number = token.trim_end_matches(['.', ':']);
    if number.is_empty() || !number.chars().all(char::is_alphanumeric) {
        return None;
    }
    let marker = text.strip_suffix(title).unwrap_or(text).trim_end();
    Some(Line::Chapter { marker, number, title })
}

/// `Điều 4. Rest`, the rest possibly empty.
pub(super) fn article(text: &str) -> Option<Numbered<'_>> {
    let (word, after) = first_word(text);
    let (token, rest) = first_word(after);
    let number = token.strip_suffix('.')?;
    let marker = text.strip_suffix(rest)?.trim_end();
    (word == "Điều" && is_count(number)).then_some(Numbered { marker, number, rest })
}

/// `3. Rest`
pub(super) fn top_number(text: &str) -> Option<Numbered<'_>> {
    let (marker, rest) = first_word(text);
    let number = marker.strip_suffix('.')?;
    (is_count(number) && !rest.is_empty()).then_some(Numbered { marker, number, rest })
}

/// `3.2. Rest`
pub(super) fn sub_number(text: &str) -> Option<Numbered<'_>> {
    let (marker, rest) = first_word(text);
    let number = marker.strip_suffix('.')?;
    let (top, sub) = number.split_once('.')?;
    (is_count(top) && is_count(sub) && !rest.is_empty()).then_some(Numbered { marker, number, rest })
}

/// `a) Rest`, `đ) Rest`
pub(super) fn letter(text: &str) -> Option<Numbered<'_>> {
    let (marker, rest) = first_word(text);
    let number = marker.strip_suffix(')')?;
    let mut letters = number.chars();
    let known = letters.next().is_some_and(|c| c.is_ascii_lowercase() || c == 'đ');
    (known && letters.next().is_none() && !rest.is_empty()).then_some(Numbered { marker, number, rest })
}

/// Whether a paragraph opens the closing block of a part.
pub(super) fn opens_closing(plain: &str) -> bool {
    plain.trim().trim_end_matches(':').trim_end() == "Nơi nhận"
}

/// Whether a line above the first heading is the document's number.
pub(super) fn is_number(plain: &str) -> bool {
    plain.trim_start().starts_with("Số:")
}

/// Whether a line above the first heading is the place and the day.
pub(super) fn is_day(plain: &str) -> bool {
    let words: Vec<&str> = plain.split_whitespace().collect();
    ["ngày", "tháng", "năm"].iter().all(|word| words.contains(word))
}

/// Digits, perhaps with one letter as amended laws have it: "4", "12", "5a".
fn is_count(number: &str) -> bool {
    let digits = number.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == 'đ');
    let letters = number.strip_prefix(digits).map_or(0, |l| l.chars().count());
    !digits.is_empty() && digits.len() <= 4 && digits.chars().all(|c| c.is_ascii_digit()) && letters <= 1
}

/// The first word and what follows the space after it.
fn first_word(text: &str) -> (&str, &str) {
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

/// A number as it is written in an address: `đ` becomes `dd`, capitals become small.
pub(super) fn number_slug(number: &str) -> String {
    number.to_lowercase().replace('đ', "dd")
}

/// Splits a line at its `**` marks; `None` when one is not closed.
pub(super) fn spans(text: &str) -> Option<Vec<Span>> {
    let pieces: Vec<&str> = text.split("**").collect();
    let closed = pieces.len() % 2 == 1;
    closed.then(|| {
        pieces
            .iter()
            .enumerate()
            .filter(|(_, piece)| !piece.is_empty())
            .map(|(place, piece)| Span { text: (*piece).to_owned(), bold: place % 2 == 1 })
            .collect()
    })
}
