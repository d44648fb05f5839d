//! Lines of the body put together into clauses.
//!
//! A line is judged by its words and by what stands around it; a mark in the source supports what the words say.
//! No word is left out: what is not taken for a heading, a number or a note is text of the clause that is open.

mod ahead;
mod documents;
mod headings;
mod levels;
mod listed;
mod numbers;
mod paragraphs;
mod surroundings;
mod wrapped;

use super::address::ClauseId;
use super::clause::ClauseKind;
use super::head::{Issue, Numbering};
use super::notice::{Notice, NoticeKind, first_words};
use super::quote::Balance;
use super::rows::{Row, Shape};
use super::tree::Tree;
use ahead::Ahead;
use listed::Listed;
use std::collections::BTreeSet;

/// What a body is read with.
pub(super) struct Body<'a> {
    pub(super) rows: &'a [Row<'a>],
    pub(super) notes: &'a [String],
    pub(super) issue: Option<&'a Issue>,
    pub(super) numbering: Numbering,
}

/// What has been read so far.
pub(super) struct Builder<'a> {
    rows: &'a [Row<'a>],
    notes: &'a [String],
    issue: Option<&'a Issue>,
    numbering: Numbering,
    ahead: Ahead,
    balance: Balance,
    pub(super) tree: Tree,
    pub(super) notices: Vec<Notice>,
    /// Whether the line before was text that a plain line continues.
    joining: bool,
    /// The line of words before this one.
    before: &'a str,
    /// The last row of the quotation that is being read.
    quoted: Option<usize>,
    /// Rows before this one were read with another.
    skip: usize,
    /// Labels of footnotes whose words were read.
    written: BTreeSet<&'a str>,
    /// Whether chapters are addressed in figures: texts with a Phần or a Mục are.
    figures: bool,
    /// For each row whether it is the title of a document by what follows it.
    titles: Vec<bool>,
    /// Lines that only name what stands elsewhere.
    lists: Listed,
}

impl<'a> Builder<'a> {
    /// Reads a whole body; `main_part` is the document whose clauses have no prefix.
    pub(super) fn read(body: &Body<'a>, main_part: Option<ClauseId>) -> Self {
        let ahead = Ahead::new(body.rows);
        let lists = Listed::new(body.rows, &|at| ahead.next(at));
        let mut builder = Self {
            rows: body.rows,
            notes: body.notes,
            issue: body.issue,
            numbering: body.numbering,
            figures: ahead.figures,
            ahead,
            balance: Balance::new(body.rows, ahead::resumes(body.rows)),
            tree: Tree::new(main_part),
            notices: Vec::new(),
            joining: false,
            before: "",
            quoted: None,
            skip: 0,
            written: BTreeSet::new(),
            titles: Vec::new(),
            lists,
        };
        builder.titles = builder.find_titles();
        for (at, row) in body.rows.iter().enumerate() {
            if at >= builder.skip {
                builder.row(at, row);
            }
        }
        builder
    }

    fn row(&mut self, at: usize, row: &'a Row<'a>) {
        let joining = std::mem::replace(&mut self.joining, false);
        if row.is_blank() {
            return;
        }
        if self.quoted.is_some_and(|end| at <= end) {
            return self.quoted_row(at, row, joining);
        }
        self.quoted = None;
        if self.listed(at, row) {
            self.before = row.plain();
            return;
        }
        match (&row.shape, row.level) {
            (Shape::Table, _) => return self.table(at),
            (Shape::Note(label), _) => self.note(row, label),
            (_, Some(level)) => self.set(at, row, level),
            (Shape::Heading(signs), None) => self.marked(at, row, *signs),
            (Shape::Item, None) => self.item(at, row, joining),
            (_, None) => self.text(at, row, joining),
        }
        self.before = row.plain();
    }

    fn at(&self, at: usize) -> Option<&'a Row<'a>> {
        self.rows.get(at)
    }

    /// The next row with something on it.
    fn next(&self, at: usize) -> Option<&'a Row<'a>> {
        self.rows.get(self.ahead.next(at))
    }

    fn innermost(&self) -> Option<ClauseKind> {
        self.tree.innermost().map(|clause| clause.kind)
    }

    fn notice(&mut self, row: &Row<'_>, kind: NoticeKind, clause: Option<ClauseKind>) {
        let words = first_words(row.plain());
        self.notices.push(Notice { line: row.line, kind, clause, words });
    }
}
