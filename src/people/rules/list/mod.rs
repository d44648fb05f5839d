//! A staff list as offices write it: cells in, people and what was done in out. Reads nothing, asks nobody.

mod content;
mod csv;
mod day;
mod departments;
mod draft;
mod facts;
mod grid;
mod heading;
mod matched;
mod phone;
mod private;
mod reader;
mod review;
mod role;
mod sheet;
mod source;
mod titles;
mod words;
mod written;

#[cfg(test)]
mod tests;

pub(crate) use departments::Known;
pub use draft::{Draft, Row};
pub(crate) use facts::{Facts, Mark, Place, Present};
pub(crate) use grid::read;
pub(crate) use reader::recognise;
pub(crate) use review::{Answer, Reviewed, missing, review};
pub(crate) use source::{Head, Nobody, Page, Source};

use crate::text::say;
use serde::{Deserialize, Serialize};

/// Most people of one list.
pub(crate) const MOST: usize = 500;

/// Most people of a file.
pub(crate) const MOST_OF_FILE: usize = 3_000;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// Read of files only.
    Phone,
    /// The first day at work.
    Joined,
    /// Is not read.
    Extra,
}

impl Column {
    /// Those somebody may choose.
    pub(crate) const ALL: [Self; 12] = [
        Self::Extra,
        Self::Number,
        Self::Name,
        Self::Front,
        Self::Family,
        Self::Middle,
        Self::Given,
        Self::Department,
        Self::Position,
        Self::Code,
        Self::Phone,
        Self::Joined,
    ];

    /// As a form says it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Name => "name",
            Self::Front => "front",
            Self::Family => "family",
            Self::Middle => "middle",
            Self::Given => "given",
            Self::Department => "department",
            Self::Position => "position",
            Self::Code => "code",
            Self::Phone => "phone",
            Self::Joined => "joined",
            Self::Extra => "",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// As people call it.
    pub(crate) fn label(self) -> &'static str {
        say(match self {
            Self::Number => "column.number",
            Self::Name => "column.name",
            Self::Front => "column.front",
            Self::Family => "column.family",
            Self::Middle => "column.middle",
            Self::Given => "column.given",
            Self::Department => "column.department",
            Self::Position => "column.position",
            Self::Code => "column.code",
            Self::Phone => "column.phone",
            Self::Joined => "column.joined",
            Self::Extra => "column.extra",
        })
    }

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
    /// Of a line: more cells than the heading has columns.
    TooMany,
    /// Of a line: the example of our own template.
    Example,
    /// Of a column: its heading says one thing, its cells another.
    Mismatch,
    /// Of a column: called a code, and counts 1, 2, 3.
    Counts,
    /// Of a column: could be used, and is not.
    Idle,
    /// Of a row: `nt`, `″`: taken from the row above.
    Ditto,
    /// Of a row: a cell holds an error of the spreadsheet.
    BadCell,
    /// Of a row: of two telephone numbers the first.
    TwoPhones,
    /// Of a row: not a mobile number, not taken.
    NotPhone,
    /// Of a row: a number of before 2018, not taken.
    OldPhone,
    /// Of a row: no day at all, not taken.
    BadDay,
    /// Of a row: day or month may stand first, not taken.
    UnsureDay,
    /// Of a row: a year of two digits, taken.
    ShortYear,
    /// Of a file: sheets that are hidden.
    HiddenSheets,
    /// Of a sheet that goes on beyond what is looked at.
    LongSheet,
    WideSheet,
    /// Of a file that does not tell hidden rows.
    Blind,
    /// Of a file whose letters were those of old fonts.
    OldLetters,
}

impl Said {
    /// Whether it is told of columns by what stands in them.
    pub(crate) fn is_of_column(self) -> bool {
        matches!(self, Self::Mismatch | Self::Counts | Self::Crossed)
    }

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
            Self::TooMany => "said.too_many",
            Self::Example => "said.example",
            Self::Mismatch => "said.mismatch",
            Self::Counts => "said.counts",
            Self::Idle => "said.idle",
            Self::Ditto => "said.ditto",
            Self::BadCell => "said.bad_cell",
            Self::TwoPhones => "said.two_phones",
            Self::NotPhone => "said.not_phone",
            Self::OldPhone => "said.old_phone",
            Self::BadDay => "said.bad_day",
            Self::UnsureDay => "said.unsure_day",
            Self::ShortYear => "said.short_year",
            Self::HiddenSheets => "said.hidden_sheets",
            Self::LongSheet => "said.long_sheet",
            Self::WideSheet => "said.wide_sheet",
            Self::Blind => "said.blind",
            Self::OldLetters => "said.old_letters",
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
