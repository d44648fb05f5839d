//! A paper as Nghị định 30/2020/NĐ-CP lays it out, before it is drawn: what stands where, not how it looks.

/// Who issues it and its number, on the left; place and day on the right. Number and day are left to văn thư.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Letterhead {
    /// Whom the office answers to; may be empty.
    pub(crate) parent: String,
    pub(crate) agency: String,
    /// Empty: none.
    pub(crate) number: String,
    pub(crate) day: String,
}

/// A piece of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// `I. …`
    Heading(String),
    /// `1. …`
    Under(String),
    Text(String),
    /// `– …`
    Point(String),
    /// Beside a table.
    Note(String),
    Table(Table),
}

/// A column: its heading, and how much of the width it has, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) words: &'static str,
    pub(crate) wide: usize,
    /// Names and words begin at the left, numbers and days stand in the middle.
    pub(crate) left: bool,
}

/// A table; its headings are repeated on each page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<String>>,
    /// The last row is the sum.
    pub(crate) summed: bool,
    /// Room for a hand in every row.
    pub(crate) hand: bool,
}

impl Table {
    /// Headings separated by `|`, each with its width in thousandths; `left` are the places of those with words.
    pub(crate) fn new(headings: &'static str, wide: &[usize], left: &[usize]) -> Self {
        let column = |(place, (words, wide)): (usize, (&'static str, &usize))| Column {
            words,
            wide: *wide,
            left: left.contains(&place),
        };
        Self { columns: headings.split('|').zip(wide).enumerate().map(column).collect(), ..Self::default() }
    }

    /// Whether this row is the sum.
    pub(crate) fn is_sum(&self, place: usize) -> bool {
        self.summed && place + 1 == self.rows.len()
    }
}

/// Báo cáo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) head: Letterhead,
    /// What it is about.
    pub(crate) subject: String,
    pub(crate) grounds: Vec<String>,
    pub(crate) pieces: Vec<Piece>,
    /// Nơi nhận, a line each.
    pub(crate) recipients: Vec<String>,
    /// Who signs, in capitals, a line each.
    pub(crate) signs: Vec<String>,
}

/// Danh sách: an annex of a report, or one by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct List {
    /// Of one by itself.
    pub(crate) head: Option<Letterhead>,
    pub(crate) titles: Vec<String>,
    /// What it belongs to, in brackets.
    pub(crate) under: String,
    pub(crate) table: Table,
    pub(crate) total: String,
    /// Who signs, in capitals, a line each; nobody an annex.
    pub(crate) signs: Vec<String>,
}
