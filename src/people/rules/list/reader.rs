//! Lines to people: what a line is, and which department it belongs to.

use super::content::{self, Looks, may_be_a_name};
use super::departments::{Known, is_numeral, named};
use super::draft::{Draft, Row};
use super::grid::Line;
use super::heading::{self, Heading};
use super::titles::is_title;
use super::words::{
    is_department, is_ditto, is_error, is_example, is_position, is_shouted, is_tail, is_total, key, name_key as key_of,
};
use super::{Column, Note, Said, day, phone, written};
use crate::text::nfd;
use std::collections::BTreeMap;

/// How a list is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct How<'a> {
    /// A file: telephone numbers are taken, and what has no heading must look like a list of people.
    pub(super) file: bool,
    /// Hidden rows are read too.
    pub(super) hidden: bool,
    /// What somebody has chosen for each column.
    pub(super) columns: Option<&'a [Column]>,
    /// Numbers without format count the days from 1904.
    pub(super) since_1904: bool,
}

/// A list as it was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) draft: Draft,
    /// Of each column: what it holds, and what it is called.
    pub(super) columns: Vec<(Column, String)>,
    /// Place of the first line below the heading.
    pub(super) below: usize,
    /// Hidden lines that are somebody's and were left out.
    pub(super) hidden: usize,
    /// What the cells of each column look like, of a file that is read for the first time.
    pub(super) looks: Vec<Looks>,
}

/// Recognises a pasted list: people in the order of their lines, and what was done with the other lines and columns.
pub(crate) fn recognise(grid: &[Line], known: &Known) -> Draft {
    read(grid, known, How::default()).draft
}

/// Reads a list; what is said of its columns is left to files, where they may be chosen.
pub(super) fn read(grid: &[Line], known: &Known, how: How<'_>) -> Read {
    let found = heading::find(grid);
    let mut reader = Reader::new(known, how);
    if let Some(heading) = &found {
        reader.under(heading, grid);
    } else {
        (reader.columns, reader.supposed) = content::columns(grid, known);
        reader.labels = vec![String::new(); reader.columns.len()];
        reader.unheaded(grid);
    }
    let below = found.as_ref().map_or(0, |heading| heading.until);
    let rows = grid.get(below..).unwrap_or_default();
    let looks = reader.chosen(rows);
    reader.days(rows);
    for line in rows {
        reader.line(line, found.is_some());
    }
    if reader.draft.rows.iter().all(|row| row.full().is_empty()) {
        reader.draft.rows.clear();
    }
    if !how.file {
        reader.columns_told(rows);
    } else if reader.supposed && reader.columns.contains(&Column::Position) {
        reader.say(Said::Supposed, 0, "");
    }
    one_spelling(&mut reader.draft, known);
    let columns = reader.columns.into_iter().zip(reader.labels).collect();
    Read { draft: reader.draft, columns, below, hidden: reader.hidden, looks }
}

struct Reader<'a> {
    known: &'a Known,
    columns: Vec<Column>,
    labels: Vec<String>,
    supposed: bool,
    draft: Draft,
    /// The department that a row above names, and that of the title.
    group: String,
    title: String,
    /// Below the list.
    ended: bool,
    how: How<'a>,
    /// The line before was a heading.
    headed: bool,
    /// What stands in each column of the rows above, for ditto marks.
    above: Vec<String>,
    hidden: usize,
    days: day::Way,
}

impl<'a> Reader<'a> {
    fn new(known: &'a Known, how: How<'a>) -> Self {
        Self {
            known,
            how,
            headed: false,
            above: Vec::new(),
            hidden: 0,
            days: day::Way { since_1904: how.since_1904, ..day::Way::default() },
            columns: Vec::new(),
            labels: Vec::new(),
            supposed: false,
            draft: Draft::default(),
            group: String::new(),
            title: String::new(),
            ended: false,
        }
    }

    /// Takes over a heading, and reads what stands over it.
    fn under(&mut self, heading: &Heading, grid: &[Line]) {
        for line in grid.iter().take(heading.from) {
            self.above(line);
        }
        for line in grid.iter().take(heading.until).skip(heading.from) {
            self.say(Said::Heading, line.number, "");
        }
        self.columns = heading.columns.iter().map(|one| one.0).collect();
        self.labels = heading.columns.iter().map(|one| one.1.clone()).collect();
        let rows = grid.get(heading.until..).unwrap_or_default();
        if self.how.columns.is_some() {
            return;
        }
        if !self.how.file {
            // A paste is read for people alone.
            self.columns.iter_mut().filter(|one| **one == Column::Phone).for_each(|one| *one = Column::Extra);
        }
        if content::crossed(rows, &self.columns, self.known) {
            for column in &mut self.columns {
                *column = match *column {
                    Column::Department => Column::Position,
                    Column::Position => Column::Department,
                    other => other,
                };
            }
            self.say(Said::Crossed, 0, "");
        }
    }

    /// A sheet without a heading is a list only when its names look like names.
    fn unheaded(&mut self, grid: &[Line]) {
        if !self.how.file {
            return;
        }
        let places: Vec<usize> = (0..self.columns.len()).filter(|place| self.is_name(*place)).collect();
        let cell = |line: &'_ Line| {
            places.iter().filter_map(|place| line.cells.get(*place)).cloned().collect::<Vec<_>>().join(" ")
        };
        let names: Vec<String> = grid.iter().map(cell).collect();
        if !content::are_capitalised(names.iter().map(String::as_str)) {
            self.columns.fill(Column::Extra);
        }
    }

    fn is_name(&self, place: usize) -> bool {
        self.columns.get(place).is_some_and(|column| column.is_name())
    }

    /// What somebody has chosen, or what the cells say against a heading.
    fn chosen(&mut self, rows: &[Line]) -> Vec<Looks> {
        if let Some(chosen) = self.how.columns {
            self.columns = chosen.to_vec();
            self.labels.resize(self.columns.len(), String::new());
            return Vec::new();
        }
        if !self.how.file {
            return Vec::new();
        }
        let all = content::looks(rows, self.known);
        for (place, looks) in all.iter().enumerate() {
            let (Some(column), Some(label)) = (self.columns.get(place).copied(), self.labels.get(place).cloned())
            else {
                continue;
            };
            let (told, instead) = match column {
                Column::Code if looks.counts => (Some(Said::Counts), Column::Number),
                Column::Joined if looks.phones || !looks.days => (Some(Said::Mismatch), Column::Extra),
                Column::Phone if !looks.phones => (Some(Said::Mismatch), Column::Extra),
                Column::Name | Column::Department | Column::Position | Column::Code if looks.other && looks.phones => {
                    (Some(Said::Mismatch), Column::Extra)
                }
                Column::Name if looks.departments || looks.positions => (Some(Said::Mismatch), column),
                Column::Department if looks.positions => (Some(Said::Mismatch), column),
                Column::Position if looks.departments => (Some(Said::Mismatch), column),
                Column::Department | Column::Position if looks.other => (Some(Said::Mismatch), Column::Extra),
                Column::Extra if looks.phones && !label.is_empty() => (Some(Said::Mismatch), Column::Extra),
                _ => (None, column),
            };
            let empty = rows.iter().all(|line| line.cells.get(place).is_none_or(String::is_empty));
            if let Some(kind) = told.filter(|_| !empty) {
                self.say(kind, place + 1, &label);
                if let Some(one) = self.columns.get_mut(place) {
                    *one = instead;
                }
            }
        }
        all
    }

    /// How the column of days is written.
    fn days(&mut self, rows: &[Line]) {
        let first = rows.iter().any(|line| day::is_month_first(self.cell(line, Column::Joined)));
        self.days.month_first = first;
    }

    fn say(&mut self, kind: Said, line: usize, text: &str) {
        self.draft.said.push(Note::at(kind, line, text));
    }

    /// A line over the list; its title may name the department of everybody.
    fn above(&mut self, line: &Line) {
        let mut texts: Vec<&str> = filled(line).collect();
        texts.dedup();
        let text = texts.join(" ");
        if let Some(department) = of_title(&text, self.known) {
            self.title = self.known.same(&department).map_or(department, str::to_owned);
            let title = self.title.clone();
            self.say(Said::InTitle, line.number, &title);
        } else {
            self.say(Said::Above, line.number, "");
        }
    }

    fn cell<'l>(&self, line: &'l Line, column: Column) -> &'l str {
        let place = self.columns.iter().position(|one| *one == column);
        let cell = place.and_then(|place| line.cells.get(place)).map_or("", String::as_str);
        if is_error(cell) { "" } else { cell }
    }

    /// Ditto marks of a line are what stands over them; the columns where that was done.
    fn dittoed(&mut self, line: &Line) -> (Line, Vec<Column>) {
        let mut line = line.clone();
        let mut done = Vec::new();
        for (place, cell) in line.cells.iter_mut().enumerate() {
            let column = self.columns.get(place).copied().unwrap_or(Column::Extra);
            let above = self.above.get(place).filter(|above| !above.is_empty());
            if let Some(above) =
                above.filter(|_| is_ditto(cell) && matches!(column, Column::Department | Column::Position))
            {
                above.clone_into(cell);
                done.push(column);
            }
        }
        self.above.clone_from(&line.cells);
        (line, done)
    }

    /// The cells a name is made of, joined.
    fn name_cells(&self, line: &Line) -> String {
        let parts = [Column::Name, Column::Family, Column::Front, Column::Middle, Column::Given];
        parts.map(|column| self.cell(line, column)).join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn line(&mut self, line: &Line, headed: bool) {
        let name = self.name_cells(line);
        let numbered = self.cell(line, Column::Number).chars().any(|c| c.is_ascii_digit());
        let person = numbered && may_be_a_name(&name) && !is_total(&name);
        let texts: Vec<&str> = filled(line).collect();
        let second = self.headed && heading::is_second(&line.cells);
        self.headed = second || heading::is_heading(&line.cells) || heading::is_numbers(&line.cells);
        if self.headed {
            return self.say(Said::Heading, line.number, "");
        }
        if texts.iter().any(|text| is_example(text)) {
            return self.say(Said::Example, line.number, "");
        }
        if !person && texts.iter().any(|text| is_total(text)) {
            return self.say(Said::Total, line.number, "");
        }
        let signs = |text: &str| is_position(text) && (is_shouted(text) || texts.len() == 1);
        let signed = !self.draft.rows.is_empty() && !texts.is_empty() && texts.iter().all(|text| signs(text));
        self.ended |= !person && (signed || texts.iter().any(|text| is_tail(text)));
        if self.ended && !person {
            return self.say(Said::Tail, line.number, "");
        }
        if let Some(group) = self.group_of(line, &name) {
            let of_office = self.draft.rows.is_empty()
                && key(&group).starts_with("trung tam")
                && is_shouted(texts.first().unwrap_or(&""));
            if of_office && !self.known.has(&group) {
                return self.say(Said::Above, line.number, "");
            }
            self.group = self.known.same(&group).map_or(group, str::to_owned);
            let group = self.group.clone();
            return self.say(Said::Group, line.number, &group);
        }
        let lonely = texts.len() == 1 && self.columns.len() > 1 && name.is_empty();
        if !headed && self.draft.rows.is_empty() && (lonely || texts.iter().any(|text| is_title(text))) {
            return self.above(line);
        }
        self.person(line, &name);
    }

    /// A row that holds nothing but the name of a department, perhaps numbered, perhaps with how many are in it.
    fn group_of(&self, line: &Line, name: &str) -> Option<String> {
        let mut texts: Vec<&str> = filled(line).collect();
        // A merged cell may be pasted into each of its columns.
        texts.dedup();
        let counted = |text: &str| {
            text.chars().any(|c| c.is_ascii_digit()) && text.chars().filter(|c| c.is_alphabetic()).count() < 7
        };
        let aside = |text: &str| is_numeral(text) || (counted(text) && !is_department(text));
        let words: Vec<&&str> = texts.iter().filter(|text| !aside(text)).collect();
        let (first, rest) = words.split_first()?;
        // A department beside a name, even if that is none, is somebody's.
        let housed = !name.is_empty() && self.cell(line, Column::Department) == **first && name != **first;
        if housed || rest.iter().any(|other| other != first) {
            return None;
        }
        let roman = texts.first().is_some_and(|text| is_numeral(text) && !text.chars().any(|c| c.is_ascii_digit()));
        let group = named(first);
        let looks = is_department(&group) || (self.known.has(&group) && !name.is_empty() && self.columns.len() > 1);
        let numbered = roman && texts.len() > 1 && words.len() == 1;
        let merged = line.across && !self.ended && group.chars().filter(|c| c.is_alphabetic()).count() > 1;
        (looks || numbered || merged).then_some(group)
    }

    fn person(&mut self, line: &Line, name: &str) {
        let (line, ditto) = self.dittoed(line);
        let line = &line;
        let (department, position) = (self.cell(line, Column::Department), self.cell(line, Column::Position));
        let code = self.cell(line, Column::Code);
        if name.is_empty() {
            let own = [department, position, code].iter().any(|cell| !cell.is_empty());
            if !own {
                if filled(line).any(|text| text.chars().any(char::is_alphabetic)) {
                    self.say(Said::Unread, line.number, "");
                }
                return;
            }
        }
        if line.hidden && !self.how.hidden {
            self.hidden += 1;
            return;
        }
        let mut written = if self.columns.contains(&Column::Name) {
            written::read(self.cell(line, Column::Name))
        } else {
            let front = [self.cell(line, Column::Family), self.cell(line, Column::Front)].join(" ");
            let apart = self.columns.contains(&Column::Family) && self.columns.contains(&Column::Middle);
            let middle = apart.then(|| self.cell(line, Column::Middle));
            let front = if apart { front } else { [front.as_str(), self.cell(line, Column::Middle)].join(" ") };
            written::joined(front.trim(), middle, self.cell(line, Column::Given))
        };
        let titled = if self.columns.contains(&Column::Department) { "" } else { self.title.as_str() };
        let department = [department, &self.group, titled].into_iter().find(|one| !one.is_empty()).unwrap_or_default();
        let plain = if is_shouted(department) { named(department) } else { department.to_owned() };
        written.notes.extend(ditto.into_iter().map(|column| Note::new(Said::Ditto, column.label())));
        written.notes.extend(self.bad_cells(line));
        let (phone, of_phone) = phone::read(self.cell(line, Column::Phone));
        written.notes.extend(of_phone.map(|said| Note::new(said, "")));
        let (joined, of_day) = day::read(self.cell(line, Column::Joined), self.days);
        written.notes.extend(of_day);
        if self.how.file && line.cells.iter().skip(self.columns.len()).any(|cell| !cell.is_empty()) {
            self.say(Said::TooMany, line.number, "");
        }
        let mut row = Row {
            line: line.number,
            phone,
            joined,
            department: self.known.same(&plain).map_or(plain, str::to_owned),
            position: position.to_owned(),
            code: code.to_owned(),
            notes: written.notes,
            ..Row::default()
        };
        row.take(written.name);
        self.draft.rows.push(row);
    }

    /// Cells that are read, and hold an error of the spreadsheet.
    fn bad_cells(&self, line: &Line) -> Vec<Note> {
        let mut notes = Vec::new();
        for (cell, column) in line.cells.iter().zip(&self.columns) {
            if is_error(cell) && !matches!(column, Column::Extra | Column::Number) {
                notes.push(Note::new(Said::BadCell, column.label()));
            }
        }
        notes
    }

    /// Columns that hold something and are not read, and an order that is only supposed.
    fn columns_told(&mut self, rows: &[Line]) {
        for (place, column) in self.columns.clone().into_iter().enumerate() {
            let filled = rows.iter().any(|line| line.cells.get(place).is_some_and(|cell| !cell.is_empty()));
            if column == Column::Extra && filled {
                let label = self.labels.get(place).cloned().unwrap_or_default();
                self.say(Said::Extra, place + 1, &label);
            }
        }
        if self.supposed && self.columns.contains(&Column::Position) {
            self.say(Said::Supposed, 0, "");
        }
    }
}

fn filled(line: &Line) -> impl Iterator<Item = &str> {
    line.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty())
}

/// The department that a title is about: `DANH SÁCH VIÊN CHỨC PHÒNG KỸ THUẬT NĂM 2026`.
fn of_title(text: &str, known: &Known) -> Option<String> {
    let starts: Vec<usize> = text.char_indices().filter(|(_, c)| *c == ' ').map(|(place, _)| place + 1).collect();
    let of_list = key(text).contains("danh sach");
    let alone = std::iter::once(0).filter(|_| !of_list);
    for start in alone.chain(starts.into_iter().filter(|_| of_list)) {
        let rest = text.get(start..)?;
        let rest = rest.split(['(', ',', ';', ':']).next().unwrap_or(rest);
        let word = key(rest.split(' ').next().unwrap_or_default());
        let own = matches!(word.as_str(), "phong" | "khoa" | "doi" | "to" | "ban" | "bo" | "tram" | "xuong")
            || known.same(&named(rest)).is_some();
        if own && is_department(rest) {
            let end = [" NĂM ", " năm ", " THÁNG ", " tháng ", " QUÝ "].iter().filter_map(|word| rest.find(word)).min();
            return Some(named(rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest))).filter(|one| one.contains(' '));
        }
    }
    None
}

/// Departments that differ in marks and capitals only are one: as they are, else as the one with most marks writes it.
fn one_spelling(draft: &mut Draft, known: &Known) {
    let mut best: BTreeMap<String, String> = BTreeMap::new();
    let marks = |text: &str| nfd(text).chars().filter(|c| crate::text::is_mark(*c)).count();
    for row in draft.rows.iter().filter(|row| !row.department.is_empty() && known.same(&row.department).is_none()) {
        let kept = best.entry(key_of(&row.department)).or_insert_with(|| row.department.clone());
        if marks(&row.department) > marks(kept) {
            row.department.clone_into(kept);
        }
    }
    for row in &mut draft.rows {
        if let Some(kept) = best.get(&key_of(&row.department)) {
            kept.clone_into(&mut row.department);
        }
    }
}
