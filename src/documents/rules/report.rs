//! "Phần mềm hiểu thế này": what was recognised in a text, with the lines it stands on.

use super::address::ClauseId;
use super::clause::ClauseKind;
use super::notice::{Notice, first_words};
use super::paragraph::Paragraph;
use super::regulation::Regulation;
use crate::text::say_with;

/// How many of each kind were recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Documents in the document.
    pub parts: usize,
    pub annexes: usize,
    pub forms: usize,
    /// Phần, Chương, Mục, Tiểu mục.
    pub divisions: usize,
    pub chapters: usize,
    pub subchapters: usize,
    pub subsections: usize,
    /// Other headings.
    pub sections: usize,
    pub articles: usize,
    /// Khoản, and the ý of a digest.
    pub khoan: usize,
    /// Mục under a khoản.
    pub muc: usize,
    pub diem: usize,
    pub sub_diem: usize,
    pub tables: usize,
    pub notes: usize,
}

/// One recognised heading or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineLine {
    /// In the file, from 1.
    pub line: usize,
    pub id: ClauseId,
    pub kind: ClauseKind,
    /// How many clauses it lies in.
    pub depth: usize,
    /// How it is cited.
    pub label: String,
    /// Its first words.
    pub words: String,
    /// How many tables stand in it.
    pub tables: usize,
}

/// What was recognised, for a person to compare with the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    pub counts: Counts,
    pub lines: Vec<OutlineLine>,
    pub notices: Vec<Notice>,
}

impl Counts {
    /// "4 chương, 21 điều, 88 khoản, 3 bảng": what there is none of is left out.
    pub fn sentence(&self) -> String {
        let named = [
            (self.parts, "count.parts"),
            (self.divisions, "count.divisions"),
            (self.chapters, "count.chapters"),
            (self.subchapters, "count.subchapters"),
            (self.subsections, "count.subsections"),
            (self.sections, "count.sections"),
            (self.articles, "count.articles"),
            (self.khoan, "count.khoan"),
            (self.muc, "count.muc"),
            (self.diem, "count.diem"),
            (self.sub_diem, "count.sub_diem"),
            (self.annexes, "count.annexes"),
            (self.forms, "count.forms"),
            (self.tables, "count.tables"),
            (self.notes, "count.notes"),
        ];
        let there = named.into_iter().filter(|(count, key)| *count > 0 || *key == "count.articles");
        there.map(|(count, key)| say_with(key, &[("so", &count.to_string())])).collect::<Vec<_>>().join(", ")
    }

    fn add(&mut self, kind: ClauseKind) {
        let count = match kind {
            ClauseKind::Part => &mut self.parts,
            ClauseKind::Annex => &mut self.annexes,
            ClauseKind::Form => &mut self.forms,
            ClauseKind::Division => &mut self.divisions,
            ClauseKind::Chapter => &mut self.chapters,
            ClauseKind::Subchapter => &mut self.subchapters,
            ClauseKind::Subsection => &mut self.subsections,
            ClauseKind::Section => &mut self.sections,
            ClauseKind::Article => &mut self.articles,
            ClauseKind::Khoan | ClauseKind::Y => &mut self.khoan,
            ClauseKind::Muc => &mut self.muc,
            ClauseKind::Diem => &mut self.diem,
            ClauseKind::SubDiem => &mut self.sub_diem,
            ClauseKind::Letterhead | ClauseKind::Closing => return,
        };
        *count += 1;
    }
}

impl Regulation {
    /// What was recognised: counts, one line for each clause, and what is worth a second look.
    pub fn outline(&self) -> Outline {
        let mut counts = Counts::default();
        let mut count = |all: &mut dyn Iterator<Item = &Paragraph>| {
            let mut tables = 0;
            for one in all {
                tables += usize::from(one.table.is_some());
                counts.notes += usize::from(one.note.is_some());
            }
            counts.tables += tables;
            tables
        };
        count(&mut self.preamble.iter());
        let mut lines = Vec::new();
        for clause in &self.clauses {
            let own = clause.paragraphs.iter().chain(clause.tail.iter().map(|tail| &tail.paragraph));
            lines.push(OutlineLine {
                line: clause.line,
                id: clause.id.clone(),
                kind: clause.kind,
                depth: clause.depth,
                label: clause.label.clone(),
                words: first_words(&clause.lines().into_iter().next().unwrap_or_default()),
                tables: count(&mut own.into_iter()),
            });
        }
        for clause in &self.clauses {
            // What a form numbers are no rules of the document; what an annex does are.
            let form = self.ancestors(clause).any(|outer| outer.kind == ClauseKind::Form);
            if !(form && clause.kind.is_provision()) {
                counts.add(clause.kind);
            }
        }
        Outline { counts, lines, notices: self.notices.clone() }
    }
}
