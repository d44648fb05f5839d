//! The list that an office prints and signs: a line a person, room for a hand, nothing more.

use super::cover::{Cover, cell, framed, heading, height, paper, plain, whole};
use super::{Cell, PRINTED, Row};
use crate::text::{say, say_with};
use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

const WIDTHS: [f64; 6] = [5.0, 26.0, 24.0, 18.0, 13.0, 16.0];
/// Last columns of the two halves of the head.
const HALVES: (u16, u16) = (2, 5);
const HEADING: u32 = 7;
/// Points: a line of text, and what a hand needs.
const LINE: f64 = 16.0;
const HAND: f64 = 28.0;

pub(super) struct Report<'a> {
    page: &'a mut Worksheet,
    line: u32,
}

impl<'a> Report<'a> {
    pub(super) fn begin(page: &'a mut Worksheet, cover: &Cover) -> Result<Self, XlsxError> {
        paper(page, say("sheet.report"), HEADING)?;
        for (column, width) in (0..).zip(WIDTHS) {
            page.set_column_width(column, width)?;
        }
        cover.open(page, HALVES, say("sheet.report_title"), &cover.title)?;
        page.set_row_height(HEADING, HAND)?;
        for (column, words) in (0..).zip(say("sheet.report_columns").split('|')) {
            page.write_string_with_format(HEADING, column, words, &heading(true))?;
        }
        Ok(Self { page, line: HEADING + 1 })
    }

    pub(super) fn row(&mut self, row: &Row) -> Result<(), XlsxError> {
        let texts = PRINTED.into_iter().zip(WIDTHS.into_iter().skip(1));
        let high = height(texts.filter_map(|(place, width)| Some((row.get(place)?, width))), LINE);
        self.page.set_row_height(self.line, high.max(HAND))?;
        let number = framed().set_align(FormatAlign::Center);
        self.page.write_number_with_format(self.line, 0, f64::from(self.line - HEADING), &number)?;
        for (column, place) in (1..).zip(PRINTED) {
            cell(self.page, (self.line, column), row.get(place).unwrap_or(&Cell::Empty))?;
        }
        // Room for a hand.
        cell(self.page, (self.line, HALVES.1), &Cell::Empty)?;
        self.line += 1;
        Ok(())
    }

    pub(super) fn end(self, cover: &Cover) -> Result<(), XlsxError> {
        let people = whole(i64::from(self.line - HEADING - 1)).to_string();
        let total = say_with("sheet.total", &[("n", &people)]);
        self.page.write_string_with_format(self.line + 1, 0, total, &plain().set_italic())?;
        cover.close(self.page, self.line + 3, HALVES)
    }
}
