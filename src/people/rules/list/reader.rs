//! Lines to people: what a line is, and which department it belongs to.

use super::content::{self, may_be_a_name};
use super::departments::{Known, is_numeral, named};
use super::draft::{Draft, Row};
use super::grid::Line;
use super::heading::{self, Heading};
use super::words::{is_department, is_position, is_shouted, is_tail, is_title, is_total, key};
use super::{Column, Note, Said, written};
use crate::text::nfd;
use crate::words::key as key_of;
use std::collections::BTreeMap;

/// Recognises a list: people in the order of their lines, and what was done with the other lines and columns.
pub(crate) fn recognise(grid: &[Line], known: &Known) -> Draft {
    let found = heading::find(grid);
    let mut reader = Reader::new(known);
    if let Some(heading) = &found {
        reader.under(heading, grid);
    } else {
        (reader.columns, reader.supposed) = content::columns(grid, known);
        reader.labels = vec![String::new(); reader.columns.len()];
    }
    let below = found.as_ref().map_or(0, |heading| heading.until);
    for line in grid.iter().skip(below) {
        reader.line(line, found.is_some());
    }
    reader.columns_told(grid.get(below..).unwrap_or_default());
    one_spelling(&mut reader.draft, known);
    reader.draft
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
}

impl<'a> Reader<'a> {
    fn new(known: &'a Known) -> Self {
        Self {
            known,
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

    fn say(&mut self, kind: Said, line: usize, text: &str) {
        self.draft.said.push(Note::at(kind, line, text));
    }

    /// A line over the list; its title may name the department of everybody.
    fn above(&mut self, line: &Line) {
        let text = filled(line).collect::<Vec<_>>().join(" ");
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
        place.and_then(|place| line.cells.get(place)).map_or("", String::as_str)
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
        if heading::is_heading(&line.cells) || heading::is_numbers(&line.cells) {
            return self.say(Said::Heading, line.number, "");
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
        let texts: Vec<&str> = filled(line).collect();
        let counted = |text: &str| {
            text.chars().any(|c| c.is_ascii_digit()) && text.chars().filter(|c| c.is_alphabetic()).count() < 7
        };
        let aside = |text: &str| is_numeral(text) || (counted(text) && !is_department(text));
        let words: Vec<&&str> = texts.iter().filter(|text| !aside(text)).collect();
        // A merged cell may be pasted into each of its columns.
        let (first, rest) = words.split_first()?;
        if rest.iter().any(|other| other != first) {
            return None;
        }
        let roman = texts.first().is_some_and(|text| is_numeral(text) && !text.chars().any(|c| c.is_ascii_digit()));
        let group = named(first);
        let looks = is_department(&group) || (self.known.has(&group) && !name.is_empty() && self.columns.len() > 1);
        let numbered = roman && texts.len() > 1 && words.len() == 1;
        (looks || numbered).then_some(group)
    }

    fn person(&mut self, line: &Line, name: &str) {
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
        let written = if self.columns.contains(&Column::Name) {
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
        let mut row = Row {
            line: line.number,
            department: self.known.same(&plain).map_or(plain, str::to_owned),
            position: position.to_owned(),
            code: code.to_owned(),
            notes: written.notes,
            ..Row::default()
        };
        row.take(written.name);
        self.draft.rows.push(row);
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
