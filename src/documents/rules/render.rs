//! Regulations as HTML. Every word is escaped; every clause is an element with its address as `id`.

use super::address::ClauseId;
use super::clause::{Clause, ClauseKind};
use super::inline::{escape, lead, paragraphs, spans, wrap};
use super::regulation::Regulation;
use crate::text::say_with;

/// Words of an article from which on it is read a khoản at a time: about three minutes.
const LONG: usize = 500;

/// A piece of a document as it is read from top to bottom: the lines above the first heading, the heading of a part
/// or a chapter with its own paragraphs, a whole article, a closing block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The clause it shows; `None` for the lines above the first heading.
    pub id: Option<ClauseId>,
    /// What the clause is.
    pub kind: Option<ClauseKind>,
    /// Ready HTML.
    pub html: String,
}

impl Regulation {
    /// One article as a `<section>` with a `<h2>`, anchors and links; `None` when `id` is not an article.
    pub fn render_article_html(&self, id: &ClauseId) -> Option<String> {
        let clauses = self.subtree(id)?;
        let article = clauses.first().filter(|clause| clause.kind == ClauseKind::Article)?;
        Some(Writer { heading: 2, ..Writer::SCREEN }.nested(article, clauses))
    }

    /// An article of more than [`LONG`] words a khoản at a time, each part under the article's heading and the first with
    /// its own paragraphs; empty where it is shorter, has no two khoản, or is no article: it is read whole.
    pub fn render_article_parts(&self, id: &ClauseId, words: usize) -> Vec<String> {
        let article =
            self.subtree(id).filter(|clauses| clauses.first().is_some_and(|one| one.kind == ClauseKind::Article));
        let Some((article, inner)) = article.and_then(<[Clause]>::split_first) else { return Vec::new() };
        let khoan: Vec<&ClauseId> =
            inner.iter().filter(|one| one.kind == ClauseKind::Khoan).map(|one| &one.id).collect();
        let beside = inner.iter().any(|one| one.depth == article.depth + 1 && one.kind != ClauseKind::Khoan);
        if words <= LONG || khoan.len() < 2 || beside {
            return Vec::new();
        }
        let writer = Writer { heading: 2, ..Writer::SCREEN };
        let part = |(place, id): (usize, &&ClauseId)| {
            let clauses = self.subtree(id)?;
            let own = if place == 0 { writer.body(article) } else { String::new() };
            let inner = writer.title(article) + &own + &writer.nested(clauses.first()?, clauses);
            Some(writer.element(article, &inner))
        };
        khoan.iter().enumerate().filter_map(part).collect()
    }

    /// The whole document in order, piece by piece. Headings begin at `<h2>` and go one deeper with each level.
    pub fn render_pieces(&self) -> Vec<Piece> {
        let writer = |clause: &Clause| Writer { heading: 2 + clause.depth, ..Writer::SCREEN };
        let preamble = Piece { id: None, kind: None, html: wrap("mo-dau", &paragraphs(&self.preamble)) };
        let top = self.clauses.iter().filter(|clause| clause.kind <= ClauseKind::Article);
        let pieces = top.map(|clause| Piece {
            id: Some(clause.id.clone()),
            kind: Some(clause.kind),
            html: match clause.kind {
                ClauseKind::Article => writer(clause).nested(clause, self.subtree(&clause.id).unwrap_or_default()),
                _ => writer(clause).nested(clause, &[]),
            },
        });
        Some(preamble).filter(|_| !self.preamble.is_empty()).into_iter().chain(pieces).collect()
    }

    /// The whole document as one text.
    #[cfg(test)]
    pub(crate) fn render_document_html(&self) -> String {
        self.render_pieces().into_iter().map(|piece| piece.html).collect()
    }

    /// A clause to be shown beside something else: the first lines of what it lies in, then the clause with
    /// everything nested in it. Without `id`s and links, so that a page may show it twice.
    pub fn render_excerpt_html(&self, id: &ClauseId) -> Option<String> {
        let clauses = self.subtree(id)?;
        let clause = clauses.first()?;
        let mut outer: Vec<&Clause> = self.ancestors(clause).filter(|c| c.kind.is_provision()).collect();
        outer.reverse();
        let leads: String = outer.iter().filter_map(|c| c.lines().into_iter().next()).map(|line| lead(&line)).collect();
        let body = Writer { heading: 0, anchors: false, ..Writer::SCREEN }.nested(clause, clauses);
        Some(wrap("trich", &(leads + &body)))
    }
}

/// How clauses are written: the level of a heading (0: no heading element), with anchors and links or without.
#[derive(Clone, Copy)]
pub(super) struct Writer {
    pub(super) heading: usize,
    pub(super) anchors: bool,
    /// The number of an article without a title stands on a line of its own.
    pub(super) apart: bool,
}

impl Writer {
    const SCREEN: Self = Self { heading: 0, anchors: true, apart: true };

    /// A clause with what is nested in it; `clauses` begins with the clause itself.
    pub(super) fn nested(self, clause: &Clause, clauses: &[Clause]) -> String {
        let inner = clauses.get(1..).unwrap_or_default();
        let children = inner
            .iter()
            .enumerate()
            .take_while(|(_, child)| child.depth > clause.depth)
            .filter(|(_, child)| child.depth == clause.depth + 1);
        let children: String =
            children.map(|(at, child)| self.nested(child, inner.get(at..).unwrap_or_default())).collect();
        self.element(clause, &(self.title(clause) + &self.body(clause) + &children))
    }

    fn element(self, clause: &Clause, inner: &str) -> String {
        // What has no heading of its own is no section.
        let tag = if clause.kind <= ClauseKind::Article && inner.starts_with("<h") { "section" } else { "div" };
        let class = clause.kind.class();
        let id = if self.anchors { format!(" id=\"{}\"", clause.id) } else { String::new() };
        format!("<{tag} class=\"{class}\"{id}>{inner}</{tag}>\n")
    }

    /// The title line, for clauses that have one.
    fn title(self, clause: &Clause) -> String {
        let title = clause.title();
        if clause.leads_with_marker() && !self.heads(clause) || title.is_empty() {
            return String::new();
        }
        let (text, link) = (escape(&title), self.link(clause));
        match self.heading {
            0 => format!("<p><b>{text}</b></p>\n"),
            level => format!("<h{0}>{text}{link}</h{0}>\n", level.min(6)),
        }
    }

    /// Whether the number stands in a heading of its own although the source has it in the paragraph:
    /// an article without a title still needs a heading to be found by.
    fn heads(self, clause: &Clause) -> bool {
        self.apart && self.heading > 0 && clause.kind == ClauseKind::Article
    }

    /// The paragraphs; the first carries marker and link when there is no title line.
    fn body(self, clause: &Clause) -> String {
        match clause.paragraphs.split_first() {
            Some((first, rest)) if clause.leads_with_marker() && !self.heads(clause) => {
                let (marker, words) = (escape(&clause.marker), spans(&first.spans));
                let (class, link) = (clause.kind.class(), self.link(clause));
                format!("<p class=\"{class}\"><span class=\"so\">{marker}</span> {words}{link}</p>\n")
                    + &paragraphs(rest)
            }
            _ => paragraphs(&clause.paragraphs),
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
