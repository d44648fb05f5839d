//! What stands around the rows of a sheet that an office prints: who made it, when, of what, and who signs.

use super::Cell;
use crate::text::say;
use crate::tracking::rules::Counts;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Worksheet, XlsxError};

/// The words around the rows, and the counts of the round.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cover {
    /// Whom the office answers to; may be empty.
    pub(crate) parent: String,
    pub(crate) agency: String,
    /// Place and day, as papers write them.
    pub(crate) day: String,
    /// The round, and of which moment its rows are.
    pub(crate) title: String,
    /// Who signs.
    pub(crate) signs: String,
    /// By department, their sum last.
    pub(crate) counts: Vec<Counts>,
    /// Moment of the file, UTC milliseconds.
    pub(crate) made_at: i64,
}

const FONT: &str = "Times New Roman";
const FILL: u32 = 0x00DD_E7F3;

pub(super) fn plain() -> Format {
    Format::new().set_font_name(FONT).set_font_size(12).set_align(FormatAlign::VerticalCenter)
}

fn centred() -> Format {
    plain().set_align(FormatAlign::Center).set_text_wrap()
}

/// A heading of a column, on a colour.
pub(super) fn heading(font: bool) -> Format {
    let format = if font { plain() } else { Format::new() };
    let format = format.set_bold().set_text_wrap().set_background_color(FILL).set_border(FormatBorder::Thin);
    format.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
}

/// A cell of a table, framed.
pub(super) fn framed() -> Format {
    plain().set_text_wrap().set_border(FormatBorder::Thin)
}

pub(super) fn framed_day() -> Format {
    framed().set_num_format(DAY).set_align(FormatAlign::Center)
}

/// Plain "dd/mm/yyyy" shows as month/day where the settings are English (seen in LibreOffice): name Vietnamese.
pub(super) const DAY: &str = "[$-42A]dd/mm/yyyy";

/// A4, margins of Nghị định 30/2020/NĐ-CP, as wide as the paper, page numbers below.
pub(super) fn paper(page: &mut Worksheet, name: &str, heading: u32) -> Result<(), XlsxError> {
    page.set_name(name)?.set_paper_size(9).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    page.set_margins(1.0, 0.6, 0.8, 0.8, 0.3, 0.3).set_footer("&C&P/&N").set_repeat_rows(heading, heading)?;
    Ok(())
}

/// Writes a cell of a [`super::Row`], framed.
pub(super) fn cell(page: &mut Worksheet, at: (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => page.write_string_with_format(at.0, at.1, text, &framed().set_num_format("@"))?,
        Cell::Day(day) => {
            page.write_datetime_with_format(at.0, at.1, ExcelDateTime::parse_from_str(day)?, &framed_day())?
        }
        Cell::Number(n) => page.write_number_with_format(at.0, at.1, whole(*n), &framed())?,
        Cell::Empty => page.write_blank(at.0, at.1, &framed())?,
    };
    Ok(())
}

/// How high a row must be for its texts to be read whole in columns of these widths: nothing but Excel itself looks.
pub(super) fn height<'a>(cells: impl Iterator<Item = (&'a Cell, f64)>, line: f64) -> f64 {
    let lines = |(cell, width): (&Cell, f64)| match cell {
        Cell::Text(text) => (f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX)) / (width - 0.5)).ceil(),
        Cell::Day(_) | Cell::Number(_) | Cell::Empty => 1.0,
    };
    line * cells.map(lines).fold(1.0, f64::max)
}

pub(super) fn whole(number: i64) -> f64 {
    i32::try_from(number).map_or(0.0, f64::from)
}

impl Cover {
    /// Head and title in the rows 0 to 6; `halves` are the last columns of the left and the right half.
    pub(super) fn open(
        &self,
        page: &mut Worksheet,
        halves: (u16, u16),
        title: &str,
        under: &str,
    ) -> Result<(), XlsxError> {
        let (left, right) = halves;
        let (bold, slanted) = (centred().set_bold(), centred().set_italic());
        page.merge_range(0, 0, 0, left, &self.parent.to_uppercase(), &centred())?;
        page.merge_range(0, left + 1, 0, right, say("sheet.country"), &bold)?;
        page.set_row_height(1, 34)?;
        page.merge_range(1, 0, 1, left, &self.agency.to_uppercase(), &bold.clone().set_align(FormatAlign::Top))?;
        let motto = bold.clone().set_underline(FormatUnderline::Single).set_align(FormatAlign::Top);
        page.merge_range(1, left + 1, 1, right, say("sheet.motto"), &motto)?;
        page.merge_range(2, left + 1, 2, right, &self.day, &slanted)?;
        page.merge_range(4, 0, 4, right, title, &bold.set_font_size(14))?;
        page.merge_range(5, 0, 5, right, under, &slanted)?;
        Ok(())
    }

    /// Who made it on the left, who signs on the right, from `row` on.
    pub(super) fn close(&self, page: &mut Worksheet, row: u32, halves: (u16, u16)) -> Result<(), XlsxError> {
        let (left, right) = halves;
        page.set_row_height(row, 34)?;
        page.merge_range(row, 0, row, left, say("sheet.made_by"), &centred().set_bold())?;
        page.merge_range(row, left + 1, row, right, &self.signs, &centred().set_bold())?;
        for (from, to) in [(0, left), (left + 1, right)] {
            page.merge_range(row + 1, from, row + 1, to, say("sheet.sign_hint"), &centred().set_italic())?;
        }
        Ok(())
    }
}
