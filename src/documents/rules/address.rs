//! The address of a clause.

use crate::text::say_with;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The address of a clause inside its document: `dieu-4.khoan-3.muc-3.2.diem-a`, `quyet-dinh.dieu-1`, `dieu-4.y-2`.
///
/// Lower-case ASCII, pieces joined by dots; the letter đ is written `dd`. Also the `id` of the element in HTML.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClauseId(String);

/// The text is not the address of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseIdError(String);

impl ClauseId {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is empty, longer than 120 bytes, does not begin with a letter, or holds anything but
    /// `a–z`, `0–9`, `-` and single dots.
    pub fn parse(text: &str) -> Result<Self, ClauseIdError> {
        let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
        let pieces = text.split('.').all(|piece| {
            piece.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
                && piece.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        });
        if begins && pieces && text.len() <= 120 {
            Ok(Self(text.to_owned()))
        } else {
            Err(ClauseIdError(text.to_owned()))
        }
    }

    /// The address of what no other could be found for.
    pub(super) fn none() -> Self {
        Self("x".to_owned())
    }

    /// The same address with the number of its first chapter in the other numerals: `chuong-ii` is `chuong-2`.
    pub(super) fn other_numerals(&self) -> Option<Self> {
        let rest = self.0.strip_prefix("chuong-")?;
        let (number, rest) = rest.split_at_checked(rest.find('.').unwrap_or(rest.len()))?;
        let other = match number.parse::<u32>() {
            Ok(value) => super::marks::small_roman_of(value),
            Err(_) => super::marks::small_roman(number)?.to_string(),
        };
        Self::parse(&format!("chuong-{other}{rest}")).ok()
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this clause is `outer` or lies inside it. `muc-3.2` does not lie inside `muc-3`.
    pub fn is_within(&self, outer: &Self) -> bool {
        self.0.strip_prefix(outer.as_str()).is_some_and(|rest| {
            rest.is_empty() || rest.strip_prefix('.').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_lowercase()))
        })
    }
}

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ClauseId {
    type Error = ClauseIdError;
    fn try_from(text: String) -> Result<Self, ClauseIdError> {
        Self::parse(&text)
    }
}

impl From<ClauseId> for String {
    fn from(id: ClauseId) -> Self {
        id.0
    }
}

impl fmt::Display for ClauseIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&say_with("parse.clause_id", &[("ma", &self.0)]))
    }
}

impl std::error::Error for ClauseIdError {}
