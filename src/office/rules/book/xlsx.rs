//! XLSX: cells by calamine, one at a time; what it does not tell (hidden rows and columns) by [`shape`].

use super::super::package::Package;
use super::super::refused::Refused;
use super::model::{Book, Filling, MOST_CELLS, MOST_SHEETS, NO_VALUE, number};
use super::shape::{self, Shape};
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetVisible, Xlsx, XlsxError};
use std::io::Cursor;

pub(super) fn read(bytes: &[u8], package: &mut Package<'_>) -> Result<Book, Refused> {
    let shapes = shape::of(package)?;
    let mut source = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
    let mut book = Book { since_1904: shape::since_1904(package)?, ..Book::default() };
    let mut left = MOST_CELLS;
    for sheet in source.sheets_metadata().to_vec().into_iter().take(MOST_SHEETS) {
        if sheet.visible != SheetVisible::Visible {
            book.hidden += 1;
            continue;
        }
        let mut filling = Filling::of(&sheet.name);
        if !cells(&mut source, &sheet.name, &mut filling, &mut left)? {
            continue;
        }
        let shape = shapes.get(&sheet.name).cloned().unwrap_or_else(Shape::default);
        shape.merges.iter().for_each(|merge| filling.merge(*merge));
        filling.sheet.hidden_columns = shape.columns;
        book.sheets.extend(filling.done(|row| shape.rows.contains(&row)));
    }
    Ok(book)
}

/// False for a sheet that has no cells: a chart.
fn cells(
    source: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    filling: &mut Filling,
    left: &mut usize,
) -> Result<bool, Refused> {
    let mut cells = match source.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
        Err(_) => return Err(Refused::Damaged),
    };
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| Refused::Damaged)? {
        let place = (usize::try_from(cell.pos.0), usize::try_from(cell.pos.1));
        let (Ok(row), Ok(column)) = place else { continue };
        match (&cell.value, &cell.formula) {
            (DataRef::Empty, Some(_)) => filling.put((row, column), NO_VALUE, left)?,
            (DataRef::Empty, None) => {}
            (value, _) => filling.put((row, column), &shown(value), left)?,
        }
    }
    Ok(true)
}

fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => number(*value),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(value) => day(*value),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// `15/02/1999`; a time of day stays a number.
pub(super) fn day(value: ExcelDateTime) -> String {
    if value.is_datetime() && value.as_f64() >= 1.0 {
        let (year, month, day, ..) = value.to_ymd_hms_milli();
        return format!("{day:02}/{month:02}/{year}");
    }
    number(value.as_f64())
}
