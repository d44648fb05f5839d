//! One file for every kind of thing that real texts of offices hold, and what is to be read from it.

mod asides;
mod changes;
mod fonts;
mod more_numbers;
mod numbers;
mod tables;
mod words;

use super::build::Docx;

/// A file and its reading.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) docx: Docx,
    pub(crate) marked: &'static str,
    /// What is told, by its word.
    pub(crate) told: &'static [&'static str],
    /// LibreOffice reads the same words in the same order.
    pub(crate) same: bool,
}

fn case(name: &'static str, docx: Docx, marked: &'static str, told: &'static [&'static str], same: bool) -> Case {
    Case { name, docx, marked, told, same }
}

/// All cases.
pub(crate) fn all() -> Vec<Case> {
    let mut all = numbers::numbers();
    all.extend(more_numbers::more_numbers());
    all.extend(words::words());
    all.extend(tables::tables());
    all.extend(asides::asides());
    all.extend(changes::changes());
    all.extend(fonts::fonts());
    all
}
