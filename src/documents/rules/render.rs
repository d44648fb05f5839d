//! Regulations as HTML. Every word is escaped; every clause is an element with its address as `id`.

use super::address::ClauseId;
use super::clause::{Clause, ClauseKind};
use super::inline::{lead, paragraphs, wrap};
use super::regulation::Regulation;
use super::steps::{Inner, Step};
use super::writer::Writer;

/// Words of an article from which on it is read a khoản at a time: about three minutes.
const LONG: usize = 500;

/// The deepest heading that HTML has.
const DEEPEST: usize = 6;

/// A piece of a document as it is read from top to bottom: the lines above the first heading, the heading of a part
/// or a chapter with its own paragraphs and rules, a whole article, a closing block.
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
    /// One of [`Self::articles`] as a `<section>` with a `<h2>`, anchors and links; `None` when `id` is none of them.
    pub fn render_article_html(&self, id: &ClauseId) -> Option<String> {
        let place = self.place(id).filter(|place| self.is_unit_place(*place))?;
        Some(Writer::screen(&self.clauses, 2).nested(place))
    }

    /// An article of more than [`LONG`] words a khoản at a time, each part under the article's heading and the first with
    /// its own paragraphs; empty where it is shorter, has no two khoản, or is no article: it is read whole.
    pub fn render_article_parts(&self, id: &ClauseId, words: usize) -> Vec<String> {
        let Some(place) = self.place(id).filter(|place| self.is_unit_place(*place) && words > LONG) else {
            return Vec::new();
        };
        let writer = Writer::screen(&self.clauses, 2);
        let inner = writer.children(place);
        let khoan = |place: &usize| self.clauses.get(*place).is_some_and(|one| one.kind == ClauseKind::Khoan);
        if inner.len() < 2 || !inner.iter().all(khoan) {
            return Vec::new();
        }
        let Some(article) = self.clauses.get(place) else { return Vec::new() };
        let part = |(number, child): (usize, &usize)| {
            let own = if number == 0 { writer.body(article) } else { String::new() };
            let end = *child + self.inner(*child);
            let tails = article.tail.iter().filter(|tail| (*child..=end).contains(&tail.after));
            let behind = paragraphs(tails.map(|tail| &tail.paragraph), true);
            let inner = writer.title(article) + &own + &writer.nested(*child) + &behind;
            writer.element(article, &inner)
        };
        inner.iter().enumerate().map(part).collect()
    }

    /// The whole document in order, piece by piece. Headings begin at `<h2>` and go one deeper with each level.
    pub fn render_pieces(&self) -> Vec<Piece> {
        let preamble = Piece { id: None, kind: None, html: wrap("mo-dau", &paragraphs(&self.preamble, true)) };
        let above = self.above();
        let mut pieces: Vec<Piece> = Some(preamble).filter(|_| !self.preamble.is_empty()).into_iter().collect();
        for step in self.steps() {
            let (place, inner) = match step {
                Step::Alone(place, inner) => (place, inner),
                Step::After(Inner::Rule(place)) => (place, Vec::new()),
                Step::After(words) => {
                    if let Some(last) = pieces.last_mut() {
                        last.html += &Writer::screen(&self.clauses, 0).inner(&[words]);
                    }
                    continue;
                }
            };
            let Some(clause) = self.clauses.get(place) else { continue };
            let writer = Writer::screen(&self.clauses, (2 + clause.depth).saturating_sub(above).max(2));
            let rule = clause.kind.is_provision();
            let html = if rule { writer.nested(place) } else { writer.headed(place, &inner) };
            pieces.push(Piece { id: Some(clause.id.clone()), kind: Some(clause.kind), html });
        }
        pieces
    }

    /// By how many levels headings are raised so that none is deeper than HTML has them: where five levels lie in one
    /// document, its own title takes no level away from them.
    pub(super) fn above(&self) -> usize {
        let depths = self.clauses.iter().filter(|one| one.kind <= ClauseKind::Article).map(|one| one.depth);
        (2 + depths.max().unwrap_or(0)).saturating_sub(DEEPEST)
    }

    /// The whole document as one text.
    #[cfg(test)]
    pub(crate) fn render_document_html(&self) -> String {
        self.render_pieces().into_iter().map(|piece| piece.html).collect()
    }

    /// A clause to be shown beside something else: the first lines of what it lies in, then the clause with
    /// everything nested in it. Without `id`s and links, so that a page may show it twice.
    pub fn render_excerpt_html(&self, id: &ClauseId) -> Option<String> {
        let place = self.place(id)?;
        let clause = self.clauses.get(place)?;
        let mut outer: Vec<&Clause> = self.ancestors(clause).filter(|c| c.kind.is_provision()).collect();
        outer.reverse();
        let leads: String = outer.iter().filter_map(|c| c.lines().into_iter().next()).map(|line| lead(&line)).collect();
        let body = Writer::plain(&self.clauses).nested(place);
        Some(wrap("trich", &(leads + &body)))
    }
}
