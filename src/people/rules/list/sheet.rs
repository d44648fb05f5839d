//! A sheet of a spreadsheet as lines: merged cells are filled, whatever is empty is left out.

use super::grid::{Line, tidy};
use crate::office::rules::book::{Merge, Sheet};
use std::collections::HashMap;

/// The lines of a sheet. A cell merged to the right stands in each of its columns; one merged downwards in each row that
/// holds words of its own: a row of a merged cell's second line is no second person.
pub(super) fn lines(sheet: &Sheet) -> Vec<Line> {
    let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let mut lines: Vec<Line> = sheet
        .rows
        .iter()
        .map(|row| {
            let mut cells: Vec<String> = row.cells.iter().map(|cell| tidy(cell)).collect();
            cells.resize(width, String::new());
            Line { number: row.number, cells, hidden: row.hidden, ..Line::default() }
        })
        .collect();
    let places: HashMap<usize, usize> = lines.iter().enumerate().map(|(place, line)| (line.number, place)).collect();
    let spoken: Vec<bool> =
        lines.iter().map(|line| line.cells.iter().any(|cell| cell.chars().any(char::is_alphabetic))).collect();
    for merge in &sheet.merges {
        let text = places.get(&merge.top).and_then(|place| lines.get(*place)?.cells.get(merge.left).cloned());
        let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
        fill(&mut lines, merge, &text, (&places, &spoken, width));
    }
    lines.retain(|line| line.cells.iter().any(|cell| cell.chars().any(char::is_alphanumeric)));
    lines
}

fn fill(
    lines: &mut [Line],
    merge: &Merge,
    text: &str,
    (places, spoken, width): (&HashMap<usize, usize>, &[bool], usize),
) {
    let right = merge.right.min(width.saturating_sub(1));
    for number in merge.top..=merge.bottom.min(merge.top + lines.len().max(1) * 50) {
        let Some(place) = places.get(&number).copied() else { continue };
        let own = spoken.get(place).copied().unwrap_or_default();
        let Some(line) = lines.get_mut(place) else { continue };
        if number > merge.top && !own {
            continue;
        }
        line.continues |= number > merge.top;
        let wide = (right + 1).saturating_sub(merge.left);
        for column in merge.left..=right {
            if let Some(cell) = line.cells.get_mut(column) {
                text.clone_into(cell);
            }
        }
        let others = line
            .cells
            .iter()
            .enumerate()
            .any(|(column, cell)| !cell.is_empty() && !(merge.left..=right).contains(&column));
        line.across |= wide > 2 && wide * 2 > width && !others;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::rules::book::Row;

    fn row(number: usize, cells: &[&str]) -> Row {
        Row { number, cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), ..Row::default() }
    }

    #[test]
    fn merged_cells_stand_in_each_of_their_places() {
        let rows = vec![
            row(1, &["DANH SÁCH"]),
            row(3, &["Lê Ba", "Đội 1", "0912345601"]),
            row(4, &["Lê Tư"]),
            row(5, &["", "", "0912345602"]),
            row(9, &["", "", "", ""]),
        ];
        let merges = vec![
            Merge { top: 1, left: 0, bottom: 1, right: 3 },
            Merge { top: 3, left: 1, bottom: 5, right: 1 },
            Merge { top: 4, left: 0, bottom: 5, right: 0 },
        ];
        let lines = lines(&Sheet { rows, merges, ..Sheet::default() });
        let told: Vec<String> = lines.iter().map(|line| format!("{} {}", line.number, line.cells.join("|"))).collect();
        let wanted = [
            "1 DANH SÁCH|DANH SÁCH|DANH SÁCH|DANH SÁCH",
            "3 Lê Ba|Đội 1|0912345601|",
            "4 Lê Tư|Đội 1||",
            "5 ||0912345602|",
        ];
        assert_eq!(told, wanted);
        assert!(lines[0].across && !lines[1].across && lines[2].continues && !lines[3].continues);
    }
}
