//! A file on its way: what of its sheets may be read again otherwise, and nothing else of it.

use super::departments::Known;
use super::draft::Draft;
use super::grid::Line;
use super::private::is_private;
use super::reader::{How, Read, read};
use super::words::forget_keys;
use super::{Column, Note, Said, csv, phone, sheet};
use crate::office::Book;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is kept of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Source {
    /// Those with people in them.
    pub(crate) pages: Vec<Page>,
    /// The one that is read.
    pub(crate) at: usize,
    /// Whether hidden rows and columns are read; `None`: nobody has said.
    pub(crate) hidden: Option<bool>,
    /// What is said of the file as a whole.
    pub(crate) told: Vec<Note>,
}

/// What is kept of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) name: String,
    /// How many people stand in it.
    pub(crate) people: usize,
    /// Hidden rows that are somebody's.
    pub(crate) hidden_people: usize,
    pub(crate) columns: Vec<Head>,
    /// Place of the first line below the heading.
    pub(crate) below: usize,
    pub(crate) lines: Vec<Line>,
    /// Somebody has said what the columns hold.
    pub(crate) chosen: bool,
    /// Its numbers count days from 1904.
    #[serde(default)]
    pub(crate) since_1904: bool,
    /// What was said of it once and for all.
    pub(crate) told: Vec<Note>,
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) label: String,
    pub(crate) column: Column,
    /// Nothing of it is kept.
    pub(crate) dropped: bool,
    pub(crate) hidden: bool,
    /// Something stands in it.
    pub(crate) filled: bool,
}

fn is_settled(kind: Said) -> bool {
    kind.is_of_column() || matches!(kind, Said::Total | Said::Tail | Said::Example)
}

/// Why a file is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nobody {
    /// Nobody in any sheet.
    None,
    /// More people than are taken at once, in the sheet with most.
    TooMany(usize),
    /// The only sheet goes on beyond what is looked at.
    Long,
}

impl Draft {
    /// A list of a file: of several sheets with people the one that says most of them is read first.
    pub(crate) fn of_book(book: &Book, known: &Known) -> Result<Self, Nobody> {
        let mut told = Vec::new();
        if book.hidden > 0 {
            told.push(Note::new(Said::HiddenSheets, book.hidden.to_string()));
        }
        if book.old_letters {
            told.push(Note::new(Said::OldLetters, ""));
        }
        let mut pages = Vec::new();
        if let Some(text) = &book.text {
            pages.extend(Page::of(String::new(), csv::lines(text), (&[], false), known));
        }
        for one in &book.sheets {
            if one.long {
                told.push(Note::new(Said::LongSheet, one.name.clone()));
            }
            if one.wide {
                told.push(Note::new(Said::WideSheet, one.name.clone()));
            }
            pages.extend(Page::of(one.name.clone(), sheet::lines(one), (&one.hidden_columns, book.since_1904), known));
        }
        if book.blind {
            told.push(Note::new(Said::Blind, ""));
        }
        let long = book.sheets.iter().any(|one| one.long);
        let at = pages.iter().enumerate().max_by_key(|(place, page)| (page.worth(), std::cmp::Reverse(*place)));
        let Some((at, best)) = at else { return Err(if long { Nobody::Long } else { Nobody::None }) };
        if best.people > super::MOST_OF_FILE {
            return Err(Nobody::TooMany(best.people));
        }
        pages.iter_mut().for_each(Page::forget_private);
        let mut draft = Self { source: Some(Source { pages, at, hidden: None, told }), ..Self::default() };
        draft.read_again(known);
        Ok(draft)
    }

    /// Reads the sheet anew, as the columns are chosen by now; what was corrected in its rows is gone.
    pub(crate) fn read_again(&mut self, known: &Known) {
        let Some(source) = self.source.take() else { return };
        let Some(page) = source.pages.get(source.at) else { return };
        let Read { draft, .. } = page.read(known, source.reads_hidden());
        self.rows = draft.rows;
        self.said.clone_from(&source.told);
        self.said.extend(draft.said.into_iter().filter(|note| !page.chosen || note.kind != Said::Supposed));
        self.said.extend(page.told.iter().filter(|note| !page.chosen || !note.kind.is_of_column()).cloned());
        self.said.extend(page.columns_told());
        self.fresh.clear();
        self.source = Some(source);
        forget_keys();
    }

    /// Whether somebody has to say whether hidden rows and columns are read.
    pub(crate) fn asks_hidden(&self) -> bool {
        let Some(source) = &self.source else { return false };
        source.hidden.is_none() && source.page().is_some_and(Page::hides)
    }
}

impl Source {
    pub(crate) fn page(&self) -> Option<&Page> {
        self.pages.get(self.at)
    }

    pub(crate) fn reads_hidden(&self) -> bool {
        self.hidden.unwrap_or_default()
    }

    /// Another sheet is read.
    pub(crate) fn turn(&mut self, to: usize) {
        if to < self.pages.len() && to != self.at {
            (self.at, self.hidden) = (to, None);
        }
    }

    /// Takes over what somebody says of the columns, in their order, without those of which nothing is kept.
    pub(crate) fn choose(&mut self, columns: &[Column]) {
        let Some(page) = self.pages.get_mut(self.at) else { return };
        let open = page.columns.iter_mut().filter(|one| one.may_be_chosen());
        let mut changed = false;
        for (one, column) in open.zip(columns) {
            changed |= one.column != *column;
            one.column = *column;
        }
        page.chosen |= changed;
    }
}

impl Head {
    /// Whether it is shown with a choice.
    pub(crate) fn may_be_chosen(&self) -> bool {
        self.filled && !self.dropped
    }
}

impl Page {
    /// What a sheet is; `None` without people.
    fn of(name: String, mut lines: Vec<Line>, (hidden, since_1904): (&[usize], bool), known: &Known) -> Option<Self> {
        let all = How { file: true, hidden: true, columns: None, since_1904 };
        let found = read(&lines, known, all);
        if found.draft.rows.is_empty() {
            return None;
        }
        let rows = lines.get(found.below..).unwrap_or_default();
        let head = |(place, (column, label)): (usize, (Column, String))| {
            let filled = rows.iter().any(|line| line.cells.get(place).is_some_and(|cell| !cell.is_empty()));
            let looks = found.looks.get(place).copied().unwrap_or_default();
            Head { dropped: is_private(column, &label, looks), label, column, hidden: hidden.contains(&place), filled }
        };
        let columns = found.columns.into_iter().enumerate().map(head).collect();
        let any_hidden = lines.iter().any(|line| line.hidden);
        let hidden_people = if any_hidden { read(&lines, known, How { hidden: false, ..all }).hidden } else { 0 };
        // What stands under a list, and what is said of its columns, is known now: nothing of it has to be kept.
        let told: Vec<Note> = found.draft.said.into_iter().filter(|note| is_settled(note.kind)).collect();
        let beside: BTreeSet<usize> =
            told.iter().filter(|note| !note.kind.is_of_column()).map(|note| note.line).collect();
        lines.retain(|line| !beside.contains(&line.number));
        Some(Self {
            name,
            people: found.draft.rows.len(),
            hidden_people,
            columns,
            below: found.below,
            lines,
            chosen: false,
            since_1904,
            told,
        })
    }

    /// Departments or positions make a list of staff of a list of names.
    fn worth(&self) -> (usize, usize) {
        let says = |wanted: Column| self.columns.iter().any(|one| one.column == wanted);
        (usize::from(says(Column::Department)) + usize::from(says(Column::Position)), self.people)
    }

    /// Empties the cells of which nothing is kept.
    fn forget_private(&mut self) {
        let dropped: Vec<bool> = self.columns.iter().map(|one| one.dropped).collect();
        for line in self.lines.iter_mut().skip(self.below) {
            let width = dropped.len();
            for (place, cell) in line.cells.iter_mut().enumerate() {
                let beyond = place >= width;
                if beyond && !cell.is_empty() {
                    "…".clone_into(cell);
                } else if dropped.get(place) == Some(&true) || cell.contains('@') {
                    cell.clear();
                }
            }
        }
    }

    fn read(&self, known: &Known, hidden: bool) -> Read {
        let unseen = |one: &Head| one.hidden && !hidden;
        let columns: Vec<Column> = self
            .columns
            .iter()
            .map(|one| if unseen(one) || one.dropped { Column::Extra } else { one.column })
            .collect();
        let found =
            read(&self.lines, known, How { file: true, hidden, columns: Some(&columns), since_1904: self.since_1904 });
        if found.draft.rows.is_empty() && !hidden { self.read(known, true) } else { found }
    }

    fn hides(&self) -> bool {
        let column = |one: &Head| one.hidden && one.filled && !matches!(one.column, Column::Extra | Column::Number);
        self.hidden_people > 0 || self.columns.iter().any(column)
    }

    /// Labels of hidden columns that could be read.
    pub(crate) fn hidden_columns(&self) -> Vec<&str> {
        let column = |one: &&Head| one.hidden && one.filled && !matches!(one.column, Column::Extra | Column::Number);
        self.columns.iter().filter(column).map(|one| one.label.as_str()).collect()
    }

    /// What is not read of the columns, and what could be.
    fn columns_told(&self) -> Vec<Note> {
        let told = |(place, one): (usize, &Head)| {
            let kind = if one.dropped { Said::Extra } else { Said::Idle };
            (one.filled && (one.dropped || one.column == Column::Extra))
                .then(|| Note::at(kind, place + 1, one.label.clone()))
        };
        self.columns.iter().enumerate().filter_map(told).collect()
    }

    /// The first words of a column, to know it by.
    pub(crate) fn sample(&self, place: usize) -> String {
        let rows = self.lines.iter().skip(self.below).filter_map(|line| line.cells.get(place));
        // A telephone number is its owner's to see.
        rows.filter(|cell| !cell.is_empty() && !phone::is_phone(cell))
            .take(2)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("; ")
    }
}
