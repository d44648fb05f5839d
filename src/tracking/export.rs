//! The table as CSV and XLSX: dates are dates, phones are text, nothing typed by a person runs as a formula.

use super::store::ContactLine;
use crate::contacts::rules::phone::Phone;
use crate::error::Error;
use crate::standing::rules::{Facts, state_words};
use crate::time::{day_of, show_day};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

/// What is exported.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    /// Line over the table.
    pub(crate) title: String,
    /// People.
    pub(crate) rows: Vec<Row>,
}

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

/// The headings, in the words of the offices' own lists.
pub(crate) const HEADINGS: [&str; 16] = [
    "STT",
    "Mã nhân sự",
    "Họ và tên",
    "Chức vụ",
    "Phòng",
    "Tình trạng",
    "Hạn",
    "Đã đọc",
    "Ngày đọc xong",
    "Điểm (%)",
    "Ngày cam kết",
    "Mã xác nhận",
    "Tên Zalo",
    "Số điện thoại",
    "Ngày duyệt",
    "Ngày vào nhóm",
];

/// The cells of one person, but for STT.
pub(crate) fn row(facts: &Facts, contact: Option<&ContactLine>, today: &str) -> Row {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let day = |at: Option<i64>| at.map_or(Cell::Empty, |at| Cell::Day(day_of(at)));
    let phone = contact.and_then(|one| Phone::parse_e164(&one.phone)).map(|phone| phone.display());
    let approved = facts.decided_at.filter(|_| facts.outcome.as_deref() == Some("approved"));
    vec![
        text(facts.code.as_deref().unwrap_or_default()),
        text(&facts.full_name),
        text(&facts.position),
        text(&facts.department),
        text(state_words(facts.state(today))),
        facts.due_on.clone().map_or(Cell::Empty, Cell::Day),
        text(&format!("{}/{}", facts.read, facts.articles)),
        day(facts.read_at.filter(|_| facts.has_read())),
        facts.best_percent.map_or(Cell::Empty, Cell::Number),
        day(facts.acknowledged_at),
        text(facts.code_of_ack.as_deref().unwrap_or_default()),
        text(contact.map(|one| one.zalo_name.as_str()).unwrap_or_default()),
        text(&phone.unwrap_or_default()),
        day(approved),
        day(facts.confirmed_at),
    ]
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP CSV injection).
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// UTF-8 with a byte order mark, so that Excel reads the marks.
///
/// # Errors
/// When writing fails.
pub(crate) fn csv(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(vec![0xef, 0xbb, 0xbf]);
    writer.write_record(HEADINGS).map_err(Error::internal)?;
    for (place, row) in (1..).zip(&sheet.rows) {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) => defused(text),
            Cell::Day(day) => show_day(day),
            Cell::Number(number) => number.to_string(),
            Cell::Empty => String::new(),
        });
        let record: Vec<String> = std::iter::once(place.to_string()).chain(cells).collect();
        writer.write_record(&record).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(Error::internal)
}

/// One worksheet: title, headings, rows, frozen and filtered.
///
/// # Errors
/// When the workbook cannot be made.
pub(crate) fn xlsx(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    fill(page, sheet).map_err(Error::internal)?;
    book.save_to_buffer().map_err(Error::internal)
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), rust_xlsxwriter::XlsxError> {
    const WIDTHS: [f64; 16] =
        [5.0, 12.0, 26.0, 22.0, 28.0, 28.0, 12.0, 9.0, 14.0, 9.0, 14.0, 18.0, 22.0, 15.0, 12.0, 14.0];
    let head = Format::new().set_bold().set_text_wrap().set_border(rust_xlsxwriter::FormatBorder::Thin);
    // Plain "dd/mm/yyyy" shows as month/day where the settings are English (seen in LibreOffice): name Vietnamese.
    let date = Format::new().set_num_format("[$-42A]dd/mm/yyyy");
    let text = Format::new().set_num_format("@");
    page.set_name("Theo dõi")?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(2, 2)?;
    page.write_string_with_format(0, 0, &sheet.title, &Format::new().set_bold())?;
    for (column, (heading, width)) in (0_u16..).zip(HEADINGS.iter().zip(WIDTHS)) {
        page.write_string_with_format(2, column, *heading, &head)?;
        page.set_column_width(column, width)?;
    }
    for (line, row) in (3_u32..).zip(&sheet.rows) {
        page.write_number(line, 0, f64::from(line - 2))?;
        for (column, cell) in (1_u16..).zip(row) {
            match cell {
                Cell::Text(value) => page.write_string_with_format(line, column, value, &text)?,
                Cell::Day(day) => {
                    page.write_datetime_with_format(line, column, ExcelDateTime::parse_from_str(day)?, &date)?
                }
                Cell::Number(number) => {
                    page.write_number(line, column, i32::try_from(*number).map_or(0.0, f64::from))?
                }
                Cell::Empty => page,
            };
        }
    }
    let last = u32::try_from(sheet.rows.len()).unwrap_or_default() + 2;
    page.autofilter(2, 0, last, 15)?;
    page.set_freeze_panes(3, 3)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_runs_as_a_formula() {
        let facts = Facts { full_name: "=cmd|' /C calc'!A0".into(), position: "@SUM(1)".into(), ..Facts::default() };
        let contact = ContactLine { person_id: String::new(), phone: "+84912345678".into(), zalo_name: "+1".into() };
        let sheet = Sheet { title: String::new(), rows: vec![row(&facts, Some(&contact), "2026-11-24")] };
        let text = String::from_utf8(csv(&sheet).unwrap()).unwrap();
        assert!(text.contains("'=cmd") && text.contains("'@SUM") && text.contains("'+1"), "{text}");
        assert!(text.contains("0912 345 678"));
        assert!(text.starts_with('\u{feff}'));
    }

    #[test]
    fn every_row_has_a_cell_for_every_heading() {
        assert_eq!(row(&Facts::default(), None, "2026-11-24").len() + 1, HEADINGS.len());
    }
}
