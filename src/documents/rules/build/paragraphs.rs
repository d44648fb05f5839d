//! Paragraphs, list lines, tables, footnotes and quotations: what a clause is made of.

use super::super::clause::ClauseKind;
use super::super::marks::{self, Style};
use super::super::notice::NoticeKind;
use super::super::paragraph::{Cell, Paragraph, Span};
use super::super::quote::{Quote, Resume, quotes};
use super::super::rows::{Row, Shape};
use super::super::table;
use super::super::tree::New;
use super::super::words::Words;
use super::Builder;
use super::ahead::{is_article, number};

impl<'a> Builder<'a> {
    /// A line without a block mark: it opens a clause, goes on with a paragraph, or begins one.
    pub(super) fn text(&mut self, at: usize, row: &'a Row<'a>, joining: bool) {
        if self.surrounds(at, row, joining) {
            return;
        }
        let inner = self.innermost();
        if matches!(inner, Some(ClauseKind::Closing | ClauseKind::Letterhead)) {
            let first = is_article(row).is_some_and(|found| found.value == 1);
            let heading = marks::heading(row.plain()).is_some();
            let opens = (heading || first || inner == Some(ClauseKind::Letterhead)) && self.by_words(at, row, joining);
            if !opens {
                self.outside(row, joining);
            }
            return;
        }
        if self.by_words(at, row, joining) {
            return;
        }
        let quoted = quotes(row.plain()) && row.marks(" ");
        if quoted && inner.is_some_and(ClauseKind::is_provision) && self.quote(at, row) {
            self.joining = true;
            return self.tree.paragraph(Paragraph { spans: row.words.spans(0), quoted: true, ..Paragraph::default() });
        }
        if !self.numbered(at, row, joining) {
            self.like(row, joining);
            self.plain(at, row, joining);
        }
    }

    /// Tells a line that begins like a number or a heading and is only text.
    pub(super) fn like(&mut self, row: &'a Row<'a>, joining: bool) {
        let inside = joining && marks::cut(self.before);
        let told = number(row).is_none() && !marks::begins_signature(row.plain()) && !row.words.is_escaped();
        let noted = row.words.spans(0).first().is_some_and(|span| span.note.is_some());
        let like = || marks::resembles(row.plain(), inside) && !(inside && marks::refers(self.before));
        if is_article(row).is_some() || told && !noted && like() {
            self.notice(row, NoticeKind::NotTaken, None);
        }
    }

    /// Text and nothing else.
    pub(super) fn plain(&mut self, at: usize, row: &'a Row<'a>, joining: bool) {
        // Behind a whole line of a list a sentence begins anew.
        let capital = row.plain().starts_with(char::is_uppercase);
        let listed = self.before.starts_with(['-', '–', '+', '•']);
        let whole = !marks::cut(self.before) || self.unmarked_list(at);
        if joining && listed && capital && !whole && !marks::connects(self.before) {
            self.notice(row, NoticeKind::Joined, None);
        }
        let joining = joining && !(listed && capital && whole);
        // "QUYẾT ĐỊNH:" begins what was decided.
        let decided = row.plain().strip_suffix(':').is_some_and(|text| marks::is_type(text) == Some(true));
        let joining = joining && !decided;
        if joining {
            let broken = number(row).is_some() && marks::cut(self.before);
            if broken {
                self.notice(row, NoticeKind::Joined, None);
            }
            // A year or an amount that a page broke off; anything else keeps its line as it is printed.
            let year = broken && number(row).is_some_and(|found| found.style == Style::Top);
            return self.join(row, if year { " " } else { "\n" });
        }
        self.leave_list(at, row);
        let bold = row.words.is_bold() && row.plain().split_whitespace().count() <= 20 && marks::cut(row.plain());
        let between = self.innermost().is_some_and(ClauseKind::is_provision) && bold;
        if between && row.shape == Shape::Text && self.next(at).is_some_and(|next| next.shape != Shape::Item) {
            self.notice(row, NoticeKind::Untitled, Some(ClauseKind::Article));
        }
        self.words(row);
    }

    /// Whether the two lines above are of a list whose lines end without a sign.
    fn unmarked_list(&self, at: usize) -> bool {
        let above = |far: usize| at.checked_sub(far).and_then(|place| self.at(place));
        let item = |row: Option<&Row<'_>>| row.is_some_and(|row| row.shape == Shape::Item);
        let open = above(2).is_some_and(|row| marks::cut(row.plain()) && !marks::connects(row.plain()));
        item(above(1)) && item(above(2)) && open && !marks::connects(self.before)
    }

    /// A paragraph behind the last điểm of a list belongs to what the list lies in.
    fn leave_list(&mut self, at: usize, row: &Row<'_>) {
        let Some(inner) = self.tree.innermost() else { return };
        // Words below a number that stands alone.
        if inner.paragraphs.is_empty() && inner.heading.is_empty() && inner.kind.is_provision() {
            return;
        }
        let (kind, number_now) = (inner.kind, inner.number.clone());
        let leads = row.plain().trim_end().ends_with(':');
        let next = self.next(at).and_then(number);
        let begins = next.as_ref().is_some_and(|next| next.value == 1 && next.suffix.is_empty());
        if kind >= ClauseKind::Diem {
            let deeper = next.as_ref().is_some_and(|next| {
                let below = matches!(next.style, Style::Parens | Style::Roman | Style::LetterSub);
                kind == ClauseKind::Diem && below && next.value == 1
            });
            let small = row.plain().starts_with(char::is_lowercase) && row.shape != Shape::Item;
            if deeper || small || self.list_goes_on(at, kind, &number_now) {
                return;
            }
            let outer = kind == ClauseKind::SubDiem && self.list_goes_on(at, ClauseKind::Diem, "");
            self.tree.leave(if outer { kind.rank() } else { ClauseKind::Diem.rank() });
        } else if leads && begins && kind.is_provision() && kind != ClauseKind::Article {
            let top = next.is_some_and(|next| next.style == Style::Top);
            if top {
                self.tree.leave(ClauseKind::Khoan.rank());
            }
        }
    }

    /// Whether the next number is the next one of the list that clauses of a kind are in.
    fn list_goes_on(&self, at: usize, kind: ClauseKind, now: &str) -> bool {
        let Some(next) = self.at(self.ahead.marker(at)).and_then(number) else { return false };
        let Some(last) = self.tree.last(kind.rank()) else { return false };
        let letters = |style| matches!(style, Style::Letter | Style::Roman | Style::LetterDot);
        let alike = last.style == Some(next.style) || letters(next.style) && last.style.is_some_and(letters);
        alike && (next.value == last.value + 1 || next.value == last.value && next.number != now)
    }

    /// A line of a dash list, or the second half of a line that a page broke before a dash.
    pub(super) fn item(&mut self, at: usize, row: &'a Row<'a>, joining: bool) {
        let text = row.plain();
        let words = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let listed = self.before.starts_with(['-', '–', '+', '•', '*']);
        let inner = self.innermost();
        let around = matches!(inner, Some(ClauseKind::Closing | ClauseKind::Letterhead));
        let list = self.at(at + 1).is_some_and(|next| next.shape == Shape::Item);
        if joining && !listed && !list && !around && marks::cut(self.before) && words.starts_with(char::is_lowercase) {
            self.notice(row, NoticeKind::Joined, None);
            return self.join(row, " ");
        }
        if inner.is_some_and(|kind| kind >= ClauseKind::Diem) && text.trim_end().ends_with(':') {
            let next = self.next(at).and_then(number);
            let letters = |style| matches!(style, Style::Letter | Style::LetterDot);
            if next.is_some_and(|next| next.value == 1 && letters(next.style)) {
                self.tree.leave(ClauseKind::Diem.rank());
            }
        }
        let inner = marks::number(text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '('));
        match inner.filter(|found| matches!(found.style, Style::Top | Style::Letter) && !row.words.is_escaped()) {
            Some(_) => self.notice(row, NoticeKind::NotTaken, None),
            None => self.like(row, joining),
        }
        self.joining = true;
        self.tree.paragraph(Paragraph { item: true, spans: row.words.spans(0), ..Paragraph::default() });
    }

    /// The words of a line as a paragraph of its own.
    pub(super) fn words(&mut self, row: &'a Row<'a>) {
        self.joining = true;
        let item = row.shape == Shape::Item;
        self.tree.paragraph(Paragraph { item, spans: row.words.spans(0), ..Paragraph::default() });
    }

    /// What follows a marker on its line.
    pub(super) fn rest(&mut self, row: &'a Row<'a>, rest: &str) {
        if rest.is_empty() {
            return;
        }
        self.joining = true;
        let spans = row.words.spans(row.plain().len() - rest.len());
        self.tree.paragraph(Paragraph { spans, ..Paragraph::default() });
    }

    pub(super) fn join(&mut self, row: &'a Row<'a>, between: &str) {
        self.joining = true;
        self.tree.join(between, row.words.spans(0));
    }

    /// Looks for a quotation that this line opens; whether the next lines belong to one.
    pub(super) fn quote(&mut self, at: usize, row: &'a Row<'a>) -> bool {
        let khoan = self.tree.chain().find(|one| matches!(one.kind, ClauseKind::Khoan | ClauseKind::Y));
        let khoan = khoan.and_then(|one| one.number.parse::<u32>().ok()).map(|number| Resume::Khoan(number + 1));
        let article = self.tree.last_article().map(|last| Resume::Article(last.value + 1));
        match self.balance.quotation(row, at, [khoan, article]) {
            None => false,
            Some(Quote::Until(end)) => {
                self.quoted = Some(end).filter(|end| *end > at);
                self.quoted.is_some()
            }
            Some(Quote::Open(end)) => {
                self.notice(row, NoticeKind::OpenQuote, None);
                self.quoted = end;
                end.is_some()
            }
        }
    }

    /// A line inside a quotation: its numbers and headings are only words.
    pub(super) fn quoted_row(&mut self, at: usize, row: &'a Row<'a>, joining: bool) {
        match &row.shape {
            Shape::Table => return self.table(at),
            Shape::Note(label) => return self.note(row, label),
            _ => {}
        }
        let starts = number(row).is_some() || is_article(row).is_some() || quotes(row.plain());
        if joining && !starts && row.shape == Shape::Text {
            return self.join(row, "\n");
        }
        self.joining = true;
        let item = row.shape == Shape::Item;
        self.tree.paragraph(Paragraph { item, spans: row.words.spans(0), quoted: true, ..Paragraph::default() });
    }

    /// Rows of a table; one that holds a letterhead or a signature is only a way to set them side by side.
    pub(super) fn table(&mut self, at: usize) {
        let rows: Vec<&'a str> =
            self.rows.iter().skip(at).take_while(|row| row.shape == Shape::Table).map(|row| row.raw).collect();
        self.skip = at + rows.len();
        let line = self.at(at).map_or(0, |row| row.line);
        // A row that goes on below: its last cell was cut.
        let open = rows.last().is_some_and(|last| !last.ends_with('|'));
        if let Some(below) = self.at(self.skip).filter(|row| !row.is_blank() && (open || row.raw.ends_with('|'))) {
            self.notice(below, NoticeKind::BrokenRow, None);
        }
        let table = table::table(&rows, self.issue, self.notes);
        let cells: Vec<String> = table.rows.iter().flatten().map(Cell::plain).collect();
        let holds = |wanted: &dyn Fn(&str) -> bool| cells.iter().flat_map(|cell| cell.lines()).any(wanted);
        let kind = if holds(&marks::is_letterhead) {
            Some(ClauseKind::Letterhead)
        } else if holds(&marks::opens_closing) && self.innermost().is_some() {
            Some(ClauseKind::Closing)
        } else {
            None
        };
        let Some(kind) = kind else {
            return self.tree.paragraph(Paragraph { table: Some(table), ..Paragraph::default() });
        };
        let inner = self.innermost();
        let shown = kind == ClauseKind::Letterhead && (self.in_sample() || self.begins_sample());
        if inner.is_some() && inner != Some(kind) && !shown {
            self.tree.push(kind, New { piece: kind.slug().to_owned(), line, ..New::default() });
        }
        for text in rows.iter().map(|row| table::cells(row)).filter(|row| !table::is_rule(row)).flatten() {
            for line in
                table::lines(&text).iter().filter(|line| !line.is_empty() && !matches!(line.as_str(), "<" | "^"))
            {
                let spans = Words::read(line, self.issue, self.notes).spans(0);
                let item = line.starts_with("- ");
                self.tree.paragraph(Paragraph { item, spans, ..Paragraph::default() });
            }
        }
    }

    /// The words of a footnote; they are moved to the article that refers to them when everything is read.
    pub(super) fn note(&mut self, row: &'a Row<'a>, label: &'a str) {
        let first = self.written.insert(label);
        let mut spans = row.words.spans(0);
        if !first {
            spans.insert(0, Span::plain(&format!("[^{label}]: ")));
        }
        let note = first.then(|| label.to_owned());
        self.tree.paragraph(Paragraph { spans, note, ..Paragraph::default() });
    }
}
