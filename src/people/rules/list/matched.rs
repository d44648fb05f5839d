//! Whom of those that are there a row means, and what it would change of them.

use super::draft::Row;
use super::facts::{Facts, Mark, Place, Present};
use super::words::name_key as key;

/// Who a row is of those that are there.
#[derive(Default)]
pub(super) struct Matched<'a> {
    pub(super) who: Option<&'a Present>,
    pub(super) may_be: Vec<&'a Present>,
    pub(super) marks: Vec<Mark>,
}

impl<'a> Matched<'a> {
    pub(super) fn of(row: &Row, same: &(String, String), facts: &'a Facts) -> Self {
        let mut found = Self::default();
        let holder = Some(row.code.as_str()).filter(|code| !code.is_empty()).and_then(|code| facts.coded(code));
        let named = facts.named(&same.0);
        let answered =
            || holder.into_iter().chain(named.iter().copied()).find(|one| !row.is.is_empty() && one.id == row.is);
        let own_code = holder.filter(|who| key(&who.full_name) == same.0);
        if let Some(who) = answered().or(own_code) {
            found.is(row, who);
            found.may_be = if row.is.is_empty() { Vec::new() } else { vec![who] };
        } else if let Some(who) = holder {
            found.marks.push(Mark::CodeTaken(who.clone()));
            found.may_be.extend(Some(who).filter(|who| who.reached && !who.gone));
        } else {
            found.by_name(row, same, &named);
        }
        if !row.department.is_empty() && facts.departments.same(&row.department).is_none() {
            found.marks.push(Mark::NewDepartment);
        }
        found
    }

    /// Nobody is taken for somebody by their name alone: unless nothing would change.
    fn by_name(&mut self, row: &Row, same: &(String, String), named: &[&'a Present]) {
        let here: Vec<&Present> = named.iter().copied().filter(|one| key(&one.department) == same.1).collect();
        if !here.is_empty() {
            self.marks.push(Mark::There);
        } else if let Some(other) = named.first() {
            self.marks.push(Mark::Elsewhere(other.department.clone()));
        }
        match here.as_slice() {
            [one] if !one.gone && changes(row, one).is_empty() && row.on != Some(true) => {
                self.who = Some(one);
                self.marks.push(Mark::Same);
            }
            _ => self.may_be.extend(named.iter().filter(|one| one.reached && !one.gone)),
        }
    }

    fn is(&mut self, row: &Row, who: &'a Present) {
        self.who = Some(who);
        let changes = changes(row, who);
        if changes.is_empty() {
            self.marks.push(Mark::Same);
            return;
        }
        let hindrance = match () {
            () if who.gone => Some("list.has_left"),
            () if !who.reached => Some("list.out_of_reach"),
            () if who.held => Some("list.holds_role"),
            () => None,
        };
        self.marks.extend(hindrance.map(|key| Mark::Fault(Place::Name, key)));
        self.marks.extend(changes.into_iter().map(|(place, was)| Mark::Changes(place, was)));
    }
}

/// What a list would change of somebody, and what it is until now. What the list leaves empty stays.
fn changes(row: &Row, who: &Present) -> Vec<(Place, String)> {
    let mut changes = Vec::new();
    if row.renames(&who.full_name) {
        changes.push((Place::Name, who.full_name.clone()));
    }
    for (place, new, old) in
        [(Place::Department, &row.department, &who.department), (Place::Position, &row.position, &who.position)]
    {
        if !new.is_empty() && key(new) != key(old) {
            changes.push((place, old.clone()));
        }
    }
    if !row.code.is_empty() && row.code != who.code {
        changes.push((Place::Code, who.code.clone()));
    }
    if !row.joined.is_empty() && row.joined != who.joined {
        changes.push((Place::Joined, who.joined.clone()));
    }
    changes
}
