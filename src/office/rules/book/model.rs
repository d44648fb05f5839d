//! What a spreadsheet is read into, and how much of it is taken.

use super::super::refused::Refused;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The last row that is looked at; a sheet that goes on is told, not cut.
pub(super) const LAST_ROW: usize = 20_000;
/// The columns that are looked at.
pub(super) const COLUMNS: usize = 200;
/// Sheets that are looked at.
pub(super) const MOST_SHEETS: usize = 60;
/// Cells of all sheets together.
pub(super) const MOST_CELLS: usize = 1_000_000;
/// Letters of one cell that are kept; a name or a department has fewer.
pub(super) const LONGEST_CELL: usize = 400;
/// Merged cells of one sheet that are looked at.
pub(super) const MOST_MERGES: usize = 20_000;

/// What stands for a formula whose value was never stored.
pub(super) const NO_VALUE: &str = "#?";

/// A spreadsheet, or a text that may be one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// Those a person sees, in their order, without empty ones.
    pub sheets: Vec<Sheet>,
    /// How many sheets are hidden: nothing is read of them.
    pub hidden: usize,
    /// The file does not tell which rows and columns are hidden.
    pub blind: bool,
    /// Numbers without format count days from 1904.
    #[serde(default)]
    pub since_1904: bool,
    /// Letters of fonts from before Unicode were made Unicode.
    #[serde(default)]
    pub old_letters: bool,
    /// The letters of a file without sheets: CSV or lines of text.
    pub text: Option<String>,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub name: String,
    /// Rows that hold something.
    pub rows: Vec<Row>,
    pub merges: Vec<Merge>,
    /// Places of hidden columns, from 0.
    pub hidden_columns: Vec<usize>,
    /// Something stands below the last row that is looked at; no row is read then.
    pub long: bool,
    /// Something stands to the right of the last column that is looked at.
    pub wide: bool,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// 1, 2, … as the program shows it.
    pub number: usize,
    pub hidden: bool,
    /// As stored, from the first column; numbers without format, days as `15/02/1999`, errors as `#N/A`.
    pub cells: Vec<String>,
}

/// Cells merged into one; rows from 1, columns from 0, both ends counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    pub top: usize,
    pub left: usize,
    pub bottom: usize,
    pub right: usize,
}

/// A sheet while its cells come in.
#[derive(Debug, Default)]
pub(super) struct Filling {
    pub(super) sheet: Sheet,
    rows: BTreeMap<usize, Vec<String>>,
}

impl Filling {
    pub(super) fn of(name: &str) -> Self {
        Self { sheet: Sheet { name: name.to_owned(), ..Sheet::default() }, ..Self::default() }
    }

    /// One cell, row and column from 0; `left` counts what may still come.
    pub(super) fn put(&mut self, (row, column): (usize, usize), cell: &str, left: &mut usize) -> Result<(), Refused> {
        if cell.trim().is_empty() {
            return Ok(());
        }
        self.sheet.long |= row >= LAST_ROW;
        self.sheet.wide |= column >= COLUMNS;
        if row >= LAST_ROW || column >= COLUMNS {
            return Ok(());
        }
        *left = left.checked_sub(1).ok_or(Refused::TooLong)?;
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell.chars().take(LONGEST_CELL).collect();
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, merge: Merge) {
        let inside = merge.top <= merge.bottom && merge.left <= merge.right && merge.top <= LAST_ROW;
        if inside && self.sheet.merges.len() < MOST_MERGES {
            self.sheet.merges.push(merge);
        }
    }

    /// The sheet, if anything stands in it.
    pub(super) fn done(self, hidden: impl Fn(usize) -> bool) -> Option<Sheet> {
        let Self { mut sheet, rows } = self;
        if !sheet.long {
            let row = |(row, cells)| Row { number: row + 1, hidden: hidden(row + 1), cells };
            sheet.rows = rows.into_iter().map(row).collect();
        }
        (sheet.long || !sheet.rows.is_empty()).then_some(sheet)
    }
}

/// A number without format: `912345601`, `3.66`.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value}") }
}
