//! The rows of an export, a chunk at a time, in the order of the screen.

use super::{Row, row};
use crate::db::Reader;
use crate::error::Error;
use crate::standing::rules::State;
use crate::tracking::rules::{Chosen, Sort};
use crate::tracking::store::{CHUNK, Exported, Key, Look, Segment, chunk};
use std::collections::{HashMap, VecDeque};

/// What is left to be read.
pub(crate) struct Rows {
    db: Reader,
    look: Look,
    /// Names of departments by id, as the table shows them.
    departments: HashMap<String, String>,
    left: VecDeque<Segment>,
    key: Key,
    contacts: bool,
}

impl Rows {
    /// `departments` are the ids with their names, in the order of lists; `contacts`: with phone numbers and Zalo names.
    pub(crate) fn new(db: Reader, look: Look, departments: Vec<(String, String)>, contacts: bool) -> Self {
        let left = segments(look.filter.sort, look.filter.chosen, &departments);
        Self { db, look, departments: departments.into_iter().collect(), left, key: Key::default(), contacts }
    }

    /// Whether its rows have phone numbers and Zalo names.
    pub(crate) fn contacts(&self) -> bool {
        self.contacts
    }

    /// The next chunk; `None` when there are no more rows.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Row>>, Error> {
        let mut rows = Vec::new();
        while let Some(segment) = self.left.front() {
            let found = chunk(&self.db, &self.look, segment, &self.key).await?;
            match found.last() {
                Some(last) if found.len() == CHUNK => self.key = last.key(),
                _ => {
                    self.left.pop_front();
                    self.key = Key::default();
                }
            }
            rows.extend(found.iter().filter(|one| self.takes(one)).map(|one| self.row(one)));
            if rows.len() >= CHUNK {
                break;
            }
        }
        Ok(if rows.is_empty() && self.left.is_empty() { None } else { Some(rows) })
    }

    fn row(&self, one: &Exported) -> Row {
        let department = self.departments.get(&one.department_id).map_or("", String::as_str);
        row(one, department, &self.look.today, self.contacts)
    }

    fn takes(&self, one: &Exported) -> bool {
        let words = &self.look.filter.words;
        let texts = [one.full_name.as_str(), one.position.as_str(), one.code.as_deref().unwrap_or_default()];
        if self.look.closed_at.is_some() { words.stand_in(&texts) } else { words.marks_stand_in(&texts) }
    }
}

fn segments(sort: Sort, chosen: Chosen, departments: &[(String, String)]) -> VecDeque<Segment> {
    match (sort, chosen) {
        (Sort::Name, _) => VecDeque::from([Segment::All]),
        (Sort::Department, _) => departments.iter().map(|one| Segment::Department(one.0.clone())).collect(),
        (Sort::State, Chosen::State(state)) if state != State::Paused => VecDeque::from([Segment::All]),
        (Sort::State, _) => State::ALL.iter().map(|state| Segment::State(*state)).collect(),
        (Sort::Due, _) => VecDeque::from([Segment::Due, Segment::WithoutDue]),
    }
}
