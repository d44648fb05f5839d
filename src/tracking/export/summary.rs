//! How many of each department have come how far, as HC-DV reports it.

use super::cover::{Cover, framed, heading, paper, whole};
use crate::text::{say, say_with};
use crate::tracking::rules::Counts;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

const WIDTHS: [f64; 10] = [6.0, 36.0, 10.0, 10.0, 10.0, 12.0, 10.0, 12.0, 10.0, 10.0];
const HALVES: (u16, u16) = (3, 9);
const HEADING: u32 = 7;

/// Writes the whole sheet.
pub(super) fn write(page: &mut Worksheet, cover: &Cover) -> Result<(), XlsxError> {
    paper(page, say("sheet.summary"), HEADING)?;
    page.set_landscape();
    for (column, width) in (0..).zip(WIDTHS) {
        page.set_column_width(column, width)?;
    }
    cover.open(page, HALVES, say("sheet.summary_title"), &cover.title)?;
    page.set_row_height(HEADING, 34)?;
    for (column, words) in (0..).zip(say("sheet.summary_columns").split('|')) {
        page.write_string_with_format(HEADING, column, words, &heading(true))?;
    }
    let mut line = HEADING + 1;
    let last = cover.counts.len().saturating_sub(1);
    for (place, counts) in cover.counts.iter().enumerate() {
        let format = if place == last { framed().set_bold() } else { framed() };
        let number = (place != last).then(|| f64::from(line - HEADING));
        department(page, line, (number, counts), &format)?;
        line += 1;
    }
    let note = super::cover::plain().set_italic();
    page.write_string_with_format(line + 1, 0, say("sheet.counted"), &note)?;
    let on_paper = cover.counts.last().map_or(0, |sum| sum.on_paper);
    if on_paper > 0 {
        let told = say_with("sheet.on_paper", &[("n", &on_paper.to_string())]);
        page.write_string_with_format(line + 2, 0, told, &note)?;
    }
    cover.close(page, line + 4, HALVES)
}

fn department(
    page: &mut Worksheet,
    line: u32,
    (number, one): (Option<f64>, &Counts),
    format: &Format,
) -> Result<(), XlsxError> {
    page.set_row_height(line, 20)?;
    let middle = format.clone().set_align(FormatAlign::Center);
    match number {
        Some(number) => page.write_number_with_format(line, 0, number, &middle)?,
        None => page.write_blank(line, 0, &middle)?,
    };
    page.write_string_with_format(line, 1, &one.department, format)?;
    let steps = [one.total, one.read, one.passed, one.acknowledged, one.approved, one.in_group];
    for (column, n) in (2..).zip(steps) {
        page.write_number_with_format(line, column, whole(n), &middle)?;
    }
    page.write_string_with_format(line, 8, one.share(), &middle)?;
    page.write_number_with_format(line, 9, whole(one.overdue), &middle)?;
    Ok(())
}
