//! Where another document begins, and where one is only shown: a form, an annex with a letterhead of its own.

use super::super::clause::ClauseKind;
use super::super::marks;
use super::super::notice::NoticeKind;
use super::super::rows::{Row, Shape};
use super::super::text::slug;
use super::super::tree::New;
use super::Builder;
use super::ahead::{group, is_article, number};

/// Lines between a title and the first heading or article at most.
const TITLES: usize = 8;

impl<'a> Builder<'a> {
    /// Whether a line in capitals is the title of a document; `closed`: nothing of the one before it is open.
    pub(super) fn begins_document(&self, at: usize, row: &Row<'a>, closed: bool) -> bool {
        let text = row.plain();
        let kind = marks::is_type(text).filter(|_| row.marks(text));
        if kind.is_some() && self.is_issued(at) {
            return true;
        }
        if self.in_sample() {
            return false;
        }
        let behind = self.in_articles() || self.innermost() == Some(ClauseKind::Closing);
        match kind {
            Some(_) if closed => true,
            Some(true) if self.in_articles() && self.begins_again(at) => true,
            _ => behind && self.titles_document(at),
        }
    }

    /// Whether the title that begins here is that of a document issued with another. One whose number is left open is
    /// only shown.
    fn is_issued(&self, at: usize) -> bool {
        let mut place = self.ahead.next(at);
        for _ in 0..4 {
            let Some(row) = self.at(place).filter(|row| row.shape == Shape::Text) else { return false };
            let text = row.plain();
            if marks::is_issued(text) {
                return !text.contains(['…', '_']) && !text.contains("..");
            }
            let short = marks::cut(text) && text.split_whitespace().count() <= 30;
            if !short || is_article(row).is_some() || group(row, true).is_some() || number(row).is_some() {
                return false;
            }
            place = self.ahead.next(place);
        }
        false
    }

    /// Whether a line in capitals is followed by little more than an Điều 1, or by a first heading above one.
    pub(super) fn titles_document(&self, at: usize) -> bool {
        self.titles.get(at).copied().unwrap_or(false)
    }

    /// Found once for all rows: a signature asks it of every line.
    pub(super) fn find_titles(&self) -> Vec<bool> {
        self.rows.iter().enumerate().map(|(at, row)| self.is_title(at, row)).collect()
    }

    fn is_title(&self, at: usize, row: &Row<'_>) -> bool {
        let text = row.plain();
        let long = text.split_whitespace().count() > 25 || text.trim_end().ends_with([':', ';', ',', '.']);
        if row.shape != Shape::Text || long || !marks::is_capitals(text) || !row.marks(text) {
            return false;
        }
        let typed = marks::is_type(text).is_some();
        let other = marks::begins_signature(text) || marks::is_letterhead(text) || !typed && self.is_signer(at, text);
        let heading = is_article(row).is_some() || group(row, true).is_some() || number(row).is_some();
        if other || heading || marks::section(text).is_some() {
            return false;
        }
        let mut place = self.ahead.next(at);
        for _ in 0..TITLES {
            let Some(next) = self.at(place) else { return false };
            if let Some(found) = is_article(next) {
                return found.value == 1 && found.suffix.is_empty();
            }
            if let Some(found) = group(next, true) {
                return found.value == 1 && found.kind.is_group() && self.begins_again(place);
            }
            let below = next.plain();
            let shouted = marks::is_capitals(below) && (typed || marks::is_type(below).is_none());
            let named = typed && marks::cut(below) && below.split_whitespace().count() <= 30;
            if marks::is_letterhead(below) || !(shouted || named || below.starts_with('(')) {
                return false;
            }
            place = self.ahead.next(place);
        }
        false
    }

    /// A name in capitals under an office or a signature.
    fn is_signer(&self, at: usize, text: &str) -> bool {
        let above = self.rows.iter().take(at).rev().take(TITLES).find(|row| !row.is_blank()).map(Row::plain);
        let signed = above.is_some_and(|above| marks::begins_signature(above) || marks::unsigned(above));
        signed && (2..=5).contains(&text.split_whitespace().count())
    }

    /// Whether what is read is only shown: a form, or an annex that has a letterhead of its own.
    pub(super) fn in_sample(&self) -> bool {
        self.tree.chain().any(|clause| {
            let shown = || clause.paragraphs.iter().take(TITLES).any(|one| marks::is_letterhead(&one.plain()));
            clause.kind == ClauseKind::Form || clause.kind == ClauseKind::Annex && shown()
        })
    }

    /// Whether the innermost document is an annex or a form: what stands above its Điều is read with them.
    pub(super) fn in_annex(&self) -> bool {
        let scope = self.tree.chain().find(|clause| clause.kind.is_scope());
        scope.is_some_and(|clause| clause.kind != ClauseKind::Part)
    }

    /// Whether the first group of a kind, in what it lies in, is the first of all: chapters are counted through parts.
    pub(super) fn should_begin_at_1(&self, kind: ClauseKind) -> bool {
        match kind {
            ClauseKind::Subchapter | ClauseKind::Subsection => true,
            ClauseKind::Division | ClauseKind::Chapter => {
                let scope = self.tree.chain().find(|clause| clause.kind.is_scope()).map_or(0, |clause| clause.line);
                let mut inside = self.tree.clauses.iter().rev().take_while(|clause| clause.line > scope);
                !inside.any(|clause| clause.kind == kind)
            }
            _ => false,
        }
    }

    /// Whether a letterhead would stand right below the heading of an annex.
    pub(super) fn begins_sample(&self) -> bool {
        let annex = self.tree.innermost().filter(|clause| clause.kind == ClauseKind::Annex);
        annex.is_some_and(|annex| annex.paragraphs.len() <= 3 && annex.paragraphs.iter().all(|one| one.table.is_none()))
    }

    /// Whether a line of what is only shown is a paragraph of its own though no blank line divides it: a title.
    pub(super) fn stands_apart(&self, row: &Row<'_>) -> bool {
        let text = row.plain();
        let shouted = marks::is_capitals(text) || marks::is_capitals(self.before);
        let heading = is_article(row).is_some() || group(row, true).is_some() || number(row).is_some();
        let inside = self.innermost().is_some_and(|kind| matches!(kind, ClauseKind::Form | ClauseKind::Annex));
        shouted && inside && !heading && marks::section(text).is_none() && self.in_sample()
    }

    /// A line that only names what stands elsewhere, and those that follow it; whether it was one.
    pub(super) fn listed(&mut self, at: usize, row: &'a Row<'a>) -> bool {
        if let Some(end) = self.lists.contents(at) {
            self.contents(at, end);
            return true;
        }
        let named = self.lists.is_named(at);
        if named {
            self.notice(row, NoticeKind::Listed, None);
            self.words(row);
        }
        named
    }

    /// A table of contents: a block of its own, beside the rules.
    fn contents(&mut self, at: usize, end: usize) {
        let (rows, kind) = (self.rows, ClauseKind::Closing);
        let Some(first) = rows.get(at) else { return };
        self.notice(first, NoticeKind::Listed, None);
        if self.innermost().is_some() {
            let piece = slug(first.plain());
            self.tree.push(kind, New { piece, line: first.line, ..New::default() });
            if let Some(block) = self.tree.clauses.last_mut() {
                first.plain().trim_end_matches([':', '.']).clone_into(&mut block.label);
            }
        }
        for row in rows.iter().take(end).skip(at).filter(|row| !row.is_blank()) {
            self.words(row);
        }
        self.joining = false;
        self.tree.leave(kind.rank());
        self.skip = end;
    }
}
