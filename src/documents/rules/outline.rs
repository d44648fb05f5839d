//! The clauses read so far and which of them are still open.

use super::address::ClauseId;
use super::clause::{Clause, ClauseKind, Paragraph, Span};
use super::marks;
use crate::text::{say, say_with};

/// The clauses in order, and the way down to the one that is being read.
pub(super) struct Outline {
    pub(super) main_part: Option<ClauseId>,
    pub(super) preamble: Vec<Paragraph>,
    pub(super) clauses: Vec<Clause>,
    /// Places of the open clauses, outermost first.
    open: Vec<usize>,
}

impl Outline {
    pub(super) fn new(main_part: Option<ClauseId>) -> Self {
        Self { main_part, preamble: Vec::new(), clauses: Vec::new(), open: Vec::new() }
    }

    /// Closes what is as deep and opens a clause: its kind, the last piece of its address, number, marker, heading.
    pub(super) fn push(
        &mut self,
        kind: ClauseKind,
        piece: &str,
        [number, marker, heading]: [&str; 3],
    ) -> Result<(), String> {
        while self.innermost().is_some_and(|clause| clause.kind.level() >= kind.level()) {
            self.open.pop();
        }
        let id = self.address(kind, piece)?;
        if self.clauses.iter().any(|clause| clause.id == id) {
            return Err(say_with("parse.twice", &[("ma", id.as_str())]));
        }
        let clause = Clause {
            label: self.label(kind, number, heading),
            id,
            kind,
            number: number.to_owned(),
            marker: marker.to_owned(),
            heading: heading.replace("**", ""),
            paragraphs: Vec::new(),
            depth: self.open.len(),
            parent: self.open.last().copied(),
        };
        self.open.push(self.clauses.len());
        self.clauses.push(clause);
        Ok(())
    }

    /// Clauses in an article go by their parent; the rest by their part, unless it is the main one.
    fn address(&self, kind: ClauseKind, piece: &str) -> Result<ClauseId, String> {
        let outer = if kind.level() > ClauseKind::Article.level() { self.innermost() } else { self.side_part() };
        let text = outer
            .filter(|_| kind != ClauseKind::Part)
            .map_or_else(|| piece.to_owned(), |outer| format!("{}.{piece}", outer.id));
        ClauseId::parse(&text).map_err(|error| error.to_string())
    }

    fn label(&self, kind: ClauseKind, number: &str, heading: &str) -> String {
        let own = format!("{} {number}", kind.noun());
        match kind {
            ClauseKind::Part | ClauseKind::Section => heading.replace("**", ""),
            ClauseKind::Closing => "Nơi nhận".to_owned(),
            ClauseKind::Chapter | ClauseKind::Article => {
                self.side_part().map_or(own.clone(), |part| format!("{own} {}", sentence_case(&part.heading)))
            }
            ClauseKind::Khoan | ClauseKind::Y | ClauseKind::Muc | ClauseKind::Diem => {
                self.innermost().map_or(own.clone(), |outer| format!("{own} {}", outer.label))
            }
        }
    }

    /// Begins a paragraph of the innermost open clause, or above the first heading.
    pub(super) fn paragraph(&mut self, text: &str, item: bool) -> Result<(), String> {
        let spans = bold(text)?;
        self.paragraphs().push(Paragraph { item, spans });
        Ok(())
    }

    /// Goes on with the last paragraph on a new line.
    pub(super) fn join(&mut self, text: &str) -> Result<(), String> {
        let more = bold(text)?;
        if let Some(last) = self.paragraphs().last_mut() {
            last.spans.push(Span { text: "\n".to_owned(), bold: false });
            last.spans.extend(more);
        }
        Ok(())
    }

    fn paragraphs(&mut self) -> &mut Vec<Paragraph> {
        let place = self.open.last().copied();
        match place.and_then(|place| self.clauses.get_mut(place)) {
            Some(clause) => &mut clause.paragraphs,
            None => &mut self.preamble,
        }
    }

    /// The clause that a plain paragraph belongs to.
    pub(super) fn innermost(&self) -> Option<&Clause> {
        self.open.last().and_then(|place| self.clauses.get(*place))
    }

    /// The open part, if it is not the main one.
    pub(super) fn side_part(&self) -> Option<&Clause> {
        let part = self.open.first().and_then(|place| self.clauses.get(*place))?;
        (part.kind == ClauseKind::Part && self.main_part.as_ref() != Some(&part.id)).then_some(part)
    }
}

fn bold(text: &str) -> Result<Vec<Span>, String> {
    marks::spans(text).ok_or_else(|| say("parse.bold").to_owned())
}

/// "QUYẾT ĐỊNH" → "Quyết định".
fn sentence_case(heading: &str) -> String {
    let mut letters = heading.trim_end_matches(':').chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
        .unwrap_or_default()
}
