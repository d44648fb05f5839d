//! What a clause is made of: paragraphs, lines of a list, tables, footnotes.

use serde::{Deserialize, Serialize};

/// A run of text, bold or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The words; may hold line feeds where the source breaks the line.
    pub text: String,
    /// Whether it stood between `**`.
    pub bold: bool,
    /// The footnote it refers to; the text is then `[label]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Span {
    pub(super) fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), bold: false, note: None }
    }
}

/// A paragraph, one line of a dash list, a table or a footnote.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Paragraph {
    /// Whether it is a list line. Its text then begins with the dash, as printed.
    pub item: bool,
    /// The words in order; empty for a table.
    pub spans: Vec<Span>,
    /// The table that stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Table>,
    /// The label of the footnote it is: it stands at the end of the article that refers to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether it is part of a quotation of several paragraphs.
    #[serde(default)]
    pub quoted: bool,
}

impl Paragraph {
    /// The words without marks; a line break of the source is a line feed. Cells of a table are divided by tabs, its
    /// rows by line feeds.
    pub fn plain(&self) -> String {
        let words: String = self.spans.iter().map(|span| span.text.as_str()).collect();
        match (&self.table, &self.note) {
            (Some(table), _) => table.plain(),
            (None, Some(label)) => format!("[{label}] {words}"),
            (None, None) => words,
        }
    }

    /// The labels of the footnotes it refers to.
    pub(super) fn refers(&self) -> impl Iterator<Item = &str> {
        let cells = self.table.iter().flat_map(|table| table.rows.iter().flatten());
        self.spans.iter().chain(cells.flat_map(|cell| &cell.spans)).filter_map(|span| span.note.as_deref())
    }
}

/// A paragraph after something nested: a sentence behind a list that belongs to what the list lies in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tail {
    /// The place of the last clause before it.
    pub after: usize,
    pub paragraph: Paragraph,
}

/// A table: its rows from the top, each cell once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Whether the first row names the columns.
    pub headed: bool,
    /// How many columns it has.
    pub columns: usize,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell with the columns and rows it takes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cell {
    pub spans: Vec<Span>,
    /// Its first column, from 0.
    pub column: usize,
    pub across: usize,
    pub down: usize,
}

impl Cell {
    /// The words without marks.
    pub fn plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

impl Table {
    fn plain(&self) -> String {
        let row = |cells: &Vec<Cell>| cells.iter().map(Cell::plain).collect::<Vec<_>>().join("\t");
        self.rows.iter().map(row).collect::<Vec<_>>().join("\n")
    }

    /// Whether a cell takes more than its own place.
    pub(super) fn is_merged(&self) -> bool {
        self.rows.iter().flatten().any(|cell| cell.across > 1 || cell.down > 1)
    }
}
