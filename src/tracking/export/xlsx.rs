//! One worksheet: title, headings, rows, frozen and filtered; written row by row into a temporary file, so that fifty
//! thousand people take no more memory than ten.

use super::{COLUMNS, Cell, Row, headings};
use crate::error::Error;
use crate::text::say;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError};
use std::fs::File;
use std::io::{Seek as _, SeekFrom};

pub(crate) const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const WIDTHS: [f64; COLUMNS] =
    [5.0, 12.0, 26.0, 22.0, 28.0, 28.0, 12.0, 9.0, 14.0, 9.0, 14.0, 18.0, 22.0, 15.0, 12.0, 14.0];

/// Writes a workbook, taking rows from `next` until there are none; `made_at` is its date, UTC milliseconds. Blocks.
pub(crate) fn workbook(
    title: &str,
    made_at: i64,
    mut next: impl FnMut() -> Option<Result<Vec<Row>, Error>>,
) -> Result<File, Error> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(made_at.div_euclid(1000)).map_err(Error::internal)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let page = book.add_worksheet_with_constant_memory().map_err(failed)?;
    let mut sheet = Sheet::begin(page, title).map_err(failed)?;
    while let Some(rows) = next() {
        for row in rows? {
            sheet.row(&row).map_err(failed)?;
        }
    }
    sheet.end().map_err(failed)?;
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

struct Sheet<'a> {
    page: &'a mut Worksheet,
    line: u32,
    date: Format,
    text: Format,
}

impl<'a> Sheet<'a> {
    fn begin(page: &'a mut Worksheet, title: &str) -> Result<Self, XlsxError> {
        let head = Format::new().set_bold().set_text_wrap().set_border(FormatBorder::Thin);
        // Plain "dd/mm/yyyy" shows as month/day where the settings are English (seen in LibreOffice): name Vietnamese.
        let date = Format::new().set_num_format("[$-42A]dd/mm/yyyy");
        let text = Format::new().set_num_format("@");
        page.set_name(say("title.tracking"))?;
        page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(2, 2)?;
        page.set_freeze_panes(3, 3)?;
        page.write_string_with_format(0, 0, title, &Format::new().set_bold())?;
        for (column, (heading, width)) in (0_u16..).zip(headings().into_iter().zip(WIDTHS)) {
            page.set_column_width(column, width)?;
            page.write_string_with_format(2, column, heading, &head)?;
        }
        Ok(Self { page, line: 3, date, text })
    }

    fn row(&mut self, row: &Row) -> Result<(), XlsxError> {
        self.page.write_number(self.line, 0, f64::from(self.line - 2))?;
        for (column, cell) in (1_u16..).zip(row) {
            match cell {
                Cell::Text(value) => self.page.write_string_with_format(self.line, column, value, &self.text)?,
                Cell::Day(day) => {
                    let day = ExcelDateTime::parse_from_str(day)?;
                    self.page.write_datetime_with_format(self.line, column, day, &self.date)?
                }
                Cell::Number(number) => {
                    self.page.write_number(self.line, column, i32::try_from(*number).map_or(0.0, f64::from))?
                }
                Cell::Empty => &mut *self.page,
            };
        }
        self.line += 1;
        Ok(())
    }

    fn end(self) -> Result<(), XlsxError> {
        self.page.autofilter(2, 0, self.line - 1, 15)?;
        Ok(())
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
