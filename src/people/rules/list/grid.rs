//! A pasted text as cells: lines keep the numbers they have in the paste, empty ones count.

use crate::text::{is_invisible, nfc, true_letters};
use csv::ReaderBuilder;
use serde::{Deserialize, Serialize};

/// One row of cells, tidy: NFC, single spaces, nothing invisible.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// 1, 2, … as in the paste or the sheet; of a cell that runs over several lines, the first.
    pub(crate) number: usize,
    pub(crate) cells: Vec<String>,
    /// Hidden in the sheet, by hand or by a filter.
    #[serde(default)]
    pub(crate) hidden: bool,
    /// A merged cell that begins in a row above reaches into it.
    #[serde(default)]
    pub(crate) continues: bool,
    /// Holds one cell, merged over most of the columns.
    #[serde(default)]
    pub(crate) across: bool,
}

/// Lines a quoted cell may run over: more is a stray quotation mark.
const LONGEST_CELL: usize = 6;

/// Reads a pasted text; lines without a letter or digit are left out.
pub(crate) fn read(text: &str) -> Vec<Line> {
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    let between = Between::of(&lines);
    let mut grid = Vec::new();
    let mut place = 0;
    while place < lines.len() {
        let many = if text.contains('\t') { quoted(&lines, place) } else { 1 };
        let record = lines.get(place..place + many).unwrap_or_default().join("\n");
        let cells: Vec<String> = between.cells(&record, many > 1).iter().map(|cell| tidy(cell)).collect();
        if cells.iter().any(|cell| cell.chars().any(char::is_alphanumeric)) {
            grid.push(Line { number: place + 1, cells, ..Line::default() });
        }
        place += many;
    }
    grid
}

/// How many lines the record that begins here has: a cell in quotation marks may hold line breaks.
fn quoted(lines: &[&str], from: usize) -> usize {
    let opens = |line: &str| line.split('\t').any(|cell| cell.trim_start().starts_with('"'));
    let closed = |many: usize| {
        let marks: usize = lines.iter().skip(from).take(many).map(|line| line.matches('"').count()).sum();
        marks.is_multiple_of(2)
    };
    match lines.get(from) {
        Some(line) if opens(line) && !closed(1) => {
            let there = lines.len() - from;
            (2..=LONGEST_CELL.min(there)).find(|many| closed(*many)).unwrap_or(1)
        }
        _ => 1,
    }
}

/// What stands between the cells of a line without tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    Nothing,
    One(char),
    /// ` - ` or ` – `.
    Dash,
    /// Two spaces and more.
    Gap,
}

impl Between {
    fn of(lines: &[&str]) -> Self {
        let filled: Vec<&&str> = lines.iter().filter(|line| !line.trim().is_empty()).collect();
        let tabbed = filled.iter().any(|line| line.contains('\t'));
        let many = |has: &dyn Fn(&str) -> bool| filled.iter().filter(|line| has(line)).count();
        let half = |has: &dyn Fn(&str) -> bool| !tabbed && many(has) * 2 >= filled.len();
        if many(&|line| line.contains(';')) > 0 {
            Self::One(';')
        } else if half(&|line| line.contains('|')) {
            Self::One('|')
        } else if half(&|line| line.contains(',')) {
            Self::One(',')
        } else if half(&|line| line.contains(" - ") || line.contains(" – ")) {
            Self::Dash
        } else if half(&|line| line.trim().contains("  ")) {
            Self::Gap
        } else {
            Self::Nothing
        }
    }

    fn cells(self, record: &str, quoted: bool) -> Vec<String> {
        if record.contains('\t') {
            let balanced = quoted || record.matches('"').count().is_multiple_of(2);
            return separated(record, b'\t', balanced);
        }
        match self {
            Self::Nothing => vec![record.to_owned()],
            Self::One(mark) => {
                let inner = record.trim().trim_matches('|');
                separated(inner, u8::try_from(mark).unwrap_or(b';'), inner.matches('"').count().is_multiple_of(2))
            }
            Self::Dash => record.replace(" – ", " - ").split(" - ").map(str::to_owned).collect(),
            Self::Gap => record.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect(),
        }
    }
}

fn separated(record: &str, mark: u8, quoting: bool) -> Vec<String> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark)
        .quoting(quoting)
        .from_reader(record.as_bytes());
    let read = reader.records().next().and_then(Result::ok);
    read.map_or_else(|| vec![record.to_owned()], |cells| cells.iter().map(str::to_owned).collect())
}

/// One cell as it is read: the mark with which a spreadsheet keeps a number a text is taken off.
pub(crate) fn tidy(cell: &str) -> String {
    let letters = true_letters(&nfc(cell));
    let plain: String =
        letters.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_invisible(*c)).collect();
    let joined = plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match joined.strip_prefix('\'') {
        Some(number) if number.starts_with(|c: char| c.is_ascii_digit()) => number.to_owned(),
        _ => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        read(text).into_iter().map(|line| (line.number, line.cells)).collect()
    }

    fn row(number: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn empty_lines_count_and_cells_in_quotation_marks_may_hold_line_breaks() {
        let text = "\n\tDANH SÁCH\t\r\n\t\t\nAn\t\"Phòng\nKỹ thuật\"\tKỹ sư\n\"Bé\" Ba\tPhòng A\n";
        let wanted =
            [row(2, &["", "DANH SÁCH", ""]), row(4, &["An", "Phòng Kỹ thuật", "Kỹ sư"]), row(6, &["Bé Ba", "Phòng A"])];
        assert_eq!(cells(text), wanted);
    }

    #[test]
    fn a_stray_quotation_mark_swallows_no_line() {
        let text = "An\t\"Phòng A\nBé\tPhòng B\nCa\tPhòng C\nDu\tPhòng D\nEm\tP\nGì\tP\nHai\tP";
        assert_eq!(read(text).len(), 7);
    }

    #[test]
    fn a_list_without_tabs_is_read_by_what_stands_between_its_cells() {
        for text in [
            "An;Phòng A",
            "An | Phòng A",
            "| An | Phòng A |",
            "An, Phòng A",
            "An - Phòng A",
            "An – Phòng A",
            "An   Phòng A",
        ] {
            assert_eq!(cells(text), [row(1, &["An", "Phòng A"])], "{text}");
        }
        assert_eq!(cells("Nguyễn Văn An\nTrần Thị Bé"), [row(1, &["Nguyễn Văn An"]), row(2, &["Trần Thị Bé"])]);
        assert_eq!(cells("An\tA\nBé;B"), [row(1, &["An", "A"]), row(2, &["Bé", "B"])]);
    }

    #[test]
    fn a_cell_is_nfc_with_true_letters_and_nothing_invisible() {
        assert_eq!(tidy(" Tra\u{302}\u{300}n\u{a0} Thi\u{323}\u{200b}  \u{d0}a\n"), "Trần Thị Đa");
        assert_eq!(tidy("'0912"), "0912");
        assert_eq!(tidy("'Hen"), "'Hen");
    }
}
