//! The statement, filled in for one person, and what a confirmation must hold.

use crate::id::sha256;
use crate::text::{fill, nfc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// `texts/statement.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Template {
    /// Stable id of the wording.
    pub id: String,
    /// Version of the wording.
    pub version: i64,
    pub title: String,
    /// Who, and that they have read and passed.
    pub lead: String,
    /// Closing sentence.
    pub closing: String,
    /// What kind of record this is.
    pub note: String,
    /// One box each.
    #[serde(default)]
    pub point: Vec<Point>,
}

/// One point of the statement.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Point {
    /// `3.1`.
    pub id: String,
    /// The clauses it mirrors.
    pub clauses: Vec<String>,
    /// One sentence in the first person.
    pub text: String,
}

static TEMPLATE: LazyLock<Template> =
    LazyLock::new(|| toml::from_str(include_str!("../../texts/statement.toml")).unwrap_or_default());

/// The wording as written.
pub fn template() -> &'static Template {
    &TEMPLATE
}

/// Exactly what is shown to one person, and stored.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Statement {
    /// Which wording.
    pub id: String,
    pub version: i64,
    pub title: String,
    /// First paragraph.
    pub lead: String,
    pub points: Vec<Point>,
    /// Last sentence.
    pub closing: String,
    /// What kind of record this is.
    pub note: String,
}

/// Who confirms, to whom, for which group.
#[derive(Clone, Debug)]
pub struct Who<'a> {
    /// Họ và tên.
    pub full_name: &'a str,
    /// Chức vụ; may be empty.
    pub position: &'a str,
    /// Phòng.
    pub department: &'a str,
    pub organisation: &'a str,
    pub group: &'a str,
}

impl Statement {
    /// The statement for one person.
    pub fn of(who: &Who<'_>) -> Self {
        let position = if who.position.is_empty() { "viên chức, người lao động" } else { who.position };
        let fields = [
            ("ho_ten", who.full_name),
            ("chuc_vu", position),
            ("phong", who.department),
            ("to_chuc", who.organisation),
            ("nhom", who.group),
        ];
        let put = |text: &str| nfc(&fill(text, &fields));
        let points = TEMPLATE.point.iter().map(|point| Point { text: put(&point.text), ..point.clone() });
        Self {
            id: TEMPLATE.id.clone(),
            version: TEMPLATE.version,
            title: put(&TEMPLATE.title),
            lead: put(&TEMPLATE.lead),
            points: points.collect(),
            closing: put(&TEMPLATE.closing),
            note: put(&TEMPLATE.note),
        }
    }

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
    if same_name(typed, full_name) { None } else { Some("ack.name") }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn who() -> Who<'static> {
        Who {
            full_name: "Nguyễn Văn An",
            position: "",
            department: "Phòng Kỹ thuật",
            organisation: "Trung tâm",
            group: "DAK LAK IOC",
        }
    }

    #[test]
    fn the_statement_leaves_no_field_open_and_never_says_ky_so() {
        let statement = Statement::of(&who());
        let text = statement.text();
        assert_eq!(statement.points.len(), 16);
        assert!(!text.contains('{') && !text.to_lowercase().contains("ký số"), "{text}");
        assert!(text.contains("Nguyễn Văn An"));
        assert_eq!(statement.sha256(), sha256(text));
    }

    #[test]
    fn every_box_must_be_ticked_and_the_own_name_typed() {
        let statement = Statement::of(&who());
        let all: Vec<String> = statement.points.iter().map(|point| point.id.clone()).collect();
        assert_eq!(refuse(&statement, &all, "nguyễn văn  an", "Nguyễn Văn An"), None);
        assert_eq!(refuse(&statement, &all[1..], "Nguyễn Văn An", "Nguyễn Văn An"), Some("ack.boxes"));
        assert_eq!(refuse(&statement, &all, "Nguyen Van An", "Nguyễn Văn An"), Some("ack.name"));
        assert_eq!(refuse(&statement, &all, "", "Nguyễn Văn An"), Some("ack.name"));
        assert!(same_name("H'Hen Niê", "H’Hen Niê"));
        assert!(same_name("Ngọc Hoà", "Ngọc Hòa"));
    }
}
