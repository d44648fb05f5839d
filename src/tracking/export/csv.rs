//! UTF-8 with a byte order mark, so that Excel reads the marks.

use super::{Cell, Row, headings};
use crate::error::Error;
use crate::time::show_day;

/// The text of a file, chunk by chunk.
#[derive(Debug, Default)]
pub(crate) struct Csv {
    /// Rows written so far; the headings stand over the first.
    place: i64,
    begun: bool,
    contacts: bool,
}

impl Csv {
    /// With phone numbers and Zalo names, or without.
    pub(crate) fn new(contacts: bool) -> Self {
        Self { contacts, ..Self::default() }
    }

    /// The next rows as text.
    pub(crate) fn rows(&mut self, rows: &[Row]) -> Result<Vec<u8>, Error> {
        let start = if self.begun { Vec::new() } else { vec![0xef, 0xbb, 0xbf] };
        let mut writer = ::csv::Writer::from_writer(start);
        if !self.begun {
            writer.write_record(headings(self.contacts)).map_err(Error::internal)?;
            self.begun = true;
        }
        for row in rows {
            self.place += 1;
            let record = std::iter::once(self.place.to_string()).chain(row.iter().map(shown));
            writer.write_record(record.collect::<Vec<_>>()).map_err(Error::internal)?;
        }
        writer.into_inner().map_err(Error::internal)
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => defused(text),
        Cell::Day(day) => show_day(day),
        Cell::Number(number) => number.to_string(),
        Cell::Empty => String::new(),
    }
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP CSV injection).
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
