//! Lines whose level was set by hand.

use super::super::clause::ClauseKind;
use super::super::level::Level;
use super::super::marks::{self, Heading};
use super::super::notice::NoticeKind;
use super::super::rows::Row;
use super::super::text::slug;
use super::super::tree::{Last, New};
use super::Builder;

impl<'a> Builder<'a> {
    /// A line that is what somebody said it is, whatever its words say.
    pub(super) fn set(&mut self, at: usize, row: &'a Row<'a>, level: Level) {
        self.notice(row, NoticeKind::Set, level.kind());
        let Some(kind) = level.kind() else {
            return self.words(row);
        };
        let text = row.plain();
        let heading = match kind {
            ClauseKind::Article => marks::article(text),
            ClauseKind::Section => marks::section(text),
            kind => marks::heading(text).filter(|found| found.kind == kind),
        };
        let heading = heading.filter(|found| row.marks(found.marker));
        match (kind, heading) {
            (ClauseKind::Part, _) => self.part(row, text),
            (ClauseKind::Closing, _) => {
                let piece = kind.slug().to_owned();
                self.tree.push(kind, New { piece, line: row.line, ..New::default() });
                self.words(row);
            }
            (ClauseKind::Article, Some(found)) => self.article(at, row, found, true),
            (ClauseKind::Section, Some(found)) => self.titled(row, kind, &found),
            (_, Some(found)) => self.group(at, row, found),
            (kind, None) if kind <= ClauseKind::Article => self.unnumbered(row, kind),
            (kind, None) => self.rule(row, kind),
        }
    }

    fn titled(&mut self, row: &'a Row<'a>, kind: ClauseKind, found: &Heading<'a>) {
        let piece = format!("{}-{}", kind.slug(), found.piece);
        let (number, marker, glued) = (found.number, found.marker, found.glued);
        let heading = found.rest.to_owned();
        self.tree.push(kind, New { piece, number, marker, heading, line: row.line, glued, deeper: 0 });
    }

    /// A heading without a number: it goes by its words.
    fn unnumbered(&mut self, row: &'a Row<'a>, kind: ClauseKind) {
        let piece = format!("{}-{}", kind.slug(), slug(row.plain()));
        self.tree.push(kind, New { piece, heading: row.plain().to_owned(), line: row.line, ..New::default() });
    }

    /// A khoản, mục, điểm or điểm con, with the number it begins with or without one.
    fn rule(&mut self, row: &'a Row<'a>, kind: ClauseKind) {
        let found = marks::number(row.plain()).filter(|found| row.marks(found.marker));
        let Some(found) = found else {
            let piece = format!("{}-x{}", kind.slug(), self.tree.clauses.len() + 1);
            self.tree.push(kind, New { piece, line: row.line, ..New::default() });
            return self.words(row);
        };
        let last = Last { value: found.value, suffix: found.suffix.clone(), style: Some(found.style) };
        self.tree.count(kind.rank(), last);
        let piece = format!("{}-{}", kind.slug(), marks::number_slug(found.number));
        let (number, marker, glued) = (found.number, found.marker, found.glued);
        self.tree.push(kind, New { piece, number, marker, line: row.line, glued, ..New::default() });
        self.rest(row, found.rest);
    }
}
