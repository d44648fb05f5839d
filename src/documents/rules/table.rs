//! Tables: rows between strokes, `<` and `^` for cells that go on, `<br>` for a line break.

use super::head::Issue;
use super::paragraph::{Cell, Span, Table};
use super::words::Words;

/// Reads consecutive rows of a table.
pub(super) fn table(rows: &[&str], issue: Option<&Issue>, notes: &[String]) -> Table {
    let split: Vec<Vec<String>> = rows.iter().map(|row| cells(row)).collect();
    let headed = split.get(1).is_some_and(|row| is_rule(row));
    let body = split.iter().enumerate().filter(|(place, _)| !(headed && *place == 1)).map(|(_, row)| row);
    let mut table = Table { headed, columns: split.iter().map(Vec::len).max().unwrap_or(0), rows: Vec::new() };
    // For each column the row and the place of the cell that stands above it.
    let mut above: Vec<Option<(usize, usize)>> = vec![None; table.columns];
    for row in body {
        let mut line: Vec<Cell> = Vec::new();
        let number = table.rows.len();
        let mut left: Option<(usize, usize)> = None;
        for (column, text) in row.iter().enumerate() {
            let over = above.get(column).copied().flatten();
            let place = match text.as_str() {
                "<" if left.is_some() => {
                    widen(&mut table, &mut line, left, column);
                    left
                }
                "^" if over.is_some() => {
                    deepen(&mut table, over, number);
                    over
                }
                "<" | "^" | "" => {
                    line.push(Cell { spans: Vec::new(), column, across: 1, down: 1 });
                    Some((number, line.len() - 1))
                }
                text => {
                    line.push(Cell { spans: spans(text, issue, notes), column, across: 1, down: 1 });
                    Some((number, line.len() - 1))
                }
            };
            if let Some(slot) = above.get_mut(column) {
                *slot = place;
            }
            left = place;
        }
        table.rows.push(line);
    }
    table
}

/// The cell on the left takes this column too.
fn widen(table: &mut Table, line: &mut [Cell], left: Option<(usize, usize)>, column: usize) {
    let Some((row, place)) = left else { return };
    let cell = if row == table.rows.len() {
        line.get_mut(place)
    } else {
        table.rows.get_mut(row).and_then(|r| r.get_mut(place))
    };
    if let Some(cell) = cell {
        cell.across = cell.across.max(column + 1 - cell.column);
    }
}

/// The cell above takes this row too.
fn deepen(table: &mut Table, over: Option<(usize, usize)>, number: usize) {
    let cell = over.and_then(|(row, place)| table.rows.get_mut(row)?.get_mut(place).map(|cell| (row, cell)));
    if let Some((row, cell)) = cell {
        cell.down = cell.down.max(number + 1 - row);
    }
}

/// `|---|:--:|` under the first row says that it names the columns.
pub(super) fn is_rule(row: &[String]) -> bool {
    let rule = |cell: &String| cell.trim_matches(':').len() > 1 && cell.trim_matches(':').chars().all(|c| c == '-');
    !row.is_empty() && row.iter().all(rule)
}

/// The cells of a row, trimmed, marks left in them.
pub(super) fn cells(row: &str) -> Vec<String> {
    let inner = row.trim().strip_prefix('|').unwrap_or(row);
    let mut all = vec![String::new()];
    let mut escaped = false;
    for sign in inner.chars() {
        match all.last_mut() {
            Some(_) if sign == '|' && !escaped => all.push(String::new()),
            Some(cell) => cell.push(sign),
            None => {}
        }
        escaped = sign == '\\' && !escaped;
    }
    // What follows the last stroke is no cell.
    if all.len() > 1 && all.last().is_some_and(|last| last.trim().is_empty()) {
        all.pop();
    }
    all.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// The lines of a cell.
pub(super) fn lines(cell: &str) -> Vec<String> {
    let one = ["<br/>", "<br />", "<BR>"].iter().fold(cell.to_owned(), |cell, mark| cell.replace(mark, "<br>"));
    one.split("<br>").map(|line| line.trim().to_owned()).collect()
}

fn spans(cell: &str, issue: Option<&Issue>, notes: &[String]) -> Vec<Span> {
    let mut all = Vec::new();
    for (place, line) in lines(cell).iter().enumerate() {
        if place > 0 {
            all.push(Span::plain("\n"));
        }
        all.extend(Words::read(line, issue, notes).spans(0));
    }
    all
}
