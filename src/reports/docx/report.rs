//! Báo cáo.

use super::head::{ends, letterhead, titles};
use super::page::{BODY, Look, PORTRAIT, TABLE, body, end, packed, page, rule, spaced};
use super::table::framed;
use crate::error::Error;
use crate::reports::rules::{Piece, Report};
use crate::text::say;
use docx_rs::Docx;

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
    let (last, before) = match report.pieces.split_last() {
        Some((Piece::Text(words), before)) => (vec![spaced(body(words, Look::plain(BODY)), 0, 240)], before),
        _ => (Vec::new(), report.pieces.as_slice()),
    };
    file = before.iter().fold(file, piece);
    file = file.add_table(ends(last, &report.recipients, &report.signs, PORTRAIT));
    packed(file.add_paragraph(end()))
}

fn piece(file: Docx, piece: &Piece) -> Docx {
    match piece {
        Piece::Heading(words) | Piece::Under(words) => {
            file.add_paragraph(body(words, Look::bold(BODY)).keep_next(true))
        }
        Piece::Text(words) => file.add_paragraph(body(words, Look::plain(BODY))),
        Piece::Point(words) => file.add_paragraph(body(&format!("- {words}"), Look::plain(BODY))),
        Piece::Note(words) => file.add_paragraph(spaced(body(words, Look::italic(TABLE)), 80, 120)),
        Piece::Table(rows) => file.add_table(framed(rows, PORTRAIT, Vec::new())),
    }
}
