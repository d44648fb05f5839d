//! ODS, read as a stream: rows and cells say how often they repeat, and an empty row that repeats a million times is
//! nothing. (Calamine lays it out as a rectangle, and does not tell hidden rows.)

use super::super::kind::Kind;
use super::super::package::Package;
use super::super::refused::Refused;
use super::super::xml::letters;
use super::model::{Book, COLUMNS, Filling, LAST_ROW, MOST_CELLS, MOST_SHEETS, Merge, NO_VALUE, number};
use super::shape::attribute;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;

pub(super) fn read(package: &mut Package<'_>) -> Result<Book, Refused> {
    if let Some(manifest) = package.part("META-INF/manifest.xml")?
        && manifest.windows(15).any(|word| word == b"encryption-data")
    {
        return Err(Refused::Kind(Kind::Password));
    }
    let bytes = package.part("content.xml")?.ok_or(Refused::Damaged)?;
    let bad = || Refused::BadXml { part: "content.xml".to_owned() };
    let xml = letters(bytes).map_err(|_| bad())?;
    let mut reader = Reader::from_str(&xml);
    let mut reading = Reading { left: MOST_CELLS, ..Reading::default() };
    loop {
        match reader.read_event().map_err(|_| bad())? {
            Event::Start(start) => reading.begin(&start),
            Event::Empty(start) => {
                reading.begin(&start);
                reading.end(start.name().into_inner())?;
            }
            Event::End(end) => reading.end(end.name().into_inner())?,
            Event::Text(text) => reading.text(&text.xml10_content()),
            Event::CData(text) => reading.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let one = match &*name.xml10_content() {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                reading.text(&one.map(String::from).unwrap_or_default());
            }
            Event::DocType(_) => return Err(bad()),
            Event::Eof => return Ok(reading.book),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Reading {
    book: Book,
    left: usize,
    /// Styles of sheets that are not displayed; the style that is being read.
    unseen: BTreeSet<String>,
    style: String,
    sheet: Option<Filling>,
    unseen_sheet: bool,
    hidden_rows: BTreeSet<usize>,
    /// Rows and columns from 0, of what comes next.
    row: usize,
    column: usize,
    columns: usize,
    row_repeats: usize,
    row_cells: Vec<(usize, String)>,
    cell: Option<Cell>,
    /// Inside a remark at a cell, or a table in a cell.
    aside: usize,
    paragraph: usize,
}

#[derive(Default)]
struct Cell {
    repeats: usize,
    /// Rows and columns that it covers, where it covers more than its own.
    spans: Option<(usize, usize)>,
    value: Option<String>,
    text: String,
    paragraphs: usize,
    formula: bool,
    typed: bool,
}

fn count(start: &BytesStart<'_>, name: &str) -> usize {
    attribute(start, name).and_then(|value| value.parse().ok()).unwrap_or(1)
}

fn is_hidden(start: &BytesStart<'_>) -> bool {
    attribute(start, "visibility").is_some_and(|value| value != "visible")
}

impl Reading {
    fn begin(&mut self, start: &BytesStart<'_>) {
        match start.name().into_inner() {
            "office:annotation" | "draw:frame" | "draw:custom-shape" => self.aside += 1,
            "style:style" => self.style = attribute(start, "name").unwrap_or_default(),
            "style:table-properties" if attribute(start, "display").is_some_and(|value| value == "false") => {
                self.unseen.insert(self.style.clone());
            }
            "table:table" if self.sheet.is_some() => self.aside += 1,
            _ if self.aside > 0 => {}
            "table:table" => self.open(start),
            "table:table-column" => {
                let many = count(start, "number-columns-repeated").min(COLUMNS);
                if is_hidden(start)
                    && let Some(sheet) = &mut self.sheet
                {
                    sheet.sheet.hidden_columns.extend((self.columns..self.columns + many).filter(|one| *one < COLUMNS));
                }
                self.columns = (self.columns + many).min(COLUMNS);
            }
            "table:table-row" => {
                self.row_repeats = count(start, "number-rows-repeated");
                (self.column, self.row_cells) = (0, Vec::new());
                if is_hidden(start) {
                    let last = self.row.saturating_add(self.row_repeats).min(LAST_ROW);
                    self.hidden_rows.extend(self.row + 1..=last);
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell = Some(cell(start)),
            "text:p" | "text:h" => {
                self.paragraph += 1;
                if let Some(cell) = &mut self.cell {
                    cell.paragraphs += 1;
                    if cell.paragraphs > 1 {
                        cell.text.push('\n');
                    }
                }
            }
            "text:s" => self.text(&" ".repeat(count(start, "c").min(20))),
            "text:tab" | "text:line-break" => self.text(" "),
            _ => {}
        }
    }

    fn open(&mut self, start: &BytesStart<'_>) {
        let style = attribute(start, "style-name").unwrap_or_default();
        self.unseen_sheet = self.unseen.contains(&style);
        self.sheet = Some(Filling::of(&attribute(start, "name").unwrap_or_default()));
        (self.row, self.columns) = (0, 0);
        self.hidden_rows.clear();
    }

    fn text(&mut self, text: &str) {
        if self.aside > 0 || self.paragraph == 0 {
            return;
        }
        if let Some(cell) = &mut self.cell {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Refused> {
        match name {
            "office:annotation" | "draw:frame" | "draw:custom-shape" => self.aside = self.aside.saturating_sub(1),
            "table:table" if self.aside > 0 => self.aside -= 1,
            _ if self.aside > 0 => {}
            "text:p" | "text:h" => self.paragraph = self.paragraph.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" => self.close_cell(),
            "table:table-row" => return self.close_row(),
            "table:table" => {
                let hidden = std::mem::take(&mut self.hidden_rows);
                let sheet = self.sheet.take();
                if self.unseen_sheet {
                    self.book.hidden += 1;
                } else if self.book.sheets.len() < MOST_SHEETS {
                    self.book.sheets.extend(sheet.and_then(|sheet| sheet.done(|row| hidden.contains(&row))));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        self.paragraph = 0;
        if let (Some((down, right)), Some(sheet)) = (cell.spans, &mut self.sheet) {
            let (top, left) = (self.row + 1, self.column);
            sheet.merge(Merge { top, left, bottom: top + down - 1, right: left + right - 1 });
        }
        let shown = match cell.value {
            Some(value) => value,
            None if cell.formula && !cell.typed && cell.text.is_empty() => NO_VALUE.to_owned(),
            None => cell.text,
        };
        if !shown.trim().is_empty() {
            let last = self.column.saturating_add(cell.repeats).min(COLUMNS.max(self.column) + 1);
            self.row_cells.extend((self.column..last).map(|place| (place, shown.clone())));
        }
        self.column = self.column.saturating_add(cell.repeats);
    }

    fn close_row(&mut self) -> Result<(), Refused> {
        let cells = std::mem::take(&mut self.row_cells);
        let next = self.row.saturating_add(self.row_repeats);
        if let Some(sheet) = self.sheet.as_mut().filter(|_| !cells.is_empty() && !self.unseen_sheet) {
            for row in self.row..next.min(LAST_ROW.max(self.row) + 1) {
                for (column, cell) in &cells {
                    sheet.put((row, *column), cell, &mut self.left)?;
                }
            }
        }
        self.row = next;
        Ok(())
    }
}

fn cell(start: &BytesStart<'_>) -> Cell {
    let spans = (count(start, "number-rows-spanned"), count(start, "number-columns-spanned"));
    let covers = (spans.0 > 1 || spans.1 > 1) && spans.0 > 0 && spans.1 > 0;
    let kind = attribute(start, "value-type");
    let typed = kind.is_some();
    // What a number looks like has lost its 0, or its digits.
    let value = attribute(start, "value").filter(|_| kind.as_deref() == Some("float"));
    // A day is shown as the program of whoever wrote it shows days.
    let day = attribute(start, "date-value").filter(|_| kind.as_deref() == Some("date")).and_then(|value| day(&value));
    Cell {
        repeats: count(start, "number-columns-repeated"),
        spans: covers.then_some((spans.0.min(LAST_ROW), spans.1.min(COLUMNS))),
        value: value.and_then(|value| value.parse().ok()).map(number).or(day),
        formula: attribute(start, "formula").is_some(),
        typed,
        ..Cell::default()
    }
}

/// `15/02/2024` of `2024-02-15` or `2024-02-15T00:00:00`.
fn day(value: &str) -> Option<String> {
    let (year, rest) = value.split('T').next()?.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    Some(format!("{day}/{month}/{year}"))
}
