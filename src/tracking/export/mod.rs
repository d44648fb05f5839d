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
    let phone = Phone::parse_e164(&one.phone).map(|phone| phone.display());
    let standing = &one.line.standing;
    vec![
        text(one.line.code.as_deref().unwrap_or_default()),
        text(&one.line.full_name),
        text(&one.line.position),
        text(department),
        text(standing.state_on(today).words()),
        standing.due_on.clone().map_or(Cell::Empty, Cell::Day),
        text(&format!("{}/{}", standing.read, standing.articles)),
        day(standing.read_at),
        standing.best_percent.map_or(Cell::Empty, Cell::Number),
        day(standing.acknowledged_at),
        text(standing.acknowledgment_code.as_deref().unwrap_or_default()),
        text(&one.zalo_name),
        text(&phone.unwrap_or_default()),
        day(standing.decided_at.filter(|_| standing.is_approved())),
        day(standing.confirmed_at),
    ]
}

#[cfg(test)]
mod tests;
