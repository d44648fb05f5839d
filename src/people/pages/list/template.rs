//! The file to fill in: the headings that are read best, and one row that is an example and nobody.

use crate::error::Error;
use crate::text::say;
use crate::visit::Registrar;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Columns: heading, example, width in letters.
const COLUMNS: [(&str, &str, f64); 7] = [
    ("template.number", "template.number_example", 6.0),
    ("column.code", "template.code_example", 14.0),
    ("column.name", "template.name_example", 28.0),
    ("column.department", "template.department_example", 30.0),
    ("column.position", "template.position_example", 22.0),
    ("column.phone", "template.phone_example", 18.0),
    ("column.joined", "template.joined_example", 16.0),
];

/// A template of a staff list.
pub(crate) async fn template(_: Registrar) -> Result<Response, Error> {
    let bytes = workbook().map_err(Error::internal)?;
    let name = "attachment; filename=\"mau-danh-sach.xlsx\"";
    Ok(([(CONTENT_TYPE, TYPE), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn workbook() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(say("template.sheet"))?;
    // As text a telephone number keeps its 0, and a code what stands before it.
    let text = Format::new().set_num_format("@");
    let (bold, example) = (Format::new().set_bold(), text.clone().set_italic().set_font_color("#666666"));
    for (place, (heading, shown, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(place, width)?;
        if place > 0 {
            sheet.set_column_format(place, &text)?;
        }
        sheet.write_string_with_format(0, place, say(heading), &bold)?;
        sheet.write_string_with_format(1, place, say(shown), &example)?;
    }
    let last = u16::try_from(COLUMNS.len()).unwrap_or_default();
    sheet.set_column_width(last, 44)?;
    sheet.write_string_with_format(1, last, say("template.example"), &example)?;
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}
