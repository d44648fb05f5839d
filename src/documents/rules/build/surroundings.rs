//! What is no rule: letterheads between documents, closing blocks, titles of documents without a mark.

use super::super::clause::ClauseKind;
use super::super::marks;
use super::super::notice::NoticeKind;
use super::super::rows::{Row, Shape};
use super::super::tree::New;
use super::Builder;
use super::ahead::{group, is_article, number};

/// Lines a signature takes at most.
const SIGNED: usize = 16;

impl<'a> Builder<'a> {
    /// A line with which a letterhead, a document or a closing block begins; whether it was one.
    pub(super) fn surrounds(&mut self, at: usize, row: &'a Row<'a>, joining: bool) -> bool {
        let text = row.plain();
        let inner = self.innermost();
        let closed = matches!(inner, None | Some(ClauseKind::Closing | ClauseKind::Letterhead));
        if inner.is_some() && inner != Some(ClauseKind::Letterhead) && self.begins_letterhead(at, row) {
            if self.in_sample() || self.begins_sample() {
                self.tree.leave(ClauseKind::Closing.rank());
                self.words(row);
                return true;
            }
            let piece = ClauseKind::Letterhead.slug().to_owned();
            self.tree.push(ClauseKind::Letterhead, New { piece, line: row.line, ..New::default() });
            self.words(row);
            return true;
        }
        if marks::is_capitals(text) && self.begins_document(at, row, closed) {
            self.part(row, text);
            return true;
        }
        if joining && self.stands_apart(row) {
            self.words(row);
            return true;
        }
        if inner == Some(ClauseKind::Closing) || inner.is_none() {
            return false;
        }
        let whole = !joining || !marks::cut(self.before);
        let ends = marks::passed(text) || whole && self.signs(at);
        if marks::opens_closing(text) || ends && (inner.is_some_and(ClauseKind::is_provision) || self.ruled()) {
            let piece = ClauseKind::Closing.slug().to_owned();
            self.tree.push(ClauseKind::Closing, New { piece, line: row.line, ..New::default() });
            self.words(row);
            return true;
        }
        false
    }

    /// Whether the innermost open document, annex or form has a rule yet.
    fn ruled(&self) -> bool {
        let scope = self.tree.chain().find(|clause| clause.kind.is_scope()).map(|clause| clause.line);
        self.tree.clauses.iter().rev().take_while(|one| Some(one.line) != scope).any(|one| one.kind.is_provision())
    }

    /// Whether the next article is an Điều 1.
    pub(super) fn begins_again(&self, at: usize) -> bool {
        let next = self.rows.iter().skip(at + 1).take(40).find_map(is_article);
        next.is_some_and(|found| found.value == 1)
    }

    /// The country's name, or the office above or beside it.
    pub(super) fn begins_letterhead(&self, at: usize, row: &Row<'_>) -> bool {
        if !marks::is_capitals(row.plain()) {
            return false;
        }
        let mut place = at;
        for _ in 0..5 {
            let Some(row) = self.at(place).filter(|row| marks::is_capitals(row.plain())) else { return false };
            if marks::is_letterhead(row.plain()) {
                return true;
            }
            if number(row).is_some() || group(row, true).is_some() || is_article(row).is_some() {
                return false;
            }
            place = self.ahead.next(place);
        }
        false
    }

    /// Whether a signature begins here: titles in capitals, a name, and nothing after them but who receives it.
    pub(super) fn signs(&self, at: usize) -> bool {
        let first = self.at(at).map(Row::plain).unwrap_or_default();
        let after = self.next(at).map(Row::plain).unwrap_or_default();
        let dated = marks::is_day_line(first) && marks::begins_signature(after);
        let office = marks::names_office(first) && marks::unsigned(after);
        let shouted = marks::is_capitals(first) && !first.trim_end().ends_with([':', ';', '.']);
        if !(dated || office || shouted) {
            return false;
        }
        let titled = dated || marks::begins_signature(first);
        let mut named = false;
        let mut place = at;
        for _ in 0..SIGNED {
            let Some(row) = self.at(place) else { return named || titled };
            let text = row.plain();
            if place > at && self.ends_signature(place, row) {
                return named || titled;
            }
            let dots = text.chars().all(|c| matches!(c, '.' | '…' | '_' | ' '));
            let fits = marks::is_capitals(text) || marks::unsigned(text) || dots || row.shape == Shape::Item && named;
            let office = marks::names_office(text) && (office || titled || named);
            named |= marks::unsigned(text) && place > at;
            match marks::is_name(text) {
                _ if fits || office || marks::is_day_line(text) && (dated || named) => {}
                true => named = true,
                false => return false,
            }
            place = self.ahead.next(place);
        }
        named || titled
    }

    /// Whether a line that may not belong to a signature begins something else.
    fn ends_signature(&self, at: usize, row: &Row<'_>) -> bool {
        let text = row.plain();
        matches!(row.shape, Shape::Heading(_))
            || group(row, false).is_some()
            || marks::is_letterhead(text)
            || marks::opens_closing(text)
            || marks::is_type(text) == Some(true)
            || self.titles_document(at)
    }

    /// A line of a closing block or of a letterhead.
    pub(super) fn outside(&mut self, row: &'a Row<'a>, joining: bool) {
        let apart =
            marks::is_capitals(self.before) || marks::is_capitals(row.plain()) || marks::opens_closing(self.before);
        if number(row).is_some() {
            self.notice(row, NoticeKind::NotTaken, None);
        }
        self.like(row, joining);
        if joining && !apart {
            return self.join(row, "\n");
        }
        self.words(row);
    }
}
