//! What narrows and orders the table: filters of one tap, departments, the entries of the selects.

use super::{Asked, Table};
use crate::standing::rules::State;
use crate::text::say;
use crate::tracking::rules::{Chosen, Counts, Sort, matches};

/// A filter of one tap.
pub(super) struct Chip {
    pub(super) href: String,
    pub(super) label: &'static str,
    pub(super) n: i64,
    pub(super) here: bool,
}

/// A department in one line.
pub(super) struct Room {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) done: i64,
    pub(super) total: i64,
    pub(super) overdue: i64,
}

/// An entry of a select.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) on: bool,
}

pub(super) fn chips(table: &Table<'_>, asked: &Asked) -> Vec<Chip> {
    let count = |chosen| matches(&table.tallies, &asked.department, chosen).values().sum::<i64>();
    let beside = [
        ("", say("tracking.all"), count(Chosen::Here)),
        ("overdue", say("tracking.overdue"), count(Chosen::Overdue)),
        ("again", say("tracking.again"), count(Chosen::Again)),
    ];
    let states = State::ALL.iter().map(|one| (one.as_str(), one.words(), count(Chosen::State(*one))));
    let shown = beside.into_iter().chain(states).filter(|(name, _, n)| *n > 0 || *name == asked.state);
    shown.map(|(name, label, n)| Chip { href: asked.with_state(name), label, n, here: name == asked.state }).collect()
}

pub(super) fn rooms(table: &Table<'_>, counts: &[Counts], asked: &Asked) -> Vec<Room> {
    let room = |line: &Counts| {
        let id = table.departments.iter().find(|(_, name)| *name == line.department).map(|one| one.0.as_str());
        Room {
            href: asked.with_department(id.unwrap_or_default()),
            name: line.department.clone(),
            done: line.acknowledged,
            total: line.total,
            overdue: line.overdue,
        }
    };
    counts.iter().take(counts.len().saturating_sub(1)).map(room).collect()
}

pub(super) fn choice(value: &str, label: &str, on: bool) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), on }
}

pub(super) fn states(asked: &Asked) -> Vec<Choice> {
    let beside = [("overdue", say("tracking.overdue")), ("again", say("tracking.again"))];
    let states = State::ALL.iter().map(|state| (state.as_str(), state.words()));
    beside.into_iter().chain(states).map(|(value, label)| choice(value, label, value == asked.state)).collect()
}

pub(super) fn sorts(on: Sort) -> Vec<Choice> {
    let words = say("tracking.sorts").split('|');
    Sort::ALL.iter().zip(words).map(|(sort, label)| choice(sort.as_str(), label, *sort == on)).collect()
}
