//! A parsed regulation: its clauses in the order of the source and how to find them.

use serde::Serialize;

use super::address::ClauseId;
use super::clause::{Clause, ClauseKind, Paragraph};
use super::head::Head;

/// A regulation: head, the lines above the first heading, and every clause in the order of the source.
///
/// The clauses are flat; a clause is followed by everything nested in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Regulation {
    pub(super) head: Head,
    pub(super) preamble: Vec<Paragraph>,
    pub(super) clauses: Vec<Clause>,
}

/// A line of the contents list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentsLine {
    /// Where it leads.
    pub id: ClauseId,
    /// Part, chapter, section or article.
    pub kind: ClauseKind,
    /// How many clauses it lies in.
    pub depth: usize,
    /// "Điều 4. Quy định sử dụng"; only the number where the article has no title.
    pub title: String,
}

impl Regulation {
    /// The head of the file.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The paragraphs above the first heading: number, place and date.
    pub fn preamble(&self) -> &[Paragraph] {
        &self.preamble
    }

    /// Every clause, in the order of the source.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The clause at an address.
    pub fn get(&self, id: &ClauseId) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == *id)
    }

    /// The articles in order: reading is counted by them.
    pub fn articles(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(|clause| clause.kind == ClauseKind::Article)
    }

    /// The clause that `clause` lies in.
    pub fn parent(&self, clause: &Clause) -> Option<&Clause> {
        clause.parent.and_then(|place| self.clauses.get(place))
    }

    /// The clauses that `clause` lies in, innermost first.
    pub fn ancestors<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = &'a Clause> {
        std::iter::successors(self.parent(clause), |outer| self.parent(outer))
    }

    /// The article a clause is or lies in; `None` for parts, chapters and closings.
    pub fn article_of(&self, id: &ClauseId) -> Option<&Clause> {
        let clause = self.get(id)?;
        std::iter::once(clause).chain(self.ancestors(clause)).find(|c| c.kind == ClauseKind::Article)
    }

    /// A clause followed by everything nested in it.
    pub fn subtree(&self, id: &ClauseId) -> Option<&[Clause]> {
        let start = self.clauses.iter().position(|clause| clause.id == *id)?;
        let from = self.clauses.get(start..)?;
        let depth = from.first()?.depth;
        let inner = from.iter().skip(1).take_while(|clause| clause.depth > depth).count();
        from.get(..=inner)
    }

    /// The contents list: parts, chapters, sections and articles.
    pub fn contents(&self) -> Vec<ContentsLine> {
        let shown = |clause: &&Clause| clause.kind <= ClauseKind::Article && clause.kind != ClauseKind::Closing;
        let line = |clause: &Clause| ContentsLine {
            id: clause.id.clone(),
            kind: clause.kind,
            depth: clause.depth,
            title: clause.title(),
        };
        self.clauses.iter().filter(shown).map(line).collect()
    }
}
