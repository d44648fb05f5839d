//! The lines of a file, each read by itself.

use super::head::Issue;
use super::level::Level;
use super::words::{Words, note};

/// What a line is before anything around it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    Blank,
    /// `# …` to `###### …`: how many signs.
    Heading(usize),
    /// A row of a table.
    Table,
    /// `[^1]: …`
    Note(String),
    /// A line of a dash list, dash included.
    Item,
    Text,
}

/// A line of the body.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// In the file, from 1.
    pub(super) line: usize,
    pub(super) shape: Shape,
    /// The line as it stands, trimmed.
    pub(super) raw: &'a str,
    /// The words without marks; empty for a table.
    pub(super) words: Words,
    /// `{#id}` at its end.
    pub(super) id: Option<&'a str>,
    /// `{.dieu}` at its end.
    pub(super) level: Option<Level>,
}

impl Row<'_> {
    pub(super) fn plain(&self) -> &str {
        &self.words.plain
    }

    pub(super) fn is_blank(&self) -> bool {
        self.shape == Shape::Blank
    }

    /// Whether a marker of so many bytes is there and not escaped.
    pub(super) fn marks(&self, marker: &str) -> bool {
        !self.words.is_literal(marker.len())
    }
}

/// Reads every line of a body whose first line is `first` in the file.
pub(super) fn rows<'a>(body: &'a str, first: usize, issue: Option<&Issue>) -> Vec<Row<'a>> {
    let notes = notes(body);
    (first..).zip(body.lines()).map(|(line, text)| row(line, text.trim(), issue, &notes)).collect()
}

fn row<'a>(line: usize, raw: &'a str, issue: Option<&Issue>, notes: &[String]) -> Row<'a> {
    let empty = |shape| Row { line, shape, raw, words: Words::default(), id: None, level: None };
    if raw.is_empty() {
        return empty(Shape::Blank);
    }
    if is_table(raw) {
        return empty(Shape::Table);
    }
    let (text, level) = super::level::split(raw);
    let (text, signs, id) = without_signs(text);
    let defined = definition(text).filter(|(label, _)| notes.iter().any(|one| one == label));
    let text = defined.map_or(text, |(_, rest)| rest);
    let words = Words::read(text, issue, notes);
    let shape = match (signs, defined) {
        (1.., _) => Shape::Heading(signs),
        (0, Some((label, _))) => Shape::Note(label.to_owned()),
        _ if is_item(&words) => Shape::Item,
        _ if words.plain.trim().is_empty() => Shape::Blank,
        _ => Shape::Text,
    };
    Row { line, shape, raw, words, id, level }
}

/// A line without the `#` before it and the `{#id}` behind it, and how many signs there were.
pub(super) fn without_signs(text: &str) -> (&str, usize, Option<&str>) {
    let signs = text.len() - text.trim_start_matches('#').len();
    let title = text.get(signs..).filter(|rest| (1..=6).contains(&signs) && rest.starts_with(char::is_whitespace));
    match title.map(str::trim).filter(|title| !title.is_empty()) {
        Some(title) => {
            let (title, id) = split_id(title);
            (title, signs, id)
        }
        None => (text, 0, None),
    }
}

/// `TITLE {#id}` into both halves; what is no address is part of the title.
fn split_id(text: &str) -> (&str, Option<&str>) {
    let found = text.strip_suffix('}').and_then(|t| t.rsplit_once("{#"));
    let found = found.filter(|(title, id)| !title.ends_with('\\') && super::ClauseId::parse(id).is_ok());
    found.filter(|(title, _)| !title.trim().is_empty()).map_or((text, None), |(title, id)| (title.trim_end(), Some(id)))
}

/// A row of a table begins with a stroke and has another one.
pub(super) fn is_table(raw: &str) -> bool {
    raw.strip_prefix('|').is_some_and(|rest| {
        let mut escaped = false;
        rest.chars().any(|c| {
            let found = c == '|' && !escaped;
            escaped = c == '\\' && !escaped;
            found
        })
    })
}

fn is_item(words: &Words) -> bool {
    let mut signs = words.plain.chars();
    let dash = signs.next().is_some_and(|c| matches!(c, '-' | '–' | '—' | '+' | '•' | '▪' | '*' | '·'));
    dash && !words.is_literal(1) && signs.next().is_some_and(char::is_whitespace) && !signs.as_str().trim().is_empty()
}

/// `[^1]: text`
pub(super) fn definition(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = note(text)?;
    let rest = rest.strip_prefix(':')?.trim();
    (!rest.is_empty()).then_some((label, rest))
}

/// The labels that a line refers to.
pub(super) fn references(text: &str) -> impl Iterator<Item = &str> {
    let places = text.match_indices("[^").filter(|(at, _)| !text.get(..*at).is_some_and(|t| t.ends_with('\\')));
    places.filter_map(|(at, _)| note(text.get(at..)?)).map(|(label, _)| label)
}

/// The labels that are both referred to and written; each note is taken where it is written first.
pub(super) fn notes(body: &str) -> Vec<String> {
    let mut referred = std::collections::BTreeSet::new();
    let mut written = Vec::new();
    for line in body.lines().map(str::trim).filter(|line| line.contains("[^")) {
        let text = match definition(line) {
            Some((label, rest)) => {
                written.push(label);
                rest
            }
            None => line,
        };
        referred.extend(references(text));
    }
    let mut seen = std::collections::BTreeSet::new();
    written.into_iter().filter(|label| referred.contains(label) && seen.insert(*label)).map(str::to_owned).collect()
}
