//! What comes after each line, found once for all of them.

use super::super::clause::ClauseKind;
use super::super::marks::{self, Heading, Separator};
use super::super::quote::Resume;
use super::super::rows::{Row, Shape};

/// For each row the place of the next of a kind; the number of rows where there is none.
pub(super) struct Ahead {
    next: Vec<usize>,
    article: Vec<usize>,
    scope: Vec<usize>,
    marker: Vec<usize>,
    pub(super) figures: bool,
}

impl Ahead {
    pub(super) fn new(rows: &[Row<'_>]) -> Self {
        let after = |wanted: &dyn Fn(&Row<'_>) -> bool| {
            let mut found = rows.len();
            let mut places: Vec<usize> = rows
                .iter()
                .enumerate()
                .rev()
                .map(|(at, row)| {
                    let place = found;
                    if wanted(row) {
                        found = at;
                    }
                    place
                })
                .collect();
            places.reverse();
            places
        };
        let deep = |kind| matches!(kind, ClauseKind::Division | ClauseKind::Subchapter | ClauseKind::Subsection);
        Self {
            next: after(&|row| !row.is_blank()),
            article: after(&|row| is_article(row).is_some()),
            scope: after(&begins_scope),
            marker: after(&|row| is_article(row).is_some() || has_number(row) || group(row, true).is_some()),
            figures: rows.iter().filter_map(|row| group(row, false)).any(|found| deep(found.kind)),
        }
    }

    pub(super) fn next(&self, at: usize) -> usize {
        self.next.get(at).copied().unwrap_or(usize::MAX)
    }

    /// The next row that begins like a number or a heading.
    pub(super) fn marker(&self, at: usize) -> usize {
        self.marker.get(at).copied().unwrap_or(usize::MAX)
    }

    /// Whether an article comes before the next document, annex or form begins.
    pub(super) fn has_article(&self, at: usize) -> bool {
        let article = self.article.get(at).copied().unwrap_or(usize::MAX);
        article != usize::MAX && article < self.next.len() && article < self.scope.get(at).copied().unwrap_or(0)
    }
}

/// For each row the number with which the text around a quotation may go on.
pub(super) fn resumes(rows: &[Row<'_>]) -> Vec<Option<Resume>> {
    let one = |row: &Row<'_>| {
        if let Some(found) = is_article(row) {
            return Some(Resume::Article(found.value));
        }
        let found = number(row).filter(|found| found.style == marks::Style::Top && marks::amends(found.rest));
        found.map(|found| Resume::Khoan(found.value))
    };
    rows.iter().map(one).collect()
}

fn has_number(row: &Row<'_>) -> bool {
    matches!(row.shape, Shape::Text | Shape::Heading(_)) && number(row).is_some()
}

/// The number a row begins with, unless it was escaped.
pub(super) fn number<'a>(row: &'a Row<'_>) -> Option<marks::Number<'a>> {
    marks::number(row.plain()).filter(|found| row.marks(found.marker))
}

/// Whether a row begins like a number or a heading, taken or not: it is no title of what stands above it.
pub(super) fn begins_like(row: &Row<'_>) -> bool {
    number(row).is_some() || marks::resembles(row.plain(), false) && !row.words.is_escaped()
}

fn begins_scope(row: &Row<'_>) -> bool {
    match row.shape {
        Shape::Heading(1) => group(row, true).is_none_or(|found| found.kind.is_scope()) && is_article(row).is_none(),
        Shape::Heading(_) | Shape::Text => {
            group(row, false).is_some_and(|found| found.kind.is_scope()) || marks::is_letterhead(row.plain())
        }
        _ => false,
    }
}

/// A row that opens an article by its form.
pub(super) fn is_article<'a>(row: &'a Row<'_>) -> Option<Heading<'a>> {
    let marked = matches!(row.shape, Shape::Heading(_));
    if !marked && row.shape != Shape::Text {
        return None;
    }
    let found = marks::article(row.plain()).filter(|found| row.marks(found.marker))?;
    let small = found.rest.starts_with(char::is_lowercase);
    let capital = found.rest.starts_with(char::is_uppercase);
    let fits = match found.separator {
        Separator::Dot => true,
        Separator::Colon => !small || marked,
        Separator::Dash => capital,
        Separator::None if found.rest.is_empty() => true,
        Separator::None => {
            let shouted = marks::is_capitals(found.marker) && marks::is_capitals(found.rest);
            capital && (marked || row.words.is_bold() || shouted)
        }
    };
    fits.then_some(found)
}

/// A row that is a heading above the articles by its words. `alone`: also where only what follows would confirm it.
pub(super) fn group<'a>(row: &'a Row<'_>, alone: bool) -> Option<Heading<'a>> {
    let marked = matches!(row.shape, Shape::Heading(_));
    if !marked && row.shape != Shape::Text {
        return None;
    }
    let found = marks::heading(row.plain()).filter(|found| row.marks(found.marker))?;
    if found.rest.starts_with(char::is_lowercase) {
        return None;
    }
    let sentence = row.plain().trim_end().ends_with(['.', ';', ',']) && !found.rest.is_empty();
    let clear = found.rest.is_empty() || marks::is_capitals(found.rest) || row.words.is_bold();
    let titled = found.separator != Separator::None && !sentence;
    let short = found.rest.split_whitespace().count() <= 40;
    let fits = match found.kind {
        ClauseKind::Annex | ClauseKind::Form => clear && !sentence || titled,
        _ => (clear || alone) && !sentence,
    };
    (marked || short && fits).then_some(found)
}
