//! What the table is narrowed to, and its order.

use super::Words;
use crate::standing::rules::State;

/// Whose rows are chosen by where they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// Everybody who has not left.
    #[default]
    Here,
    State(State),
    Overdue,
    /// Has to confirm again.
    Again,
}

impl Chosen {
    /// From an address; `None`: there is no such filter.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "" => Some(Self::Here),
            "overdue" => Some(Self::Overdue),
            "again" => Some(Self::Again),
            name => State::parse(name).map(Self::State),
        }
    }
}

text_enum! {
    pub(crate) enum Sort {
        Name = "",
        Department = "department",
        State = "state",
        Due = "due",
    }
}

/// What the table is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Department id, or empty.
    pub(crate) department: String,
    pub(crate) chosen: Chosen,
    pub(crate) words: Words,
    pub(crate) sort: Sort,
}
