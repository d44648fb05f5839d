//! Lines that only name what stands elsewhere: a typed table of contents, a list of the forms that follow.

use super::super::clause::ClauseKind;
use super::super::marks;
use super::super::rows::{Row, Shape};
use super::ahead::group;
use std::collections::{BTreeSet, HashSet};

/// Tables of contents looked for at most.
const TABLES: usize = 4;

/// Words of a line of contents at most.
const WORDS: usize = 50;

/// The lines that open nothing though they begin like what does.
#[derive(Default)]
pub(super) struct Listed {
    /// Where a table of contents begins, and the row after it.
    contents: Vec<(usize, usize)>,
    /// Rows that name a form or an annex, in order.
    named: Vec<usize>,
}

impl Listed {
    pub(super) fn new(rows: &[Row<'_>], next: &dyn Fn(usize) -> usize) -> Self {
        let begins = |row: &Row<'_>| matches!(row.shape, Shape::Text | Shape::Heading(_)) && row.level.is_none();
        let starts = rows.iter().enumerate().filter(|(_, row)| begins(row) && marks::is_contents(row.plain()));
        let found = starts.take(TABLES).filter_map(|(at, _)| Some((at, contents(rows, at)?)));
        Self { contents: found.collect(), named: named(rows, next) }
    }

    /// The row after the table of contents that begins at a row.
    pub(super) fn contents(&self, at: usize) -> Option<usize> {
        self.contents.iter().find(|(start, _)| *start == at).map(|(_, end)| *end)
    }

    pub(super) fn is_named(&self, at: usize) -> bool {
        self.named.binary_search(&at).is_ok()
    }
}

/// What a line of contents says is found elsewhere.
fn key(row: &Row<'_>) -> Option<(ClauseKind, String)> {
    let bare = row.plain().trim_start_matches(|c: char| !c.is_alphanumeric());
    let found = marks::article(bare).or_else(|| marks::heading(bare))?;
    Some((found.kind, format!("{} {}", found.value, found.suffix)))
}

/// The row after the last line of a table of contents: its lines end in a page, or their numbers come again.
fn contents(rows: &[Row<'_>], at: usize) -> Option<usize> {
    // Mục and Tiểu mục begin again under each heading.
    let counted = |(kind, _): &(ClauseKind, String)| {
        matches!(kind, ClauseKind::Article | ClauseKind::Chapter | ClauseKind::Division | ClauseKind::Annex)
    };
    let mut seen = BTreeSet::new();
    let (mut paged, mut article, mut last, mut again) = (None, None, None, None);
    let mut titled = false;
    for (place, row) in rows.iter().enumerate().skip(at + 1).filter(|(_, row)| !row.is_blank()) {
        let text = row.plain();
        let page = marks::is_paged(text);
        let key = key(row);
        let marked = matches!(row.shape, Shape::Heading(_) | Shape::Table | Shape::Note(_)) || row.level.is_some();
        let known = key.as_ref().filter(|one| counted(one)).is_some_and(|one| seen.contains(one));
        if marked || known {
            again = key.filter(|one| seen.contains(one)).map(|one| one.0);
            break;
        }
        let sentence = text.trim_end().ends_with(['.', ';', ':']) && !text.trim_end().ends_with("..");
        if text.split_whitespace().count() > WORDS || !page && key.is_none() && sentence {
            break;
        }
        paged = if page { Some(place) } else { paged };
        titled |= !page && marks::is_type(text).is_some();
        if let Some(key) = key.filter(|_| page || !titled) {
            article = if key.0 == ClauseKind::Article { Some(place) } else { article };
            last = Some(place);
            seen.insert(key);
        }
    }
    let above = |wanted: &(ClauseKind, String)| rows.iter().take(at).any(|row| key(row).as_ref() == Some(wanted));
    let end = match again {
        // Headings that the contents leave out stand before the first article.
        Some(ClauseKind::Article) => article,
        Some(_) => last,
        None => last.filter(|_| seen.iter().find(|one| counted(one)).is_some_and(above)),
    };
    paged.or(end).map(|last| last + 1)
}

/// Rows that name a form or an annex which follows, and hold nothing.
fn named(rows: &[Row<'_>], next: &dyn Fn(usize) -> usize) -> Vec<usize> {
    let found = rows.iter().enumerate().filter(|(_, row)| row.level.is_none());
    let found = found.filter_map(|(at, row)| Some((at, group(row, false).filter(|one| one.kind.is_scope())?)));
    let all: Vec<_> = found.collect();
    // From the end: what comes again before the next annex.
    let (mut annexes, mut forms) = (HashSet::new(), HashSet::new());
    let mut comes_again: Vec<bool> = Vec::with_capacity(all.len());
    for (_, one) in all.iter().rev() {
        let annex = one.kind == ClauseKind::Annex;
        let later = if annex { &mut annexes } else { &mut forms };
        comes_again.push(!later.insert(one.piece.as_str()));
        if annex {
            forms = HashSet::new();
        }
    }
    comes_again.reverse();
    let mut named: Vec<usize> = Vec::new();
    for (place, ((at, one), again)) in all.iter().zip(comes_again).enumerate() {
        let empty = all.get(place + 1).is_some_and(|(after, _)| *after == next(*at));
        let text = rows.get(*at).is_some_and(|row| row.shape == Shape::Text);
        if again && empty && text && !one.rest.is_empty() && !one.number.is_empty() {
            named.push(*at);
        }
    }
    named
}
