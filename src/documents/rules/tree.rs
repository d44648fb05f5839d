//! The clauses read so far and which of them are still open.

use super::address::ClauseId;
use super::clause::{Clause, ClauseKind};
use super::marks::Style;
use super::paragraph::{Paragraph, Span, Tail};
use crate::text::say_with;
use std::collections::HashMap;

/// The number that was read last of its rank inside an open clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Last {
    pub(super) value: u32,
    pub(super) suffix: String,
    pub(super) style: Option<Style>,
}

/// A clause to be opened.
#[derive(Debug, Default)]
pub(super) struct New<'a> {
    /// The last piece of its address.
    pub(super) piece: String,
    pub(super) number: &'a str,
    pub(super) marker: &'a str,
    pub(super) heading: String,
    pub(super) line: usize,
    pub(super) glued: bool,
    /// Deeper than others of its kind: 2.1.1 under 2.1.
    pub(super) deeper: u8,
}

struct Open {
    place: usize,
    rank: u8,
    counted: Vec<(u8, Last)>,
}

/// The clauses in order, and the way down to the one that is being read.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) main_part: Option<ClauseId>,
    pub(super) preamble: Vec<Paragraph>,
    pub(super) clauses: Vec<Clause>,
    /// The open clauses, outermost first.
    open: Vec<Open>,
    /// What was counted outside of every clause.
    counted: Vec<(u8, Last)>,
    /// Addresses that are taken, and how often each was wanted.
    taken: HashMap<String, usize>,
    /// Whether the last paragraph stands behind something nested.
    behind: bool,
}

impl Tree {
    pub(super) fn new(main_part: Option<ClauseId>) -> Self {
        Self { main_part, ..Self::default() }
    }

    /// Closes what is as deep and opens a clause; whether its address had to be told from one that was there.
    pub(super) fn push(&mut self, kind: ClauseKind, new: New<'_>) -> bool {
        let rank = kind.rank() + new.deeper;
        self.close(rank);
        let (id, times) = self.address(kind, &new.piece);
        let again = if times > 1 { say_with("clause.again", &[("so", &times.to_string())]) } else { String::new() };
        let clause = Clause {
            label: self.label(kind, new.number, &new.heading, &again),
            id,
            kind,
            number: new.number.to_owned(),
            marker: new.marker.to_owned(),
            heading: new.heading,
            paragraphs: Vec::new(),
            tail: Vec::new(),
            depth: self.open.len(),
            parent: self.open.last().map(|open| open.place),
            line: new.line,
            glued: new.glued,
        };
        self.open.push(Open { place: self.clauses.len(), rank, counted: Vec::new() });
        self.clauses.push(clause);
        self.behind = false;
        times > 1
    }

    /// Closes every open clause that is as deep as `rank` or deeper, and what nothing lies in.
    pub(super) fn close(&mut self, rank: u8) {
        let holds = |kind: ClauseKind| !matches!(kind, ClauseKind::Closing | ClauseKind::Letterhead);
        while let Some(open) = self.open.last() {
            if open.rank < rank && self.clauses.get(open.place).is_some_and(|clause| holds(clause.kind)) {
                break;
            }
            self.open.pop();
        }
    }

    /// Ends the lists of a rank and deeper, so that what follows belongs to what they lie in, if they lie in anything.
    pub(super) fn leave(&mut self, rank: u8) {
        if self.open.iter().any(|open| open.rank < rank) {
            self.close(rank);
        }
    }

    /// The number read last among the clauses of a rank that the next one would follow.
    pub(super) fn last(&self, rank: u8) -> Option<&Last> {
        let counted = self.open.iter().rev().find(|open| open.rank < rank).map_or(&self.counted, |open| &open.counted);
        counted.iter().find(|(one, _)| *one == rank).map(|(_, last)| last)
    }

    /// Notes the number of the clause that is about to be opened.
    pub(super) fn count(&mut self, rank: u8, last: Last) {
        let counted = self.open.iter_mut().rev().find(|open| open.rank < rank);
        let counted = counted.map_or(&mut self.counted, |open| &mut open.counted);
        match counted.iter_mut().find(|(one, _)| *one == rank) {
            Some((_, old)) => *old = last,
            None => counted.push((rank, last)),
        }
    }

    /// Articles are counted through all groups of what they lie in.
    pub(super) fn last_article(&self) -> Option<&Last> {
        let scope = self.open.iter().rev().find(|open| self.is_scope(open));
        let counted = scope.map_or(&self.counted, |open| &open.counted);
        counted.iter().find(|(one, _)| *one == ClauseKind::Article.rank()).map(|(_, last)| last)
    }

    pub(super) fn count_article(&mut self, last: Last) {
        let place = self.open.iter().rposition(|open| self.is_scope(open));
        let counted = match place.and_then(|place| self.open.get_mut(place)) {
            Some(open) => &mut open.counted,
            None => &mut self.counted,
        };
        counted.retain(|(one, _)| *one != ClauseKind::Article.rank());
        counted.push((ClauseKind::Article.rank(), last));
    }

    fn is_scope(&self, open: &Open) -> bool {
        self.clauses.get(open.place).is_some_and(|clause| clause.kind.is_scope())
    }

    /// Provisions go by what they lie in, a Mục by its Chương; the rest by their document, unless it is the main one.
    /// An address that is taken goes by the heading it lies in, else gets a number of its own.
    fn address(&mut self, kind: ClauseKind, piece: &str) -> (ClauseId, usize) {
        let outer = match kind {
            ClauseKind::Part | ClauseKind::Annex | ClauseKind::Letterhead => None,
            ClauseKind::Subchapter | ClauseKind::Subsection => self.group().or_else(|| self.side_part()),
            _ if kind > ClauseKind::Article => self.innermost().filter(|clause| !self.is_main(clause)),
            _ => self.side_part(),
        };
        let within = |outer: Option<&Clause>| match outer {
            Some(outer) => format!("{}.{piece}", outer.id),
            None => piece.to_owned(),
        };
        let mut text = within(outer);
        if kind.is_group() && self.taken.contains_key(&text) && self.group().is_some() {
            text = within(self.group());
        }
        if ClauseId::parse(&text).is_err() || text.len() > 110 {
            text = format!("{}-{}", kind.slug(), self.clauses.len() + 1);
        }
        let times = self.taken.get(&text).map_or(1, |times| times + 1);
        let mut number = times;
        let mut own = if number == 1 { text.clone() } else { format!("{text}-{number}") };
        while number > 1 && self.taken.contains_key(&own) {
            number += 1;
            own = format!("{text}-{number}");
        }
        self.taken.insert(text.clone(), number);
        self.taken.entry(own.clone()).or_insert(1);
        let id = ClauseId::parse(&own).or_else(|_| ClauseId::parse(&format!("x-{}", self.clauses.len() + 1)));
        (id.unwrap_or_else(|_| ClauseId::none()), number)
    }

    fn label(&self, kind: ClauseKind, number: &str, heading: &str, again: &str) -> String {
        // "THỨ NHẤT" is a number in words.
        let number = if number.contains(char::is_whitespace) { number.to_lowercase() } else { number.to_owned() };
        let own = format!("{} {number} {again}", kind.noun());
        let own = own.split_whitespace().collect::<Vec<_>>().join(" ");
        match kind {
            ClauseKind::Part => heading.to_owned(),
            ClauseKind::Section | ClauseKind::Article if number.is_empty() && !heading.is_empty() => heading.to_owned(),
            ClauseKind::Closing | ClauseKind::Letterhead | ClauseKind::Annex => own,
            _ if kind > ClauseKind::Article => {
                self.innermost().map_or(own.clone(), |outer| format!("{own} {}", named(outer)).trim_end().to_owned())
            }
            _ => {
                let outer = self.group().filter(|_| kind == ClauseKind::Subsection).or_else(|| self.side_part());
                let outer = self.group().filter(|_| kind == ClauseKind::Subchapter).or(outer);
                outer.map_or(own.clone(), |part| format!("{own} {}", named(part)).trim_end().to_owned())
            }
        }
    }

    /// Begins a paragraph of the innermost open clause, or above the first heading.
    pub(super) fn paragraph(&mut self, paragraph: Paragraph) {
        let last = self.clauses.len().saturating_sub(1);
        let place = self.open.last().map(|open| open.place);
        match place.and_then(|place| self.clauses.get_mut(place).map(|clause| (place, clause))) {
            Some((place, clause)) if place < last => {
                self.behind = true;
                clause.tail.push(Tail { after: last, paragraph });
            }
            Some((_, clause)) => {
                self.behind = false;
                clause.paragraphs.push(paragraph);
            }
            None => self.preamble.push(paragraph),
        }
    }

    /// Goes on with the last paragraph after `between`.
    pub(super) fn join(&mut self, between: &str, more: Vec<Span>) {
        let place = self.open.last().map(|open| open.place);
        let last = match place.and_then(|place| self.clauses.get_mut(place)) {
            Some(clause) if self.behind => clause.tail.last_mut().map(|tail| &mut tail.paragraph),
            Some(clause) => clause.paragraphs.last_mut(),
            None => self.preamble.last_mut(),
        };
        match last {
            Some(last) => {
                last.spans.push(Span::plain(between));
                last.spans.extend(more);
            }
            None => self.paragraph(Paragraph { spans: more, ..Paragraph::default() }),
        }
    }

    /// The clause that a plain paragraph belongs to.
    pub(super) fn innermost(&self) -> Option<&Clause> {
        self.open.last().and_then(|open| self.clauses.get(open.place))
    }

    /// The open clauses, innermost first.
    pub(super) fn chain(&self) -> impl Iterator<Item = &Clause> {
        self.open.iter().rev().filter_map(|open| self.clauses.get(open.place))
    }

    /// The innermost open heading that groups articles.
    fn group(&self) -> Option<&Clause> {
        self.chain().find(|clause| clause.kind.is_group())
    }

    /// The innermost open document, annex or form, if it is not the main document.
    fn side_part(&self) -> Option<&Clause> {
        self.chain().find(|clause| clause.kind.is_scope()).filter(|clause| !self.is_main(clause))
    }

    fn is_main(&self, clause: &Clause) -> bool {
        clause.kind == ClauseKind::Part && self.main_part.as_ref() == Some(&clause.id)
    }
}

/// How a clause is named behind what lies in it.
fn named(clause: &Clause) -> String {
    if clause.kind == ClauseKind::Part { sentence_case(&clause.heading) } else { clause.label.clone() }
}

/// "QUYẾT ĐỊNH" → "Quyết định".
fn sentence_case(heading: &str) -> String {
    let mut letters = heading.trim_end_matches(':').chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
        .unwrap_or_default()
}
