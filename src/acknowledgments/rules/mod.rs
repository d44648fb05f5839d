//! The statement, filled in for one person, and what a confirmation must hold.

mod wordings;

#[cfg(test)]
mod tests;

pub use wordings::{Manner, PaperQuiz, Part, Wordings, statement};

use crate::id::sha256;
use crate::people::rules::Capacity;
use crate::text::{fill, nfc, say};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The wording with the points of one person's capacities: what is kept of a statement beside its [`Fields`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Template {
    /// Stable id of the wording.
    pub id: String,
    pub version: i64,
    /// The document it is of; of several, the first.
    #[serde(default)]
    pub document: String,
    pub title: String,
    /// Who, and that they have read and passed.
    pub lead: String,
    pub closing: String,
    /// What kind of record this is.
    pub note: String,
    /// One box each.
    #[serde(default)]
    pub point: Vec<Point>,
}

/// One point of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// `3.1`.
    pub id: String,
    /// Whom it is for.
    #[serde(default = "everybody")]
    pub capacity: Capacity,
    /// The document its clauses are of; empty: the statement's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
    /// The clauses it mirrors; none: the text as a whole.
    #[serde(default)]
    pub clauses: Vec<String>,
    /// One sentence in the first person.
    pub text: String,
}

fn everybody() -> Capacity {
    Capacity::Participant
}

impl Template {
    /// Its canonical JSON (RFC 8785).
    pub fn body(&self) -> String {
        serde_jcs::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of [`Self::body`].
    pub fn sha256(&self) -> String {
        sha256(self.body())
    }

    /// What one person sees.
    pub fn filled(&self, fields: &Fields) -> Statement {
        let position = if fields.position.is_empty() { say("ack.position") } else { &fields.position };
        let values = [
            ("ho_ten", fields.name.as_str()),
            ("chuc_vu", position),
            ("phong", &fields.department),
            ("to_chuc", &fields.organisation),
            ("nhom", &fields.group),
        ];
        let put = |text: &str| nfc(&fill(text, &values));
        Statement {
            id: self.id.clone(),
            title: put(&self.title),
            lead: put(&self.lead),
            points: self.point.iter().map(|point| Point { text: put(&point.text), ..point.clone() }).collect(),
            closing: put(&self.closing),
            note: put(&self.note),
        }
    }
}

/// What is filled in, as it was at that time; kept apart, so that it can be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Fields {
    /// Họ và tên.
    pub name: String,
    /// Mã nhân sự; may be empty.
    pub code: String,
    pub department: String,
    /// Chức vụ; may be empty.
    pub position: String,
    pub organisation: String,
    pub group: String,
    /// The name as the person typed it.
    pub typed_name: String,
}

impl Fields {
    /// What stands in their place once they are erased.
    pub fn erased() -> Self {
        let gone = || say("ack.erased").to_owned();
        Self {
            name: gone(),
            code: gone(),
            department: gone(),
            position: gone(),
            organisation: gone(),
            group: gone(),
            typed_name: gone(),
        }
    }
}

/// Exactly what is shown to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Which wording.
    pub id: String,
    pub title: String,
    /// First paragraph.
    pub lead: String,
    pub points: Vec<Point>,
    /// Last sentence.
    pub closing: String,
    /// What kind of record this is.
    pub note: String,
}

impl Statement {
    /// The sentences as one text: what the hash is of.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title.clone(), self.lead.clone()];
        lines.extend(self.points.iter().map(|point| point.text.clone()));
        lines.extend([self.closing.clone(), self.note.clone()]);
        let mut text = lines.join("\n");
        text.push('\n');
        text
    }

    /// SHA-256 of [`Self::text`].
    pub fn sha256(&self) -> String {
        sha256(self.text())
    }
}

/// Why a confirmation is not taken: a key of `texts/errors.toml`.
pub fn refuse(statement: &Statement, ticked: &[String], typed: &str, full_name: &str) -> Option<&'static str> {
    let ticked: BTreeSet<&str> = ticked.iter().map(String::as_str).collect();
    let wanted: BTreeSet<&str> = statement.points.iter().map(|point| point.id.as_str()).collect();
    if ticked != wanted {
        return Some("ack.boxes");
    }
    if names(typed, full_name) { None } else { Some("ack.name") }
}

/// The name as typed for a confirmation: each word as in the record, or without any mark, as phones without a
/// Vietnamese keyboard write it. Marks that differ are another name.
fn names(typed: &str, full_name: &str) -> bool {
    use crate::text::{fold, is_apostrophe};
    let words = |text: &str| -> Vec<String> {
        let plain: String = text.to_lowercase().chars().filter(|c| !is_apostrophe(*c)).collect();
        plain.split_whitespace().map(str::to_owned).collect()
    };
    let unmarked = |word: &str| fold(word) == word;
    let (given, wanted) = (words(typed), words(full_name));
    let same = |(one, other): (&String, &String)| same_name(one, other) || (unmarked(one) && fold(other) == *one);
    let joined = |words: &[String]| words.concat();
    given.len() == wanted.len() && given.iter().zip(&wanted).all(same)
        || unmarked(&joined(&given)) && joined(&given) == fold(&joined(&wanted)) && !given.is_empty()
}

/// The same name, whatever the case, the spaces, the kind of apostrophe or the place of a tone mark.
pub fn same_name(typed: &str, full_name: &str) -> bool {
    use crate::text::{is_apostrophe, tone_key};
    let tidy = |text: &str| {
        let plain: String = text.to_lowercase().chars().filter(|c| !is_apostrophe(*c)).collect();
        tone_key(&plain.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    tidy(typed) == tidy(full_name)
}
