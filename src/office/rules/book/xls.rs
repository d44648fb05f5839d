//! XLS of Excel before 2007, by calamine: it lays each sheet out as a rectangle, at most 65.536 × 256 cells, which is why
//! this is done in a process whose memory has an end.

use super::super::kind::Kind;
use super::super::refused::Refused;
use super::biff;
use super::model::{Book, Filling, MOST_CELLS, MOST_SHEETS, Merge, number};
use super::xlsx::day;
use calamine::{Data, Dimensions, Reader as _, SheetVisible, Xls, XlsError};
use std::io::Cursor;

pub(super) fn read(bytes: &[u8]) -> Result<Book, Refused> {
    let mut source = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Refused::Kind(Kind::Password),
        _ => Refused::Damaged,
    })?;
    let unseen = biff::of(bytes).filter(|unseen| unseen.len() >= source.sheets_metadata().len().min(MOST_SHEETS));
    let since_1904 = source.has_1904_epoch();
    let mut book = Book { blind: unseen.is_none(), since_1904, ..Book::default() };
    let mut left = MOST_CELLS;
    let mut unseen = unseen.unwrap_or_default().into_iter();
    for sheet in source.sheets_metadata().to_vec().into_iter().take(MOST_SHEETS) {
        let unseen = unseen.next().unwrap_or_default();
        if sheet.visible != SheetVisible::Visible {
            book.hidden += 1;
            continue;
        }
        let mut filling = Filling::of(&sheet.name);
        cells(&mut source, &sheet.name, &mut filling, &mut left)?;
        let merges = source.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        merges.iter().filter_map(merged).for_each(|merge| filling.merge(merge));
        filling.sheet.hidden_columns = unseen.columns;
        book.sheets.extend(filling.done(|row| unseen.rows.contains(&row)));
    }
    Ok(book)
}

#[expect(clippy::disallowed_methods, reason = "a rectangle of XLS is bounded by its format; XLS has no cells reader")]
fn cells(source: &mut Xls<Cursor<&[u8]>>, name: &str, filling: &mut Filling, left: &mut usize) -> Result<(), Refused> {
    // A sheet of charts or macros has no cells.
    let Ok(range) = source.worksheet_range(name) else { return Ok(()) };
    let (top, first) = range.start().unwrap_or_default();
    let (Ok(top), Ok(first)) = (usize::try_from(top), usize::try_from(first)) else { return Ok(()) };
    for (row, column, value) in range.used_cells() {
        filling.put((top + row, first + column), &shown(value), left)?;
    }
    Ok(())
}

fn shown(value: &Data) -> String {
    match value {
        Data::Float(value) => number(*value),
        Data::DateTime(value) => day(*value),
        other => other.to_string(),
    }
}

fn merged(region: &Dimensions) -> Option<Merge> {
    let place = |number: u32| usize::try_from(number).ok();
    Some(Merge {
        top: place(region.start.0)? + 1,
        left: place(region.start.1)?,
        bottom: place(region.end.0)? + 1,
        right: place(region.end.1)?,
    })
}
