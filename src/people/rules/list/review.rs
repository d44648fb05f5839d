//! A list against what is there: what hinders a row, what needs a yes, which departments are new.

use super::departments::Known;
use super::draft::{Draft, Row};
use super::words::is_position;
use crate::text::say;
use crate::words::key;
use std::collections::{BTreeMap, HashMap};

/// The column a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Name,
    Department,
    Position,
    Code,
}

impl Place {
    pub(crate) fn words(self) -> &'static str {
        say(match self {
            Self::Name => "column.name",
            Self::Department => "column.department",
            Self::Position => "column.position",
            Self::Code => "column.code",
        })
    }
}

/// Somebody of the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Namesake {
    pub(crate) full_name: String,
    pub(crate) department: String,
}

/// What is there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) departments: Known,
    /// People whose names, folded, are those of rows: by that name.
    pub(crate) people: HashMap<String, Vec<Namesake>>,
    /// Who has a code that stands in a row.
    pub(crate) codes: HashMap<String, Namesake>,
}

/// What is to be said of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Hinders it: a key of `texts/`.
    Fault(Place, &'static str),
    /// Hinders it: somebody has the code.
    CodeTaken(Namesake),
    /// Hinders it: so does another row.
    CodeTwice(usize),
    /// Needs a yes: somebody of this name is in the department.
    There,
    /// Needs a yes: another row is the same.
    Twice(usize),
    /// Needs a yes: the department reads like a position.
    Odd,
    /// The department is new.
    NewDepartment,
    /// Somebody of this name is in another department.
    Elsewhere(String),
}

impl Mark {
    pub(crate) fn hinders(&self) -> bool {
        matches!(self, Self::Fault(..) | Self::CodeTaken(_) | Self::CodeTwice(_))
    }

    pub(crate) fn asks(&self) -> bool {
        matches!(self, Self::There | Self::Twice(_) | Self::Odd)
    }
}

/// A row as it stands now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reviewed {
    pub(crate) marks: Vec<Mark>,
    /// Will be added.
    pub(crate) on: bool,
    /// Was to be added, and cannot be as it is.
    pub(crate) stopped: bool,
}

impl Reviewed {
    pub(crate) fn hindered(&self) -> bool {
        self.marks.iter().any(Mark::hinders)
    }

    pub(crate) fn asks(&self) -> bool {
        self.marks.iter().any(Mark::asks)
    }
}

/// A department that is not there, and what it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) name: String,
    pub(crate) people: usize,
    pub(crate) like: Vec<String>,
    /// Somebody has said that it is a new one.
    pub(crate) fresh: bool,
}

/// Each row, in order, and the departments that are not there.
pub(crate) fn review(draft: &Draft, facts: &Facts) -> (Vec<Reviewed>, Vec<Answer>) {
    let mut names: HashMap<(String, String), usize> = HashMap::new();
    let mut codes: HashMap<&str, usize> = HashMap::new();
    let mut rows = Vec::new();
    for row in &draft.rows {
        let mut marks = own(row);
        let same = (key(&row.full()), key(&row.department));
        marks.extend(against(row, &same, facts));
        if let Some(line) = names.get(&same) {
            marks.push(Mark::Twice(*line));
        }
        if let Some(line) = codes.get(row.code.as_str()) {
            marks.push(Mark::CodeTwice(*line));
        }
        let (hindered, asks) = (marks.iter().any(Mark::hinders), marks.iter().any(Mark::asks));
        let one_word = row.family.is_empty() && row.middle.is_empty();
        let on = match row.on {
            Some(on) => on && !hindered && (!asks || row.anyway),
            None => !hindered && !asks && !one_word,
        };
        let stopped = row.on == Some(true) && !on;
        names.entry(same).or_insert(row.line);
        if !row.code.is_empty() && row.on != Some(false) {
            codes.entry(&row.code).or_insert(row.line);
        }
        rows.push(Reviewed { marks, on, stopped });
    }
    (rows, answers(draft, facts))
}

/// What a row says of itself.
fn own(row: &Row) -> Vec<Mark> {
    let mut marks = Vec::new();
    if row.full().is_empty() {
        marks.push(Mark::Fault(Place::Name, "list.name_missing"));
    } else if let Err(key) = row.name() {
        marks.push(Mark::Fault(Place::Name, key));
    }
    if row.department.is_empty() {
        marks.push(Mark::Fault(Place::Department, "list.department_missing"));
    } else if is_position(&row.department) {
        marks.push(Mark::Odd);
    }
    let long = |text: &str, most: usize| text.chars().count() > most;
    for (place, text, most) in
        [(Place::Department, &row.department, 150), (Place::Position, &row.position, 150), (Place::Code, &row.code, 40)]
    {
        if long(text, most) {
            marks.push(Mark::Fault(place, "list.long"));
        }
    }
    marks
}

fn against(row: &Row, same: &(String, String), facts: &Facts) -> Vec<Mark> {
    let mut marks = Vec::new();
    let people = facts.people.get(&same.0).map(Vec::as_slice).unwrap_or_default();
    if people.iter().any(|one| key(&one.department) == same.1) {
        marks.push(Mark::There);
    } else if let Some(other) = people.first() {
        marks.push(Mark::Elsewhere(other.department.clone()));
    }
    if let Some(whose) = facts.codes.get(&row.code).filter(|_| !row.code.is_empty()) {
        marks.push(Mark::CodeTaken(whose.clone()));
    }
    if !row.department.is_empty() && facts.departments.same(&row.department).is_none() {
        marks.push(Mark::NewDepartment);
    }
    marks
}

fn answers(draft: &Draft, facts: &Facts) -> Vec<Answer> {
    let mut counts: BTreeMap<usize, (&str, usize)> = BTreeMap::new();
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut known = facts.departments.clone();
    for row in draft.rows.iter().filter(|row| !row.department.is_empty()) {
        if facts.departments.same(&row.department).is_some() {
            continue;
        }
        let line = *first.entry(&row.department).or_insert(row.line);
        counts.entry(line).or_insert((&row.department, 0)).1 += 1;
    }
    let one = |(name, people): (&str, usize)| {
        let like = known.like(name);
        known.add(name);
        Answer { name: name.to_owned(), people, like, fresh: draft.fresh.iter().any(|fresh| fresh == name) }
    };
    counts.into_values().map(one).collect()
}
