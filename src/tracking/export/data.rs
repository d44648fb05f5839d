//! Everything that is known of each person, to sort and to filter.

use super::cover::{DAY, heading, height};
use super::{COLUMNS, Cell, Row, headings, only};
use crate::text::say;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

const WIDTHS: [f64; COLUMNS] =
    [6.0, 10.0, 24.0, 18.0, 26.0, 22.0, 12.0, 8.0, 12.0, 8.0, 12.0, 18.0, 20.0, 14.0, 12.0, 12.0, 14.0];
const HEADING: u32 = 3;

pub(super) struct Data<'a> {
    page: &'a mut Worksheet,
    line: u32,
    widths: Vec<f64>,
    date: Format,
    text: Format,
    plain: Format,
}

impl<'a> Data<'a> {
    pub(super) fn begin(page: &'a mut Worksheet, agency: &str, title: &str, contacts: bool) -> Result<Self, XlsxError> {
        let plain = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        let date = plain.clone().set_num_format(DAY).set_align(FormatAlign::Center);
        let text = plain.clone().set_num_format("@").set_text_wrap();
        page.set_name(say("sheet.data"))?;
        page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(HEADING, HEADING)?;
        page.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3).set_footer("&C&P/&N").set_freeze_panes(HEADING + 1, 3)?;
        page.write_string_with_format(0, 0, agency, &Format::new().set_bold())?;
        page.write_string_with_format(1, 0, title, &Format::new().set_bold())?;
        let headings = headings(contacts);
        let widths = only(WIDTHS.into_iter(), contacts);
        page.set_row_height(HEADING, 32)?;
        for (column, (words, width)) in (0_u16..).zip(headings.into_iter().zip(widths.iter().copied())) {
            page.set_column_width(column, width)?;
            page.write_string_with_format(HEADING, column, words, &heading(false))?;
        }
        Ok(Self { page, line: HEADING + 1, widths, date, text, plain })
    }

    pub(super) fn row(&mut self, row: &Row) -> Result<(), XlsxError> {
        let high = height(row.iter().zip(self.widths.iter().copied().skip(1)), 15.0);
        self.page.set_row_height(self.line, high)?;
        self.page.write_number_with_format(self.line, 0, f64::from(self.line - HEADING), &self.plain)?;
        for (column, cell) in (1_u16..).zip(row) {
            match cell {
                Cell::Text(value) => self.page.write_string_with_format(self.line, column, value, &self.text)?,
                Cell::Day(day) => {
                    let day = ExcelDateTime::parse_from_str(day)?;
                    self.page.write_datetime_with_format(self.line, column, day, &self.date)?
                }
                Cell::Number(number) => {
                    let number = super::cover::whole(*number);
                    self.page.write_number_with_format(self.line, column, number, &self.plain)?
                }
                Cell::Empty => self.page.write_blank(self.line, column, &self.plain)?,
            };
        }
        self.line += 1;
        Ok(())
    }

    pub(super) fn end(self) -> Result<(), XlsxError> {
        let last = u16::try_from(self.widths.len()).unwrap_or_default().saturating_sub(1);
        self.page.autofilter(HEADING, 0, self.line - 1, last)?;
        Ok(())
    }
}
