//! Lines of the body put together into clauses.

use super::address::ClauseId;
use super::clause::ClauseKind;
use super::head::{Head, Numbering};
use super::marks::{self, Line, Numbered};
use super::outline::Outline;
use super::regulation::Regulation;
use super::text::slug;
use crate::text::{say, say_with};

/// What has been read so far.
pub(super) struct Builder {
    head: Head,
    parts: usize,
    outline: Outline,
    /// Whether the line before was text that a plain line continues.
    joining: bool,
}

impl Builder {
    pub(super) fn new(head: Head, body: &str) -> Self {
        let ids = body.lines().filter_map(|line| match marks::line(line) {
            Line::Part { id, .. } => Some(id.unwrap_or_default()),
            _ => None,
        });
        let ids: Vec<&str> = ids.collect();
        let only = ids.first().filter(|_| ids.len() == 1).and_then(|id| ClauseId::parse(id).ok());
        let main_part = head.main_part.clone().or(only);
        let parts = ids.len();
        Self { head, parts, outline: Outline::new(main_part), joining: false }
    }

    pub(super) fn line(&mut self, line: &str) -> Result<(), String> {
        let joining = std::mem::replace(&mut self.joining, false);
        match marks::line(line) {
            Line::Blank => Ok(()),
            Line::Part { title, id } => self.part(title, id),
            Line::Chapter { marker, number, title } => self.chapter(marker, number, title),
            Line::Section { title, id } => {
                let piece = id.map_or_else(|| slug(title), str::to_owned);
                self.outline.push(ClauseKind::Section, &piece, ["", "", title])
            }
            Line::ArticleHeading(text) => {
                let found = marks::article(text).ok_or(say("parse.article"))?;
                self.numbered(ClauseKind::Article, &found, true)
            }
            Line::UnknownHeading => Err(say("parse.heading").to_owned()),
            Line::Item(text) => self.paragraph(text, true),
            Line::Text(text) => self.text(text, joining),
        }
    }

    /// A line without a block mark: it opens a clause, goes on with a paragraph, or begins one.
    fn text(&mut self, text: &str, joining: bool) -> Result<(), String> {
        let kind = self.outline.innermost().map(|clause| clause.kind);
        if kind == Some(ClauseKind::Closing) {
            return if joining { self.join(text) } else { self.paragraph(text, false) };
        }
        if let Some(found) = marks::article(text).filter(|_| self.outline.side_part().is_some()) {
            return self.numbered(ClauseKind::Article, &found, false);
        }
        if kind.is_some_and(ClauseKind::is_provision) {
            if let Some(found) = marks::top_number(text) {
                return self.numbered(self.top_kind(), &found, false);
            }
            if let Some(found) = marks::sub_number(text) {
                return self.numbered(ClauseKind::Muc, &found, false);
            }
            if let Some(found) = marks::letter(text) {
                return self.numbered(ClauseKind::Diem, &found, false);
            }
        }
        if marks::opens_closing(&text.replace("**", "")) && kind.is_some() {
            self.outline.push(ClauseKind::Closing, ClauseKind::Closing.slug(), ["", "", ""])?;
        } else if joining {
            return self.join(text);
        }
        self.paragraph(text, false)
    }

    fn part(&mut self, title: &str, id: Option<&str>) -> Result<(), String> {
        let id = id.ok_or(say("parse.part"))?;
        self.outline.push(ClauseKind::Part, id, ["", "", title])
    }

    fn chapter(&mut self, marker: &str, number: &str, title: &str) -> Result<(), String> {
        let piece = format!("{}-{}", ClauseKind::Chapter.slug(), marks::number_slug(number));
        self.outline.push(ClauseKind::Chapter, &piece, [number, marker, title])
    }

    /// Opens an article or a clause in one; the rest of the line is its title or its first paragraph.
    fn numbered(&mut self, kind: ClauseKind, found: &Numbered<'_>, titled: bool) -> Result<(), String> {
        let piece = format!("{}-{}", kind.slug(), marks::number_slug(found.number));
        let heading = if titled { found.rest } else { "" };
        self.outline.push(kind, &piece, [found.number, found.marker, heading])?;
        if titled || found.rest.is_empty() { Ok(()) } else { self.paragraph(found.rest, false) }
    }

    fn paragraph(&mut self, text: &str, item: bool) -> Result<(), String> {
        self.joining = true;
        self.outline.paragraph(text, item)
    }

    fn join(&mut self, text: &str) -> Result<(), String> {
        self.joining = true;
        self.outline.join(text)
    }

    fn top_kind(&self) -> ClauseKind {
        match self.head.numbering {
            Numbering::Khoan => ClauseKind::Khoan,
            Numbering::Y => ClauseKind::Y,
        }
    }

    pub(super) fn finish(self) -> Result<Regulation, String> {
        let known = |id: &&ClauseId| self.outline.clauses.iter().any(|clause| clause.id == **id);
        if self.parts > 1 && self.outline.main_part.is_none() {
            return Err(say("parse.main_part").to_owned());
        }
        if let Some(unknown) = self.outline.main_part.iter().chain(&self.head.binding).find(|id| !known(id)) {
            return Err(say_with("parse.binding", &[("ma", unknown.as_str())]));
        }
        Ok(Regulation { head: self.head, preamble: self.outline.preamble, clauses: self.outline.clauses })
    }
}
