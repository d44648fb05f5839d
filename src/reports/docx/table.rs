//! Tables: framed ones, and those that only put things side by side.

use super::page::{Look, SMALL, TABLE, line, spaced};
use crate::reports::rules::{Column, Table as Rows};
use docx_rs::{
    AlignmentType, HeightRule, Paragraph, Table, TableAlignmentType, TableCell, TableCellBorderPosition,
    TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

/// Room for a hand, twentieths of a point.
const HAND: f32 = 560.0;

/// Columns of these widths side by side, without a frame, and what stands above them on the same page.
pub(super) fn beside(columns: Vec<(usize, Vec<Paragraph>)>, above: Vec<Paragraph>) -> Table {
    let grid: Vec<usize> = columns.iter().map(|one| one.0).collect();
    let above = Some(above).filter(|lines| !lines.is_empty()).map(|lines| {
        let lines = lines.into_iter().map(|one| one.keep_next(true)).collect();
        unframed(grid.len(), grid.iter().sum(), lines)
    });
    let cells = columns.into_iter().map(|(wide, lines)| cell(wide, lines)).collect();
    let margins = TableCellMargins::new().margin(0, 0, 0, 0);
    let rows = above.into_iter().chain([TableRow::new(cells).cant_split()]).collect();
    laid(Table::without_borders(rows), grid).margins(margins)
}

fn cell(wide: usize, lines: Vec<Paragraph>) -> TableCell {
    let cell = TableCell::new().width(wide, WidthType::Dxa);
    lines.into_iter().fold(cell, TableCell::add_paragraph)
}

fn laid(table: Table, grid: Vec<usize>) -> Table {
    let wide = grid.iter().sum();
    table.set_grid(grid).width(wide, WidthType::Dxa).layout(TableLayoutType::Fixed).align(TableAlignmentType::Center)
}

/// Rows that stay together on a page, with what stands behind them: all of a short table with a sum, else the last few. A
/// list that were kept whole would leave its head alone on the page before it.
const SHORT: usize = 16;
const LAST: usize = 3;

/// From a cell's frame to its words, left and right, twentieths of a point.
const INSIDE: usize = 60;

/// A framed table as wide as `wide`, its headings repeated; `behind` stands below its last row and never alone on a page:
/// it is a row without a frame, because a table that already goes over a page is not kept with a paragraph.
pub(super) fn framed(rows: &Rows, wide: usize, behind: Vec<Paragraph>) -> Table {
    let widths: Vec<usize> = rows.columns.iter().map(|one| one.wide * wide / 1000).collect();
    let headings = rows.columns.iter().zip(&widths).map(|(one, wide)| heading(one, *wide)).collect();
    let (count, short) = (rows.rows.len(), rows.summed && rows.rows.len() <= SHORT);
    let row = |(place, cells): (usize, &Vec<String>)| {
        let together = short || place + LAST >= count;
        let look = if rows.is_sum(place) { Look::bold(TABLE) } else { Look::plain(TABLE) };
        let filled = rows.columns.iter().zip(&widths).zip(cells);
        let cells = filled.map(|((column, wide), words)| filled_cell((column, *wide), words, look, together)).collect();
        let row = TableRow::new(cells).cant_split();
        if rows.hand { row.row_height(HAND).height_rule(HeightRule::AtLeast) } else { row }
    };
    let behind = Some(behind).filter(|lines| !lines.is_empty()).map(|lines| unframed(widths.len(), wide, lines));
    let all = std::iter::once(TableRow::new(headings)).chain(rows.rows.iter().enumerate().map(row)).chain(behind);
    laid(Table::new(all.collect()), widths).margins(TableCellMargins::new().margin(0, INSIDE, 0, INSIDE))
}

/// A row of one cell over all columns, with nothing but the line above it.
pub(super) fn unframed(columns: usize, wide: usize, lines: Vec<Paragraph>) -> TableRow {
    use TableCellBorderPosition::{Bottom, Left, Right};
    let cell = [Left, Bottom, Right].into_iter().fold(cell(wide, lines).grid_span(columns), TableCell::clear_border);
    TableRow::new(vec![cell]).cant_split()
}

fn heading(column: &Column, wide: usize) -> TableCell {
    let words = line(column.words, Look::bold(SMALL), AlignmentType::Center).keep_next(true);
    cell(wide, vec![spaced(words, 40, 40)]).vertical_align(VAlignType::Center)
}

fn filled_cell((column, wide): (&Column, usize), words: &str, look: Look, together: bool) -> TableCell {
    let align = if column.left { AlignmentType::Left } else { AlignmentType::Center };
    let words = spaced(line(words, look, align), 40, 40);
    let words = if together { words.keep_next(true) } else { words };
    cell(wide, vec![words]).vertical_align(VAlignType::Center)
}
