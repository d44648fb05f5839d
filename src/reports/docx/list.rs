//! Danh sách, across the page.

use super::head::{letterhead, signed, titles};
use super::page::{BODY, LANDSCAPE, Look, TABLE, end, line, packed, page, spaced};
use super::table::framed;
use crate::error::Error;
use crate::reports::rules::List;
use docx_rs::AlignmentType;

/// The file of a list; blocks, for about a second with a thousand people.
pub(crate) fn list(list: &List, made_at: i64) -> Result<Vec<u8>, Error> {
    let mut file = page(true, made_at);
    if let Some(head) = &list.head {
        file = file.add_table(letterhead(head, LANDSCAPE));
    }
    for title in titles(list.titles.iter().map(String::as_str)) {
        file = file.add_paragraph(title);
    }
    file = file.add_paragraph(spaced(line(&list.under, Look::italic(BODY), AlignmentType::Center), 0, 160));
    let total = spaced(line(&list.total, Look::italic(TABLE), AlignmentType::Left), 120, 120);
    let signs = if list.signs.is_empty() { Vec::new() } else { signed(&list.signs, LANDSCAPE) };
    let behind = std::iter::once(total).chain(signs).collect();
    packed(file.add_table(framed(&list.table, LANDSCAPE, behind)).add_paragraph(end()))
}
