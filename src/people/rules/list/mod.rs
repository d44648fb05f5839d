//! A staff list as offices write it: cells in, people and what was done in out. Reads nothing, asks nobody.

mod content;
mod departments;
mod draft;
mod grid;
mod heading;
mod reader;
mod review;
mod words;
mod written;

#[cfg(test)]
mod tests;

pub(crate) use departments::Known;
pub use draft::{Draft, Row};
pub(crate) use grid::read;
pub(crate) use reader::recognise;
pub(crate) use review::{Answer, Facts, Mark, Namesake, Reviewed, review};

use crate::text::say;
use serde::{Deserialize, Serialize};

/// Most people of one list.
pub(crate) const MOST: usize = 500;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Number,
    Name,
    /// Họ and chữ lót together.
    Front,
    Family,
    Middle,
    Given,
    Department,
    Position,
    Code,
    /// Is not read.
    Extra,
}

impl Column {
    fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Front | Self::Family | Self::Middle | Self::Given)
    }
}

/// What was done with a line, a cell or a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Of a name: a title or a form of address was taken off.
    Title,
    /// Of a name: capitals were set.
    Capitals,
    /// Of a name: its parts are a guess.
    Parts,
    /// Of a name: one word.
    OneWord,
    /// Of a name: what stands in brackets was taken off.
    Brackets,
    /// Of a name: a telephone number behind it was not read.
    Phone,
    /// Of a line: over the list.
    Above,
    /// Of a line: the heading, or a repeated one.
    Heading,
    /// Of a line: a sum.
    Total,
    /// Of lines: place, day, signatures.
    Tail,
    /// Of a line: names the department of those below it.
    Group,
    /// Of a line: its title names the department.
    InTitle,
    /// Of a column: not read.
    Extra,
    /// Of the columns of department and position: their order is supposed.
    Supposed,
    /// Of them: the headings stood over each other's.
    Crossed,
    /// Of a line: no name and no department, although something stands there.
    Unread,
}

impl Said {
    /// Its sentence, with `{dong}` and `{chu}` in it.
    pub(crate) fn words(self) -> &'static str {
        say(match self {
            Self::Title => "said.title",
            Self::Capitals => "said.capitals",
            Self::Parts => "said.parts",
            Self::OneWord => "said.one_word",
            Self::Brackets => "said.brackets",
            Self::Phone => "said.phone",
            Self::Above => "said.above",
            Self::Heading => "said.heading",
            Self::Total => "said.total",
            Self::Tail => "said.tail",
            Self::Group => "said.group",
            Self::InTitle => "said.in_title",
            Self::Extra => "said.extra",
            Self::Supposed => "said.supposed",
            Self::Crossed => "said.crossed",
            Self::Unread => "said.unread",
        })
    }
}

/// Something said of a row, or of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub(crate) kind: Said,
    /// Line of the paste; 0 where it is of the row it stands at, or of a column.
    #[serde(default)]
    pub(crate) line: usize,
    /// Words of the list it is about; may be empty.
    #[serde(default)]
    pub(crate) text: String,
}

impl Note {
    fn new(kind: Said, text: impl Into<String>) -> Self {
        Self { kind, line: 0, text: text.into() }
    }

    fn at(kind: Said, line: usize, text: impl Into<String>) -> Self {
        Self { kind, line, text: text.into() }
    }
}
