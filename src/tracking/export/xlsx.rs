//! Three worksheets: everything to sort and filter, the list to print, the counts by department. Written row by row into
//! temporary files, so that fifty thousand people take no more memory than ten.

use super::data::Data;
use super::report::Report;
use super::{Cover, Row, summary};
use crate::error::Error;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::fs::File;
use std::io::{Seek as _, SeekFrom};

pub(crate) const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Writes a workbook, taking rows from `next` until there are none; `contacts`: they have phone numbers and Zalo names.
/// Blocks.
pub(crate) fn workbook(
    cover: &Cover,
    contacts: bool,
    mut next: impl FnMut() -> Option<Result<Vec<Row>, Error>>,
) -> Result<File, Error> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(cover.made_at.div_euclid(1000)).map_err(Error::internal)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let mut first = book.new_worksheet_with_constant_memory().map_err(failed)?;
    let mut second = book.new_worksheet_with_constant_memory().map_err(failed)?;
    let mut data = Data::begin(&mut first, &cover.agency, &cover.title, contacts).map_err(failed)?;
    let mut report = Report::begin(&mut second, cover).map_err(failed)?;
    while let Some(rows) = next() {
        for row in rows? {
            data.row(&row).map_err(failed)?;
            report.row(&row).map_err(failed)?;
        }
    }
    data.end().map_err(failed)?;
    report.end(cover).map_err(failed)?;
    book.push_worksheet(first);
    book.push_worksheet(second);
    summary::write(book.add_worksheet(), cover).map_err(failed)?;
    save(&mut book, tempfile::tempfile().map_err(|error| failed(error.into()))?)
}

fn save(book: &mut Workbook, mut file: File) -> Result<File, Error> {
    book.save_to_writer(&mut file).map_err(failed)?;
    file.seek(SeekFrom::Start(0)).map_err(|error| failed(error.into()))?;
    Ok(file)
}

/// A disk that is full or failing passes; everything else is ours.
fn failed(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(_) | XlsxError::ZipError(_) => Error::Busy(format!("a workbook: {error}")),
        other => Error::internal(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_for_which_there_is_no_room_is_a_fault_that_passes() {
        let mut book = Workbook::new();
        book.add_worksheet();
        let full = File::options().write(true).open("/dev/full").unwrap();
        assert!(matches!(save(&mut book, full), Err(Error::Busy(_))));
    }
}
