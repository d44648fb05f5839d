//! The table as CSV and XLSX: dates are dates, phones are text, nothing typed by a person runs as a formula. Phone
//! numbers and Zalo names are in it only where they were asked for.

mod cover;
mod csv;
mod data;
mod report;
mod rows;
mod summary;
mod xlsx;

pub(crate) use self::csv::Csv;
pub(crate) use cover::Cover;
pub(crate) use rows::Rows;
pub(crate) use xlsx::{TYPE as XLSX, workbook};

use super::store::Exported;
use crate::contacts::rules::phone::Phone;
use crate::text::{say, say_with};
use crate::time::{day_of, show_day};

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

/// How many headings there are with everything.
const COLUMNS: usize = 17;

/// Places of the Zalo name and the phone number among the headings.
const CONTACTS: std::ops::Range<usize> = 12..14;

/// Places in a [`Row`] of what a list to be printed has: name, department, state, day of the confirmation.
const PRINTED: [usize; 4] = [1, 3, 4, 9];

/// The headings, in the words of the offices' own lists.
fn headings(contacts: bool) -> Vec<&'static str> {
    only(say("tracking.columns").split('|'), contacts)
}

/// Those of all columns that a file has.
fn only<T>(all: impl Iterator<Item = T>, contacts: bool) -> Vec<T> {
    all.enumerate().filter(|(place, _)| contacts || !CONTACTS.contains(place)).map(|(_, one)| one).collect()
}

/// The step, and where the confirmation or the score stands on a paper, that.
fn state(one: &Exported, today: &str) -> String {
    let words = one.state_on(today).words();
    match () {
        () if one.is_on_paper() => format!("{words} ({})", say("paper.mark")),
        () if one.is_best_on_paper() => format!("{words} ({})", say("paper.score_mark")),
        () => words.to_owned(),
    }
}

/// The cells of one person, but for the running number. `today` is `YYYY-MM-DD`.
fn row(one: &Exported, department: &str, today: &str, contacts: bool) -> Row {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let day = |at: Option<i64>| at.map_or(Cell::Empty, |at| Cell::Day(day_of(at)));
    let phone = one.phone.as_deref().and_then(Phone::parse_e164).map(|phone| phone.display());
    let words = |words: &Option<String>| text(words.as_deref().unwrap_or_default());
    let mut row = vec![
        words(&one.code),
        text(&one.full_name),
        text(&one.position),
        text(department),
        text(&state(one, today)),
        one.due_on.clone().map_or(Cell::Empty, Cell::Day),
        text(&format!("{}/{}", one.read, one.articles)),
        day(one.read_at),
        one.best_percent.map_or(Cell::Empty, Cell::Number),
        day(one.acknowledged_at),
        words(&one.acknowledgment_code),
    ];
    if contacts {
        row.extend([words(&one.zalo_name), words(&phone)]);
    }
    row.extend([day(one.decided_at.filter(|_| one.is_approved())), day(one.confirmed_at)]);
    row.push(match one.valid_until.as_deref() {
        Some(last) if last < today => Cell::Text(say_with("validity.lapsed", &[("ngay", &show_day(last))])),
        Some(last) => Cell::Day(last.to_owned()),
        None => Cell::Empty,
    });
    row
}

#[cfg(test)]
mod tests;
