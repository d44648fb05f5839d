//! A file of letters as cells: CSV as programs write it, else the lines that a paste would have.

use super::grid::{Line, read, tidy};
use csv::ReaderBuilder;

/// Records that are looked at to find what stands between cells.
const LOOKED_AT: usize = 60;

/// Cells of a text. A file has one sign between its cells from the first line to the last, and quotation marks where a
/// cell holds it, or line breaks; what does not is read as a paste.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let best = [b';', b'\t', b',', b'|'].into_iter().map(|mark| (fit(text, mark), mark)).max_by_key(|one| one.0);
    match best {
        Some((fit, mark)) if fit > 0 => records(text, mark),
        _ => read(text),
    }
}

/// How many of the first records have the width that most have; 0 when they are no table.
fn fit(text: &str, mark: u8) -> usize {
    let mut widths: Vec<usize> = Vec::new();
    for record in reader(text, mark).into_records().take(LOOKED_AT).flatten() {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push(record.len());
        }
    }
    let most = widths.iter().map(|width| widths.iter().filter(|one| *one == width).count()).max().unwrap_or_default();
    let wide = widths.iter().filter(|width| **width > 1).count();
    if wide * 2 >= widths.len() && most * 2 >= widths.len() && wide > 0 { most } else { 0 }
}

fn reader(text: &str, mark: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(mark).from_reader(text.as_bytes())
}

/// Rows as a spreadsheet numbers them: one for each record and each empty line.
fn records(text: &str, mark: u8) -> Vec<Line> {
    let text = text.replace("\r\n", "\n");
    let mut grid = Vec::new();
    let mut number = 0;
    for record in reader(&text, mark).into_records().flatten() {
        let from = record.position().and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or_default();
        let empty = text.get(from..).unwrap_or_default().bytes().take_while(|byte| *byte == b'\n').count();
        number += empty + 1;
        let cells: Vec<String> = record.iter().map(tidy).collect();
        if cells.iter().any(|cell| cell.chars().any(char::is_alphanumeric)) {
            grid.push(Line { number, cells, ..Line::default() });
        }
    }
    grid
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        lines(text).into_iter().map(|line| (line.number, line.cells)).collect()
    }

    fn row(number: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn what_stands_between_cells_is_found_and_a_cell_may_hold_it_and_line_breaks() {
        let text = "STT;Họ tên;Phòng\r\n1;\"Lê\r\nBa\";\"Phòng A; B\"\r\n\r\n2;Lê Tư;Phòng C\r\n";
        let wanted = [
            row(1, &["STT", "Họ tên", "Phòng"]),
            row(2, &["1", "Lê Ba", "Phòng A; B"]),
            row(4, &["2", "Lê Tư", "Phòng C"]),
        ];
        assert_eq!(cells(text), wanted);
        assert_eq!(cells("Họ tên,Phòng\n\"Ba, Lê\",A\n")[1], row(2, &["Ba, Lê", "A"]));
        assert_eq!(cells("Họ tên\tPhòng\nLê Ba\tA, B\n")[1], row(2, &["Lê Ba", "A, B"]));
        assert_eq!(cells("Lê Ba - Phòng A\nLê Tư - Phòng B")[0], row(1, &["Lê Ba", "Phòng A"]));
        assert_eq!(cells("Lê Ba\nLê Tư"), [row(1, &["Lê Ba"]), row(2, &["Lê Tư"])]);
    }
}
