//! A list on its way: what was read of it, and what somebody has chosen since.

use super::{Note, Source};
use crate::people::rules::name::{Name, Order};
use crate::text::nfd;
use crate::words::key;
use serde::{Deserialize, Serialize};

/// One person of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Of the paste.
    pub(crate) line: usize,
    pub(crate) family: String,
    pub(crate) middle: String,
    pub(crate) given: String,
    /// Họ stands behind the tên.
    #[serde(default)]
    pub(crate) family_last: bool,
    pub(crate) department: String,
    pub(crate) position: String,
    pub(crate) code: String,
    /// As stored; empty where the list has none, or none that is certain.
    #[serde(default)]
    pub(crate) phone: String,
    /// First day at work, `YYYY-MM-DD`; empty where the list has none, or none that is certain.
    #[serde(default)]
    pub(crate) joined: String,
    #[serde(default)]
    pub(crate) notes: Vec<Note>,
    /// Whether it is to be added; `None`: nobody has said.
    #[serde(default)]
    pub(crate) on: Option<bool>,
    /// Added although somebody of the name is there: asked and said yes.
    #[serde(default)]
    pub(crate) anyway: bool,
    /// Somebody has said who of those that are there it is: an id.
    #[serde(default)]
    pub(crate) is: String,
}

impl Row {
    /// The name; a key of `texts/` tells what is wrong with it.
    pub(crate) fn name(&self) -> Result<Name, &'static str> {
        let order = if self.family_last { Order::FamilyLast } else { Order::FamilyFirst };
        Name::parse(&self.family, &self.middle, &self.given, order)
    }

    /// As written in papers, or what there is of it.
    pub(crate) fn full(&self) -> String {
        self.name().map_or_else(
            |_| [&self.family, &self.middle, &self.given].map(String::as_str).join(" ").trim().to_owned(),
            |name| name.full(),
        )
    }

    /// Whether somebody of that name is called otherwise here: another name, or the same with marks that it lacked.
    pub(crate) fn renames(&self, full_name: &str) -> bool {
        let marks = |text: &str| nfd(text).chars().filter(|c| crate::text::is_mark(*c)).count();
        let name = self.full();
        if key(&name) == key(full_name) { marks(&name) > marks(full_name) } else { true }
    }

    pub(crate) fn take(&mut self, name: Name) {
        self.family_last = name.order == Order::FamilyLast;
        (self.family, self.middle, self.given) = (name.family, name.middle, name.given);
    }
}

/// The whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub(crate) rows: Vec<Row>,
    /// Of lines and columns that are nobody's.
    pub(crate) said: Vec<Note>,
    /// Departments that are made although one looks alike, as they are written.
    #[serde(default)]
    pub(crate) fresh: Vec<String>,
    /// What is kept of a file, to be read again; `None`: it was pasted.
    #[serde(default)]
    pub(crate) source: Option<Source>,
}

impl Draft {
    /// Writes a department otherwise in every row that has it.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        for row in self.rows.iter_mut().filter(|row| row.department == from) {
            to.clone_into(&mut row.department);
        }
    }

    /// Rows without a department take that of the row above.
    pub(crate) fn carry_down(&mut self) {
        let mut above = String::new();
        for row in &mut self.rows {
            if row.department.is_empty() {
                above.clone_into(&mut row.department);
            } else {
                row.department.clone_into(&mut above);
            }
        }
    }

    /// Rows without a department take this one.
    pub(crate) fn fill(&mut self, department: &str) {
        for row in self.rows.iter_mut().filter(|row| row.department.is_empty()) {
            department.clone_into(&mut row.department);
        }
    }

    /// Department and position change places.
    pub(crate) fn swap(&mut self) {
        for row in &mut self.rows {
            std::mem::swap(&mut row.department, &mut row.position);
        }
    }
}
