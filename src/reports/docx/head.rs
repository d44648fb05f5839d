//! What stands above and below: the head of a paper, and who signs it.

use super::page::{BODY, Look, SMALL, TABLE, line, rule, spaced};
use super::table::beside;
use crate::reports::rules::Letterhead;
use crate::text::say;
use docx_rs::{AlignmentType, Paragraph, Table};

/// 13 points.
const THIRTEEN: usize = 26;
/// Room for a signature: lines of the body.
const SIGNATURE: usize = 5;
/// How much of the width the signature has, percent.
const SIGNING: usize = 60;

/// Who issues it and its number on the left, the country, place and day on the right.
pub(super) fn letterhead(head: &Letterhead, wide: usize) -> Table {
    let centred = |words: &str, look: Look| line(words, look, AlignmentType::Center);
    let (left, right) = (wide * 44 / 100, wide - wide * 44 / 100);
    let mut issuer = Vec::new();
    if !head.parent.is_empty() {
        issuer.push(centred(&head.parent, Look::plain(TABLE)));
    }
    issuer.extend([centred(&head.agency, Look::bold(TABLE)), apart(rule(length(left * 30 / 100)))]);
    if !head.number.is_empty() {
        issuer.push(centred(&head.number, Look::plain(THIRTEEN)));
    }
    let country = vec![
        centred(say("sheet.country"), Look::bold(TABLE)),
        centred(say("sheet.motto"), Look::bold(THIRTEEN)),
        apart(rule(length(right.saturating_sub(3_000) / 2))),
        centred(&head.day, Look::italic(THIRTEEN)),
    ];
    beside(vec![(left, issuer), (right, country)], Vec::new())
}

/// A rule just below the words.
fn apart(rule: Paragraph) -> Paragraph {
    spaced(rule, 50, 0)
}

fn length(points: usize) -> i32 {
    i32::try_from(points).unwrap_or_default()
}

/// The last words, and below them on the same page whom it goes to on the left, who signs on the right.
pub(super) fn ends(last: Vec<Paragraph>, recipients: &[String], signs: &[String], wide: usize) -> Table {
    let mut left = Vec::new();
    if !recipients.is_empty() {
        let look = Look { size: TABLE, bold: true, italic: true };
        left.push(line(say("report.recipients_head"), look, AlignmentType::Left));
    }
    left.extend(recipients.iter().map(|one| line(one, Look::plain(SMALL), AlignmentType::Left)));
    if left.is_empty() {
        left.push(line("", Look::plain(SMALL), AlignmentType::Left));
    }
    let signing = wide * SIGNING / 100;
    beside(vec![(wide - signing, left), (signing, signature(signs))], last)
}

/// Who signs, on the right of so wide a place.
pub(super) fn signed(signs: &[String], wide: usize) -> Vec<Paragraph> {
    let from = length(wide - wide * SIGNING / 100);
    signature(signs).into_iter().map(|one| one.indent(Some(from), None, None, None)).collect()
}

fn signature(signs: &[String]) -> Vec<Paragraph> {
    let names = signs.iter().map(|one| line(one, Look::bold(THIRTEEN), AlignmentType::Center));
    let room = (0..SIGNATURE).map(|_| line("", Look::plain(BODY), AlignmentType::Center));
    names.chain(room).collect()
}

/// Lines of a title, in the middle.
pub(super) fn titles<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Paragraph> {
    let mut titles: Vec<Paragraph> = lines.map(|one| line(one, Look::bold(BODY), AlignmentType::Center)).collect();
    if !titles.is_empty() {
        let first = titles.remove(0);
        titles.insert(0, spaced(first, 240, 0));
    }
    titles
}
