//! Báo cáo.

use super::head::{ends, letterhead, titles};
use super::page::{BODY, Look, PORTRAIT, TABLE, body, line, packed, page, rule, spaced};
use super::table::framed;
use crate::error::Error;
use crate::reports::rules::{Piece, Report};
use crate::text::say;
use docx_rs::{AlignmentType, Docx};

/// The file of a report; blocks for as long as it takes to write a few pages.
pub(crate) fn report(report: &Report, made_at: i64) -> Result<Vec<u8>, Error> {
    let mut file = page(false, made_at).add_table(letterhead(&report.head, PORTRAIT));
    for title in titles([say("report.kind"), report.subject.as_str()].into_iter()) {
        file = file.add_paragraph(title);
    }
    file = file.add_paragraph(spaced(rule(3_400), 40, 120));
    for ground in &report.grounds {
        file = file.add_paragraph(body(ground, Look::italic(BODY)));
    }
    file = report.pieces.iter().fold(file, piece);
    file = file.add_paragraph(line("", Look::plain(SMALLEST), AlignmentType::Left));
    file = file.add_table(ends(&report.recipients, &report.signs, PORTRAIT));
    packed(file.add_paragraph(line("", Look::plain(SMALLEST), AlignmentType::Left)))
}

/// Of an empty line between two tables, or behind the last.
const SMALLEST: usize = 8;

fn piece(file: Docx, piece: &Piece) -> Docx {
    match piece {
        Piece::Heading(words) | Piece::Under(words) => {
            file.add_paragraph(body(words, Look::bold(BODY)).keep_next(true))
        }
        Piece::Text(words) => file.add_paragraph(body(words, Look::plain(BODY))),
        Piece::Point(words) => file.add_paragraph(body(&format!("- {words}"), Look::plain(BODY))),
        Piece::Note(words) => file.add_paragraph(spaced(body(words, Look::italic(TABLE)), 80, 120)),
        Piece::Table(rows) => file.add_table(framed(rows, PORTRAIT)),
    }
}
