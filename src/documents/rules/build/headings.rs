//! Parts, annexes, forms, the four kinds of group, sections and articles.

use super::super::clause::ClauseKind;
use super::super::marks::{self, Heading, Separator};
use super::super::notice::NoticeKind;
use super::super::rows::{Row, Shape};
use super::super::text::slug;
use super::super::tree::{Last, New};
use super::Builder;
use super::ahead::{begins_like, group, is_article, number};

/// Words a title has at most.
pub(super) const TITLE: usize = 30;

impl<'a> Builder<'a> {
    /// A line with `#` before it.
    pub(super) fn marked(&mut self, at: usize, row: &'a Row<'a>, signs: usize) {
        if let Some(found) = group(row, true) {
            return self.group(at, row, found);
        }
        if let Some(found) = is_article(row) {
            return self.article(at, row, found, true);
        }
        let text = row.plain();
        let long = text.split_whitespace().count() > TITLE || text.trim_end().ends_with(';');
        let word = marks::is_capitals(text) && text.trim_end().ends_with(':');
        let inside = self.innermost().is_some_and(ClauseKind::is_provision);
        let numbered = number(row).is_some() && (signs > 2 || signs == 2 && inside);
        if numbered || long && row.id.is_none() || word && self.innermost() == Some(ClauseKind::Part) {
            return self.text(at, row, false);
        }
        match signs {
            1 => self.part(row, text),
            2 if self.innermost().is_none() && row.id.is_none() && marks::is_type(text).is_some() => {
                self.part(row, text);
            }
            2 => self.section(row, 0),
            _ if !self.ahead.has_article(at) && !self.in_articles() && self.innermost().is_some() => {
                self.section(row, if signs == 3 { 1 } else { 2 });
            }
            _ => {
                self.notice(row, NoticeKind::Untitled, Some(ClauseKind::Article));
                self.plain(at, row, false);
            }
        }
    }

    /// Whether an article was read in the document, annex or form that is open.
    pub(super) fn in_articles(&self) -> bool {
        self.tree.last_article().is_some()
    }

    pub(super) fn part(&mut self, row: &'a Row<'a>, title: &'a str) {
        let piece = row.id.map_or_else(|| slug(title), str::to_owned);
        self.tree.push(ClauseKind::Part, New { piece, heading: title.to_owned(), line: row.line, ..New::default() });
    }

    /// A document without a title of its own: articles that begin again at 1.
    pub(super) fn untitled_part(&mut self, row: &'a Row<'a>) {
        if self.in_sample() {
            return self.notice(row, NoticeKind::Restart, None);
        }
        let piece = ClauseKind::Part.slug().to_owned();
        self.tree.push(ClauseKind::Part, New { piece, line: row.line, ..New::default() });
        self.notice(row, NoticeKind::Restart, Some(ClauseKind::Part));
    }

    fn section(&mut self, row: &'a Row<'a>, deeper: u8) {
        let text = row.plain();
        let found = marks::section(text).filter(|found| row.marks(found.marker));
        let (piece, number, marker, title, glued) = match found {
            Some(found) => {
                let piece = format!("{}-{}", ClauseKind::Section.slug(), found.piece);
                (piece, found.number, found.marker, found.rest, found.glued)
            }
            None => (slug(text), "", "", text, false),
        };
        let piece = row.id.map_or(piece, str::to_owned);
        let heading = title.to_owned();
        self.tree.push(ClauseKind::Section, New { piece, number, marker, heading, line: row.line, glued, deeper });
    }

    /// Phần, Chương, Mục, Tiểu mục, Phụ lục, Mẫu.
    pub(super) fn group(&mut self, at: usize, row: &'a Row<'a>, found: Heading<'a>) {
        let kind = found.kind;
        if kind.is_group() && self.innermost() == Some(ClauseKind::Closing) && self.in_articles() {
            self.untitled_part(row);
        }
        let own =
            if kind == ClauseKind::Chapter && !self.figures { marks::number_slug(found.number) } else { found.piece };
        let words = marks::in_words(found.number);
        let own = if words { found.value.to_string() } else { own };
        let piece = if own.is_empty() { kind.slug().to_owned() } else { format!("{}-{own}", kind.slug()) };
        let piece = row.id.map_or(piece, str::to_owned);
        let (heading, end) = self.title(at, found.rest, kind);
        if heading.is_empty() && kind.is_group() {
            self.notice(row, NoticeKind::NoTitle, Some(kind));
        }
        self.sequence(row, kind, found.value, &found.suffix);
        let (number, marker, glued) = (found.number, found.marker, found.glued);
        self.tree.push(kind, New { piece, number, marker, heading, line: row.line, glued, deeper: 0 });
        self.skip = end;
    }

    /// A number that jumps or comes twice among groups of one kind.
    fn sequence(&mut self, row: &'a Row<'a>, kind: ClauseKind, value: u32, suffix: &str) {
        let rank = kind.rank();
        match self.tree.last(rank) {
            Some(last) if value == last.value && suffix == last.suffix && value > 0 => {
                self.notice(row, NoticeKind::Again, Some(kind));
            }
            Some(last) if value > last.value + 1 || value < last.value => {
                self.notice(row, NoticeKind::Jump, Some(kind));
            }
            None if value > 1 && self.should_begin_at_1(kind) => self.notice(row, NoticeKind::Jump, Some(kind)),
            _ => {}
        }
        self.tree.count(rank, Last { value, suffix: suffix.to_owned(), style: None });
    }

    /// The title of a heading, which may go on or begin on the next lines; the row after it.
    fn title(&self, at: usize, own: &str, kind: ClauseKind) -> (String, usize) {
        let mut title = own.to_owned();
        let mut end = at + 1;
        let open = own.is_empty() || marks::is_capitals(own);
        while let Some(row) = self.next(end - 1).filter(|_| open) {
            let text = row.plain();
            let continues =
                matches!(row.shape, Shape::Text) || own.is_empty() && matches!(row.shape, Shape::Heading(2..));
            let signs = marks::begins_signature(text) && !own.is_empty() && self.signs(self.ahead.next(end - 1));
            let shouted = marks::is_capitals(text) && !signs;
            let lower = title.is_empty() && self.is_title_line(end - 1, row);
            let known = is_article(row).is_some() || group(row, true).is_some() || begins_like(row);
            let outside = marks::is_letterhead(text) || self.begins_letterhead(self.ahead.next(end - 1), row);
            let section = marks::section(text).is_some() || outside || row.level.is_some();
            let named = kind == ClauseKind::Form && text.trim_end().ends_with(':');
            if known || section || named || row.id.is_some() || !continues || !(shouted || lower) {
                break;
            }
            if end > at + 8 {
                break;
            }
            if !title.is_empty() {
                title.push(' ');
            }
            title.push_str(text);
            end = self.ahead.next(end - 1) + 1;
            if lower && !shouted {
                break;
            }
        }
        (title, end)
    }

    /// A short line without an end that stands alone before what a heading may hold.
    fn is_title_line(&self, at: usize, row: &Row<'_>) -> bool {
        let text = row.plain();
        let short = text.split_whitespace().count() <= TITLE && marks::cut(text) && !text.ends_with(',');
        let after = self.next(self.ahead.next(at));
        let followed = after.is_some_and(|next| {
            is_article(next).is_some()
                || group(next, true).is_some()
                || number(next).is_some()
                || marks::section(next.plain()).is_some()
                || next.shape != Shape::Text
        });
        short && followed && !begins_like(row) && text.starts_with(char::is_uppercase)
    }

    /// Opens an article; the rest of its line, or the next line, is its title or its first paragraph.
    pub(super) fn article(&mut self, at: usize, row: &'a Row<'a>, found: Heading<'a>, titled_by_mark: bool) {
        let kind = ClauseKind::Article;
        let last = self.tree.last_article().cloned();
        let closed = matches!(self.innermost(), Some(ClauseKind::Letterhead | ClauseKind::Closing));
        match last {
            Some(last) if found.value == 1 && found.suffix.is_empty() && (last.value > 1 || closed) => {
                self.untitled_part(row);
            }
            Some(last) if found.value == last.value && found.suffix == last.suffix => {
                self.notice(row, NoticeKind::Again, Some(kind));
            }
            Some(last) if found.value > last.value + 1 || found.value < last.value => {
                self.notice(row, NoticeKind::Jump, Some(kind));
            }
            None if found.value > 1 && self.numbering == super::Numbering::Khoan => {
                self.notice(row, NoticeKind::Jump, Some(kind));
            }
            _ => {}
        }
        if marks::look_alike(found.marker) {
            self.notice(row, NoticeKind::LookAlike, Some(kind));
        }
        self.tree.count_article(Last { value: found.value, suffix: found.suffix, style: None });
        let (mut heading, mut end) = (String::new(), at + 1);
        let next = self.next(at).filter(|next| matches!(next.shape, Shape::Text) && next.level.is_none());
        if found.rest.is_empty() {
            let titled = next.filter(|next| {
                (self.is_title_line(at, next) || self.is_article_title(at, next))
                    && marks::section(next.plain()).is_none()
                    && group(next, true).is_none()
            });
            if let Some(next) = titled.filter(|next| is_article(next).is_none()) {
                next.plain().clone_into(&mut heading);
                end = self.ahead.next(at) + 1;
            }
        } else if titled_by_mark {
            found.rest.clone_into(&mut heading);
        } else {
            let (whole, last) = self.wrapped(at, row, found.rest);
            if row.words.is_bold() || self.titles(last, &whole) {
                (heading, end) = (whole, last + 1);
            }
        }
        let (piece, rest) = (format!("{}-{}", kind.slug(), found.piece), found.rest);
        let titled = !heading.is_empty() || rest.is_empty();
        let (number, marker, glued) = (found.number, found.marker, found.glued);
        self.tree.push(kind, New { piece, number, marker, heading, line: row.line, glued, deeper: 0 });
        if !titled {
            self.rest(row, rest);
            self.quote(at, row);
        }
        self.skip = end;
    }

    /// Whether what follows the number of an unmarked article is its title: no sentence, and the article goes on.
    fn titles(&self, at: usize, rest: &str) -> bool {
        let short = rest.split_whitespace().count() <= TITLE && marks::cut(rest) && !rest.ends_with(',');
        let goes_on = self.next(at).is_some_and(|next| {
            let ends =
                is_article(next).is_some() || group(next, true).is_some() || matches!(next.shape, Shape::Heading(_));
            let signed = marks::begins_signature(next.plain()) && self.signs(self.ahead.next(at));
            !ends && !marks::opens_closing(next.plain()) && !signed
        });
        short && goes_on
    }

    /// A heading without `#` that its words, and what stands around it, show; whether it was one.
    pub(super) fn by_words(&mut self, at: usize, row: &'a Row<'a>, joining: bool) -> bool {
        if joining && marks::refers(self.before) {
            return false;
        }
        if let Some(found) = group(row, false).or_else(|| group(row, true).filter(|_| self.confirmed(at))) {
            // A sentence that names it goes on below.
            let below = self.at(at + 1).is_some_and(|next| next.plain().starts_with(char::is_lowercase));
            if joining && marks::cut(self.before) && found.rest.is_empty() && below {
                return false;
            }
            let scope = found.kind.is_scope();
            let whole = !joining || !marks::cut(self.before);
            if whole || scope || marks::is_capitals(found.marker) || self.begins_group(at, &found) {
                self.group(at, row, found);
                return true;
            }
        }
        let Some(found) = is_article(row) else { return self.roman_section(at, row) };
        let last = self.tree.last_article();
        let follows = last.map_or(found.value == 1, |last| {
            found.value == last.value + 1 || found.value == last.value && !found.suffix.is_empty() || found.value == 1
        });
        let alone = found.separator == Separator::None && found.rest.is_empty();
        let small = found.rest.starts_with(char::is_lowercase);
        if joining && marks::cut(self.before) && (!follows || alone || small) {
            return false;
        }
        if alone && !follows {
            return false;
        }
        self.article(at, row, found, false);
        true
    }

    /// Whether the line after a heading by its words is a heading or an article too.
    fn confirmed(&self, at: usize) -> bool {
        self.next(at).is_some_and(|next| {
            is_article(next).is_some() || group(next, false).is_some() || matches!(next.shape, Shape::Heading(2..))
        })
    }

    /// `I. GIỜ GIẤC` in a text without articles.
    fn roman_section(&mut self, at: usize, row: &'a Row<'a>) -> bool {
        let text = row.plain();
        let Some(found) = marks::section(text).filter(|found| row.marks(found.marker)) else { return false };
        let roman = !found.number.starts_with(|c: char| c.is_ascii_digit());
        let clear = marks::is_capitals(found.rest) || row.words.is_bold() || marks::cut(text) && found.value > 0;
        let short = found.rest.split_whitespace().count() <= TITLE && !text.ends_with(';');
        let articles = self.in_articles() || !self.in_annex() && self.ahead.has_article(at);
        if !roman || !clear || !short || articles {
            return false;
        }
        let lettered = found.number.len() == 1 && !matches!(found.number, "I" | "V" | "X" | "L");
        self.section(row, u8::from(!lettered));
        true
    }
}
