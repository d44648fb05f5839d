//! One clause after the other as HTML.

use super::clause::{Clause, ClauseKind};
use super::inline::{escape, paragraphs, spans};
use super::paragraph::Paragraph;
use super::steps::Inner;
use crate::text::say_with;

/// How clauses are written: the level of the first heading (0: no heading element), with anchors and links or without.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) clauses: &'a [Clause],
    pub(super) heading: usize,
    pub(super) anchors: bool,
    /// The number of an article without a title stands on a line of its own.
    pub(super) apart: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn screen(clauses: &'a [Clause], heading: usize) -> Self {
        Self { clauses, heading, anchors: true, apart: true }
    }

    /// Without headings, addresses and links.
    pub(super) fn plain(clauses: &'a [Clause]) -> Self {
        Self { clauses, heading: 0, anchors: false, apart: true }
    }

    /// On paper.
    pub(super) fn paper(clauses: &'a [Clause], heading: usize) -> Self {
        Self { clauses, heading, anchors: false, apart: false }
    }

    /// A clause with everything nested in it.
    pub(super) fn nested(self, place: usize) -> String {
        let Some(clause) = self.clauses.get(place) else { return String::new() };
        self.element(clause, &(self.title(clause) + &self.body(clause) + &self.inside(place)))
    }

    /// A heading with the rules and words that come before the next heading in it.
    pub(super) fn headed(self, place: usize, inner: &[Inner<'_>]) -> String {
        let Some(clause) = self.clauses.get(place) else { return String::new() };
        self.element(clause, &(self.title(clause) + &self.body(clause) + &self.inner(inner)))
    }

    /// Rules and words that lie directly in a heading.
    pub(super) fn inner(self, inner: &[Inner<'_>]) -> String {
        let alike = |a: &Inner<'_>, b: &Inner<'_>| matches!((a, b), (Inner::Words(_), Inner::Words(_)));
        let run = |run: &[Inner<'_>]| match run.first() {
            Some(Inner::Rule(place)) => self.nested(*place),
            _ => paragraphs(run.iter().filter_map(words), self.anchors),
        };
        inner.chunk_by(alike).map(run).collect()
    }

    /// What is nested in a clause, and its paragraphs between and behind that.
    fn inside(self, place: usize) -> String {
        let Some(clause) = self.clauses.get(place) else { return String::new() };
        let mut tails = clause.tail.iter().peekable();
        let mut out = String::new();
        let inner = Self { heading: if self.heading == 0 { 0 } else { self.heading + 1 }, ..self };
        for child in self.children(place) {
            let before = std::iter::from_fn(|| tails.next_if(|tail| tail.after < child));
            out += &paragraphs(before.map(|tail| &tail.paragraph), self.anchors);
            out += &inner.nested(child);
        }
        out + &paragraphs(tails.map(|tail| &tail.paragraph), self.anchors)
    }

    /// The places of what lies directly in a clause.
    pub(super) fn children(self, place: usize) -> Vec<usize> {
        let depth = self.clauses.get(place).map_or(0, |clause| clause.depth);
        let inner = self.clauses.iter().enumerate().skip(place + 1).take_while(|(_, one)| one.depth > depth);
        inner.filter(|(_, one)| one.depth == depth + 1).map(|(place, _)| place).collect()
    }

    pub(super) fn element(self, clause: &Clause, inner: &str) -> String {
        // What has no heading of its own is no section.
        let tag = if clause.kind <= ClauseKind::Article && inner.starts_with("<h") { "section" } else { "div" };
        let class = clause.kind.class();
        let id = if self.anchors { format!(" id=\"{}\"", clause.id) } else { String::new() };
        format!("<{tag} class=\"{class}\"{id}>{inner}</{tag}>\n")
    }

    /// The title line, for clauses that have one.
    pub(super) fn title(self, clause: &Clause) -> String {
        let title = clause.title();
        if clause.leads_with_marker() && !self.heads(clause) || title.is_empty() {
            return String::new();
        }
        let (text, link) = (escape(&title), self.link(clause));
        match self.heading {
            0 => format!("<p><b>{text}</b></p>\n"),
            _ if clause.kind > ClauseKind::Article => {
                format!("<p class=\"{}\"><span class=\"so\">{text}</span>{link}</p>\n", clause.kind.class())
            }
            level => format!("<h{0}>{text}{link}</h{0}>\n", level.min(6)),
        }
    }

    /// Whether the number stands in a heading of its own although the source has it in the paragraph:
    /// an article without a title still needs a heading to be found by.
    fn heads(self, clause: &Clause) -> bool {
        self.apart && self.heading > 0 && clause.kind == ClauseKind::Article
    }

    /// The paragraphs; the first carries marker and link when there is no title line.
    pub(super) fn body(self, clause: &Clause) -> String {
        match clause.paragraphs.split_first() {
            Some((first, rest)) if clause.leads_with_marker() && !self.heads(clause) => {
                let (marker, words) = (escape(&clause.marker), spans(&first.spans, self.anchors));
                let (class, link, space) = (clause.kind.class(), self.link(clause), clause.space());
                format!("<p class=\"{class}\"><span class=\"so\">{marker}</span>{space}{words}{link}</p>\n")
                    + &paragraphs(rest, self.anchors)
            }
            _ => paragraphs(&clause.paragraphs, self.anchors),
        }
    }

    /// The link to the clause itself: no text inside, its sign comes from the style sheet.
    fn link(self, clause: &Clause) -> String {
        if !self.anchors {
            return String::new();
        }
        let label = escape(&say_with("document.anchor", &[("dieu_khoan", &clause.label)]));
        format!("<a class=\"anchor\" href=\"#{}\" aria-label=\"{label}\"></a>", clause.id)
    }
}

fn words<'a>(one: &Inner<'a>) -> Option<&'a Paragraph> {
    match one {
        Inner::Words(paragraph) => Some(paragraph),
        Inner::Rule(_) => None,
    }
}
