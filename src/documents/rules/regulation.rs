//! A parsed regulation: its clauses in the order of the source and how to find them.

use serde::Serialize;
use std::collections::HashMap;

use super::address::ClauseId;
use super::clause::{Clause, ClauseKind};
use super::head::Head;
use super::marks;
use super::notice::Notice;
use super::paragraph::Paragraph;
use super::units::units;

/// A regulation: head, the lines above the first heading, and every clause in the order of the source.
///
/// The clauses are flat; a clause is followed by everything nested in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Regulation {
    pub(super) head: Head,
    pub(super) preamble: Vec<Paragraph>,
    pub(super) clauses: Vec<Clause>,
    pub(super) notices: Vec<Notice>,
    main_part: Option<ClauseId>,
    /// Where each address is.
    places: HashMap<ClauseId, usize>,
    /// Places of what is read and confirmed one at a time, in order.
    units: Vec<usize>,
}

/// A line of the contents list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentsLine {
    /// Where it leads.
    pub id: ClauseId,
    /// Part, annex, form, group or article.
    pub kind: ClauseKind,
    /// How many clauses it lies in.
    pub depth: usize,
    /// "Điều 4. Quy định sử dụng"; only the number where the article has no title.
    pub title: String,
    /// Whether it has a page of its own, on which it is read.
    pub unit: bool,
}

impl Regulation {
    pub(super) fn new(
        head: Head,
        main_part: Option<ClauseId>,
        preamble: Vec<Paragraph>,
        clauses: Vec<Clause>,
        notices: Vec<Notice>,
    ) -> Self {
        let places = clauses.iter().enumerate().map(|(place, clause)| (clause.id.clone(), place)).collect();
        let units = units(&clauses);
        Self { head, preamble, clauses, notices, main_part, places, units }
    }

    /// Whether it has a clause of this address, as a file writes it.
    pub fn has(&self, id: &str) -> bool {
        ClauseId::parse(id).is_ok_and(|id| self.get(&id).is_some())
    }

    /// A clause of this address as people call it; the address itself where there is none.
    pub fn called(&self, id: &str) -> String {
        let found = ClauseId::parse(id).ok().and_then(|id| self.get(&id));
        found.map_or_else(|| id.to_owned(), Clause::called)
    }

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

    /// What is worth a second look, in the order of the file.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The document whose clauses have no prefix, where the file holds several.
    pub fn main_part(&self) -> Option<&ClauseId> {
        self.main_part.as_ref()
    }

    /// The place of an address in [`Self::clauses`]. A chapter is also found by its number in the other numerals.
    pub(super) fn place(&self, id: &ClauseId) -> Option<usize> {
        self.places.get(id).or_else(|| self.places.get(&id.other_numerals()?)).copied()
    }

    /// The clause at an address.
    pub fn get(&self, id: &ClauseId) -> Option<&Clause> {
        self.clauses.get(self.place(id)?)
    }

    /// What is read and confirmed one at a time, in order: every Điều; every annex and form; of a text or part without
    /// Điều its top sections, or the part itself. None of them: there is nothing to read.
    pub fn articles(&self) -> impl Iterator<Item = &Clause> {
        self.units.iter().filter_map(|place| self.clauses.get(*place))
    }

    /// Whether a clause is one of [`Self::articles`].
    pub fn is_unit(&self, id: &ClauseId) -> bool {
        self.place(id).is_some_and(|place| self.is_unit_place(place))
    }

    pub(super) fn is_unit_place(&self, place: usize) -> bool {
        self.units.binary_search(&place).is_ok()
    }

    /// The clause that `clause` lies in.
    pub fn parent(&self, clause: &Clause) -> Option<&Clause> {
        clause.parent.and_then(|place| self.clauses.get(place))
    }

    /// The clauses that `clause` lies in, innermost first.
    pub fn ancestors<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = &'a Clause> {
        std::iter::successors(self.parent(clause), |outer| self.parent(outer))
    }

    /// The one of [`Self::articles`] a clause is or lies in; `None` for what only holds them, and for closings.
    pub fn article_of(&self, id: &ClauseId) -> Option<&Clause> {
        let mut places = std::iter::successors(self.place(id), |place| self.clauses.get(*place)?.parent);
        self.clauses.get(places.find(|place| self.is_unit_place(*place))?)
    }

    /// The outermost rule a clause is or lies in: its article, or its khoản where there is none; else itself.
    pub(super) fn rule_place(&self, place: usize) -> usize {
        let up = std::iter::successors(Some(place), |place| self.clauses.get(*place)?.parent);
        let rule = |place: &usize| self.clauses.get(*place).is_some_and(|clause| clause.kind.is_provision());
        up.take_while(rule).last().unwrap_or(place)
    }

    /// How many clauses are nested in the one at a place.
    pub(super) fn inner(&self, place: usize) -> usize {
        let depth = self.clauses.get(place).map_or(0, |clause| clause.depth);
        self.clauses.iter().skip(place + 1).take_while(|clause| clause.depth > depth).count()
    }

    /// A clause followed by everything nested in it.
    pub fn subtree(&self, id: &ClauseId) -> Option<&[Clause]> {
        let start = self.place(id)?;
        self.clauses.get(start..=start + self.inner(start))
    }

    /// The contents list: parts, annexes, forms, groups, sections and articles.
    pub fn contents(&self) -> Vec<ContentsLine> {
        let hidden = |kind| matches!(kind, ClauseKind::Closing | ClauseKind::Letterhead);
        let shown = |clause: &Clause| clause.kind <= ClauseKind::Article && !hidden(clause.kind);
        let line = |(place, clause): (usize, &Clause)| ContentsLine {
            id: clause.id.clone(),
            kind: clause.kind,
            depth: clause.depth,
            title: shown_title(clause),
            unit: self.is_unit_place(place),
        };
        let lines = self.clauses.iter().enumerate().filter(|(_, clause)| shown(clause)).map(line);
        lines.filter(|line| !line.title.is_empty()).collect()
    }
}

/// How the contents list names a clause; a form whose title stands below a letterhead is named by it all the same.
fn shown_title(clause: &Clause) -> String {
    let title = if clause.title().is_empty() { clause.label.clone() } else { clause.title() };
    let form = matches!(clause.kind, ClauseKind::Annex | ClauseKind::Form) && clause.heading.is_empty();
    let mut words = clause.paragraphs.iter().filter(|_| form).take(12).map(Paragraph::plain);
    // The office above the letterhead is no title.
    if !words.any(|line| marks::is_letterhead(&line)) {
        return title;
    }
    let below = words.find(|line| marks::is_capitals(line) && line.split_whitespace().count() <= 30);
    below.map_or_else(|| title.clone(), |below| format!("{title} {below}"))
}
