//! A list against what is there: what hinders a row, what needs a yes, which departments are new.

use super::draft::{Draft, Row};
use super::facts::{Facts, Mark, Place, Present};
use super::matched::Matched;
use super::words::{is_position, name_key as key};
use std::collections::{BTreeMap, HashMap};

/// A row as it stands now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reviewed {
    pub(crate) marks: Vec<Mark>,
    /// Will be added, or changed.
    pub(crate) on: bool,
    /// Was to be added or changed, and cannot be as it is.
    pub(crate) stopped: bool,
    /// Who it is of those that are there; empty: somebody new.
    pub(crate) is: String,
    /// Those it may be, where somebody has to say so.
    pub(crate) may_be: Vec<Present>,
    /// A number is suggested to whoever it is.
    pub(crate) suggests: bool,
}

impl Reviewed {
    pub(crate) fn hindered(&self) -> bool {
        self.marks.iter().any(Mark::hinders)
    }

    pub(crate) fn asks(&self) -> bool {
        self.marks.iter().any(Mark::asks)
    }

    /// Nothing of them changes.
    pub(crate) fn same(&self) -> bool {
        !self.is.is_empty() && self.marks.contains(&Mark::Same)
    }

    /// The one person of the name in the department, where nobody has said yet whether it is them.
    pub(crate) fn likely(&self) -> Option<&str> {
        match self.may_be.as_slice() {
            [one] if self.is.is_empty() && self.marks.contains(&Mark::There) => Some(&one.id),
            _ => None,
        }
    }

    pub(crate) fn adds(&self) -> bool {
        self.on && self.is.is_empty()
    }

    pub(crate) fn changes(&self) -> bool {
        self.on && !self.is.is_empty()
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
    let mut whose: HashMap<String, usize> = HashMap::new();
    let mut rows = Vec::new();
    for row in &draft.rows {
        let same = (key(&row.full()), key(&row.department));
        let found = Matched::of(row, &same, facts);
        let mut marks = own(row, found.who.is_some(), facts);
        marks.extend(found.marks);
        let twice = found.who.and_then(|who| whose.get(&who.id)).or_else(|| names.get(&same));
        if let Some(line) = twice {
            marks.push(Mark::Twice(*line));
        }
        if let Some(line) = codes.get(row.code.as_str()) {
            marks.push(Mark::CodeTwice(*line));
        }
        let (hindered, asks) = (marks.iter().any(Mark::hinders), marks.iter().any(Mark::asks));
        let one_word = row.family.is_empty() && row.middle.is_empty();
        let idle = marks.contains(&Mark::Same);
        let known = found.who.is_some();
        let on = match row.on {
            Some(on) => on && !hindered && (!asks || row.anyway),
            None => !hindered && !asks && (!one_word || known),
        };
        let stopped = row.on == Some(true) && !on && !idle;
        let suggests = !row.phone.is_empty()
            && !hindered
            && (on || idle)
            && found.who.is_none_or(|who| !who.declared && who.suggested != row.phone);
        if suggests {
            marks.push(Mark::Suggests);
        }
        names.entry(same).or_insert(row.line);
        if !row.code.is_empty() && row.on != Some(false) {
            codes.entry(&row.code).or_insert(row.line);
        }
        if let Some(who) = found.who {
            whose.entry(who.id.clone()).or_insert(row.line);
        }
        rows.push(Reviewed {
            marks,
            on: on && !idle,
            stopped,
            is: found.who.map(|who| who.id.clone()).unwrap_or_default(),
            may_be: found.may_be.into_iter().cloned().collect(),
            suggests,
        });
    }
    (rows, answers(draft, facts))
}

/// Who is there and reached, and is nobody of the list nor of a name that stands in it.
pub(crate) fn missing<'a>(draft: &Draft, facts: &'a Facts, reviewed: &[Reviewed]) -> Vec<&'a Present> {
    let names: std::collections::HashSet<String> = draft.rows.iter().map(|row| key(&row.full())).collect();
    let found: std::collections::HashSet<&str> = reviewed.iter().map(|one| one.is.as_str()).collect();
    let is = |one: &&Present| {
        !one.gone && one.reached && !found.contains(one.id.as_str()) && !names.contains(&key(&one.full_name))
    };
    facts.people.iter().filter(is).collect()
}

/// What a row says of itself; whoever is `known` keeps a department that the list does not tell.
fn own(row: &Row, known: bool, facts: &Facts) -> Vec<Mark> {
    let mut marks = Vec::new();
    if row.full().is_empty() {
        marks.push(Mark::Fault(Place::Name, "list.name_missing"));
    } else if let Err(key) = row.name() {
        marks.push(Mark::Fault(Place::Name, key));
    }
    if row.department.is_empty() && !known {
        marks.push(Mark::Fault(Place::Department, "list.department_missing"));
    } else if is_position(&row.department) {
        marks.push(Mark::Odd);
    }
    let day = row.joined.parse::<jiff::civil::Date>().ok();
    if day.zip(facts.until).is_some_and(|(day, until)| day > until) {
        marks.push(Mark::Fault(Place::Joined, "list.day_far"));
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
