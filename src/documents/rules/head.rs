//! The TOML head of a regulation file, and the number and date it gets when it is issued.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::address::ClauseId;
use crate::people::rules::Capacity;
use crate::text::say;

/// The head between the two `+++` lines.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Head {
    /// The part whose clauses have no prefix; needed when the text has several parts.
    pub main_part: Option<ClauseId>,
    /// What the top numbers under an Điều are called.
    #[serde(default)]
    pub numbering: Numbering,
    /// The clauses that bind a member: each must be tested at least twice.
    #[serde(default)]
    pub binding: Vec<ClauseId>,
    /// Every other key (title, issuer, dates …), for the feature that shows it.
    #[serde(flatten)]
    pub rest: toml::Table,
}

impl Head {
    /// A list of clause addresses among the other keys; what is no address is left out.
    pub fn clauses(&self, key: &str) -> Vec<ClauseId> {
        let list = self.rest.get(key).and_then(toml::Value::as_array);
        list.into_iter().flatten().filter_map(|id| ClauseId::parse(id.as_str()?).ok()).collect()
    }

    /// A text value among the other keys.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.rest.get(key).and_then(toml::Value::as_str)
    }

    /// The document's own word for a capacity; `None`: it knows nobody of that capacity.
    pub fn capacity(&self, capacity: Capacity) -> Option<&str> {
        self.rest.get("capacities")?.get(capacity.as_str())?.as_str()
    }
}

/// What the top numbers under an Điều are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// Khoản, as in a regulation.
    #[default]
    Khoan,
    /// Ý, as in a digest in our own words.
    Y,
}

/// The number and the date a document gets when it is issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    number: String,
    day: u8,
    month: u8,
    year: u16,
}

/// The stored form of an issue: `{"number":"12","day":15,"month":8,"year":2025}`.
#[derive(Debug, Serialize, Deserialize)]
pub struct StoredIssue {
    pub number: String,
    pub day: u8,
    pub month: u8,
    pub year: u16,
}

impl StoredIssue {
    /// The day, `YYYY-MM-DD`.
    pub fn on(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Checked; `None` when there is no such number or day.
    pub fn issue(&self) -> Option<Issue> {
        Issue::new(&self.number, self.day, self.month, self.year).ok()
    }
}

/// What is wrong with a number or a date of issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueError {
    /// The number is empty, longer than 20 characters, or holds something else than letters, digits, `-`, `.`, `/`.
    Number,
    /// There is no such day.
    Day,
}

impl Issue {
    /// Number and date of issue, checked.
    ///
    /// # Errors
    /// [`IssueError`] says which half is wrong.
    pub fn new(number: &str, day: u8, month: u8, year: u16) -> Result<Self, IssueError> {
        let number = number.trim();
        let clean = number.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '/'));
        if number.is_empty() || number.chars().count() > 20 || !clean {
            return Err(IssueError::Number);
        }
        if day == 0 || day > days_in(month, year) || !(1945..=9999).contains(&year) {
            return Err(IssueError::Day);
        }
        Ok(Self { number: number.to_owned(), day, month, year })
    }

    /// The value of a placeholder, written as offices do: days under 10 and months 1 and 2 with a zero
    /// (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    fn value(&self, slot: Slot) -> String {
        match slot {
            Slot::Number => self.number.clone(),
            Slot::Day => format!("{:02}", self.day),
            Slot::Month if self.month < 3 => format!("{:02}", self.month),
            Slot::Month => self.month.to_string(),
            Slot::Year => self.year.to_string(),
        }
    }
}

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => say("issue.number"),
            Self::Day => say("issue.day"),
        })
    }
}

impl std::error::Error for IssueError {}

/// The days of a month, 0 for a month that does not exist.
fn days_in(month: u8, year: u16) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// The four placeholders a text may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Number,
    Day,
    Month,
    Year,
}

impl Slot {
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "so" => Some(Self::Number),
            "ngay" => Some(Self::Day),
            "thang" => Some(Self::Month),
            "nam" => Some(Self::Year),
            _ => None,
        }
    }

    /// The issue's value, else the default after the colon, else a blank.
    pub(super) fn filled(self, issue: Option<&Issue>, default: Option<&str>) -> String {
        match (issue, default) {
            (Some(issue), _) => issue.value(self),
            (None, Some(default)) => default.trim().to_owned(),
            (None, None) => self.blank().to_owned(),
        }
    }

    /// Room for a pen: six spaces for the number, four no-break spaces for a day, month or year.
    fn blank(self) -> &'static str {
        match self {
            Self::Number => "      ",
            Self::Day | Self::Month | Self::Year => "\u{a0}\u{a0}\u{a0}\u{a0}",
        }
    }
}
