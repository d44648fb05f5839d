//! What is there, as lists are compared with it, and what may be said of a row.

use super::departments::Known;
use super::words::name_key as key;
use crate::text::say;
use jiff::civil::Date;
use std::collections::HashMap;

/// The column a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Name,
    Department,
    Position,
    Code,
    Joined,
}

impl Place {
    pub(crate) fn words(self) -> &'static str {
        say(match self {
            Self::Name => "column.name",
            Self::Department => "column.department",
            Self::Position => "column.position",
            Self::Code => "column.code",
            Self::Joined => "column.joined",
        })
    }
}

/// Somebody who is there, as lists are compared with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Present {
    pub(crate) id: String,
    /// May be empty.
    pub(crate) code: String,
    pub(crate) full_name: String,
    pub(crate) department: String,
    pub(crate) position: String,
    /// First day at work, `YYYY-MM-DD`; may be empty.
    pub(crate) joined: String,
    /// Has left.
    pub(crate) gone: bool,
    /// Is somebody whom the reader registers.
    pub(crate) reached: bool,
    /// Holds a role, and the reader is no admin: not theirs to change.
    pub(crate) held: bool,
    /// Has declared a telephone number.
    pub(crate) declared: bool,
    /// The number that is suggested to them already.
    pub(crate) suggested: String,
}

/// How many days ahead a first day at work may lie.
const AHEAD: i32 = 366;

/// What is there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) departments: Known,
    /// Day up to which a first day at work may lie ahead; `None`: nobody asks.
    pub(super) until: Option<Date>,
    pub(super) people: Vec<Present>,
    names: HashMap<String, Vec<usize>>,
    codes: HashMap<String, usize>,
}

impl Facts {
    pub(crate) fn of(departments: Known, people: Vec<Present>) -> Self {
        let mut facts = Self { departments, ..Self::default() };
        for (place, one) in people.iter().enumerate() {
            facts.names.entry(key(&one.full_name)).or_default().push(place);
            if !one.code.is_empty() {
                facts.codes.insert(one.code.clone(), place);
            }
        }
        facts.people = people;
        facts
    }

    /// Looked at on a day: nobody begins more than a year after it.
    pub(crate) fn on(mut self, today: Date) -> Self {
        self.until = today.checked_add(jiff::Span::new().days(AHEAD)).ok();
        self
    }

    pub(super) fn named(&self, name: &str) -> Vec<&Present> {
        let places = self.names.get(name).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.people.get(*place)).collect()
    }

    pub(super) fn coded(&self, code: &str) -> Option<&Present> {
        self.codes.get(code).and_then(|place| self.people.get(*place))
    }
}

/// What is to be said of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Hinders it: a key of `texts/`.
    Fault(Place, &'static str),
    /// Hinders it: somebody of another name has the code.
    CodeTaken(Present),
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
    /// Of somebody who is there: what it was; what the list says stands in the row.
    Changes(Place, String),
    /// Of somebody who is there: nothing changes.
    Same,
    /// The number is suggested to its owner.
    Suggests,
}

impl Mark {
    pub(crate) fn hinders(&self) -> bool {
        matches!(self, Self::Fault(..) | Self::CodeTaken(_) | Self::CodeTwice(_))
    }

    pub(crate) fn asks(&self) -> bool {
        matches!(self, Self::There | Self::Twice(_) | Self::Odd)
    }
}
