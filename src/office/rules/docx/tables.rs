//! Tables as pipe rows; those that only set text side by side, as paragraphs.

use super::marked::{Place, lines, plain};
use super::model::{Block, Cell, Paragraph, Row, Table, paragraphs};
use super::reader::LONGEST;
use crate::text::fold;

/// Whether a table is only there to set text side by side: letterhead, signatures, a frame around a text.
pub(super) fn is_layout(table: &Table) -> bool {
    let widest = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let cells: Vec<String> = table.rows.iter().flat_map(|row| &row.cells).map(said).collect();
    if table.rows.len() == 1 && widest <= 1 {
        return true;
    }
    let total: usize = cells.iter().map(String::len).sum();
    if widest > 4 || table.rows.len() > 10 || total > 4000 || cells.iter().any(|cell| matches!(&**cell, "stt" | "tt")) {
        return false;
    }
    let head = |cell: &String| {
        cell.contains("cong hoa xa hoi chu nghia viet nam") || cell.contains("doc lap - tu do - hanh phuc")
    };
    let end = |cell: &String| cell.starts_with("noi nhan");
    if cells.iter().any(|cell| head(cell) || end(cell)) {
        return true;
    }
    !table.lined && cells.iter().any(|cell| SIGNED.iter().any(|word| cell.contains(word)) || dated(cell))
}

/// Words above a signature, as they are searched for.
const SIGNED: [&str; 14] = [
    "giam doc",
    "chu tich",
    "truong phong",
    "truong ban",
    "hieu truong",
    "cuc truong",
    "chi cuc truong",
    "chanh van phong",
    "nguoi lap",
    "dai dien",
    "ky ten",
    "(ky",
    "ghi ro ho ten",
    "thu truong",
];

fn dated(cell: &str) -> bool {
    cell.starts_with("so:") || (cell.contains("ngay") && cell.contains("thang") && cell.contains("nam"))
}

/// The blocks of a table of layout, cell after cell.
pub(super) fn flat(table: Table) -> impl Iterator<Item = Block> {
    table.rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.blocks)
}

/// What a cell says, folded.
fn said(cell: &Cell) -> String {
    let mut all = Vec::new();
    paragraphs(&cell.blocks, &mut all);
    fold(&all.into_iter().map(plain).collect::<Vec<_>>().join(" "))
}

/// The table as rows of `| a | b |`, a rule under the first row when it is a heading; `None` when it says nothing.
pub(super) fn pipes(table: &Table) -> Option<String> {
    let columns = table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.columns).sum::<usize>()).max()?;
    let headings = heading_rows(&table.rows);
    let mut out = Vec::new();
    let mut says = false;
    let mut length = 0;
    for (place, row) in table.rows.iter().enumerate() {
        let cells = row_cells(row, columns, place < headings);
        says |= cells.iter().any(|cell| !matches!(cell.as_str(), "" | "<" | "^"));
        out.push(format!("| {} |", cells.join(" | ")));
        length += out.last().map_or(0, String::len);
        if length > LONGEST {
            break;
        }
        if place == 0 && headings > 0 {
            out.push(format!("|{}", "---|".repeat(columns)));
        }
    }
    says.then(|| out.join("\n"))
}

/// Rows are filled up to the longest, within reason.
const MOST_COLUMNS: usize = 200;

/// One text for each column: `<` where a cell goes on from the left, `^` where it goes on from above.
fn row_cells(row: &Row, columns: usize, heading: bool) -> Vec<String> {
    let mut all = Vec::new();
    for cell in &row.cells {
        let text = if cell.from_left && !all.is_empty() {
            "<".to_owned()
        } else if cell.from_above {
            "^".to_owned()
        } else {
            cell_text(&cell.blocks, if heading { Place::Heading } else { Place::Cell })
        };
        all.push(text);
        all.extend(std::iter::repeat_n("<".to_owned(), cell.columns - 1));
    }
    all.resize(columns.min(MOST_COLUMNS).max(all.len()), String::new());
    all
}

fn cell_text(blocks: &[Block], place: Place) -> String {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => all.extend(lines(paragraph, place)),
            Block::Table(table) => all.extend(nested(table, place)),
        }
    }
    all.join("<br>")
}

/// A table in a cell: a line for each of its rows.
fn nested(table: &Table, place: Place) -> impl Iterator<Item = String> {
    let line = move |row: &Row| {
        let cells = row.cells.iter().map(|cell| cell_text(&cell.blocks, place).replace("<br>", " "));
        cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    table.rows.iter().map(line).filter(|line| !line.is_empty())
}

/// How many rows at the top are headings: those repeated on each page, else a first row that looks like one with those
/// its cells run down into.
fn heading_rows(rows: &[Row]) -> usize {
    let repeated = rows.iter().take_while(|row| row.heading).count();
    if repeated > 0 || rows.len() < 2 {
        return if repeated < rows.len() { repeated } else { 0 };
    }
    if !rows.first().is_some_and(looks_like_heading) {
        return 0;
    }
    let below = rows.iter().skip(1).take_while(|row| row.cells.iter().any(|cell| cell.from_above) && thin(row));
    let all = 1 + below.count();
    if all < rows.len() { all } else { 1 }
}

/// Under a heading, only what is bold too is a heading.
fn thin(row: &Row) -> bool {
    own(row).all(Paragraph::all_bold)
}

fn own(row: &Row) -> impl Iterator<Item = &Paragraph> {
    let mut all = Vec::new();
    row.cells.iter().for_each(|cell| paragraphs(&cell.blocks, &mut all));
    all.into_iter().filter(|paragraph| paragraph.shows())
}

/// Bold throughout, or the first cell is the column of numbers and each cell has a few words.
fn looks_like_heading(row: &Row) -> bool {
    if own(row).next().is_none() {
        return false;
    }
    let first = row.cells.first().map(said).unwrap_or_default();
    let short = || row.cells.iter().all(|cell| (1..60).contains(&said(cell).len()));
    own(row).all(Paragraph::all_bold) || (matches!(first.as_str(), "stt" | "tt" | "so tt" | "so thu tu") && short())
}
