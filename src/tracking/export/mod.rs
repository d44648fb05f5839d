//! The table as CSV and XLSX: dates are dates, phones are text, nothing typed by a person runs as a formula.

mod csv;
mod rows;
mod xlsx;

pub(crate) use self::csv::Csv;
pub(crate) use rows::Rows;
pub(crate) use xlsx::{TYPE as XLSX, workbook};

use super::store::Exported;
use crate::contacts::rules::phone::Phone;
use crate::text::say;
use crate::time::day_of;

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Text, whatever it looks like.
    Text(String),
    /// A day, `YYYY-MM-DD`.
    Day(String),
    /// A whole number.
    Number(i64),
    /// Nothing.
    Empty,
}

/// One person.
pub(crate) type Row = Vec<Cell>;

/// How many headings there are.
pub(crate) const COLUMNS: usize = 16;

/// The headings, in the words of the offices' own lists.
pub(crate) fn headings() -> Vec<&'static str> {
    say("tracking.columns").split('|').collect()
}

/// The cells of one person, but for the running number. `today` is `YYYY-MM-DD`.
pub(crate) fn row(one: &Exported, department: &str, today: &str) -> Row {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let day = |at: Option<i64>| at.map_or(Cell::Empty, |at| Cell::Day(day_of(at)));
    let phone = one.phone.as_deref().and_then(Phone::parse_e164).map(|phone| phone.display());
    let words = |words: &Option<String>| text(words.as_deref().unwrap_or_default());
    vec![
        words(&one.code),
        text(&one.full_name),
        text(&one.position),
        text(department),
        text(one.state_on(today).words()),
        one.due_on.clone().map_or(Cell::Empty, Cell::Day),
        text(&format!("{}/{}", one.read, one.articles)),
        day(one.read_at),
        one.best_percent.map_or(Cell::Empty, Cell::Number),
        day(one.acknowledged_at),
        words(&one.acknowledgment_code),
        words(&one.zalo_name),
        words(&phone),
        day(one.decided_at.filter(|_| one.is_approved())),
        day(one.confirmed_at),
    ]
}

#[cfg(test)]
mod tests;
