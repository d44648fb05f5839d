//! The statement, filled in for one person, and what a confirmation must hold.

use crate::id::sha256;
use crate::people::rules::{Capacities, Capacity};
use crate::text::{fill, nfc, say};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The wording, as written in `texts/statement.toml` or with the points of one person's capacities: what is kept of a
/// statement beside its [`Fields`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Template {
    /// Stable id of the wording.
    pub id: String,
    pub version: i64,
    /// Whose capacities decide which points somebody sees.
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

/// What is said of a statement that is signed by hand, beside its points.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PaperWording {
    pub id: String,
    pub version: i64,
    /// The quiz stands on the same paper.
    pub lead: String,
    /// It was passed before.
    pub lead_passed: String,
    /// There is none.
    pub lead_plain: String,
    pub closing: String,
    pub note: String,
}

/// The quiz behind a statement that is signed by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperQuiz {
    /// On the same paper.
    OnIt,
    Before,
    Nothing,
}

/// One point of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Point {
    /// `3.1`.
    pub id: String,
    /// Whom it is for.
    #[serde(default = "everybody")]
    pub capacity: Capacity,
    /// The clauses it mirrors.
    pub clauses: Vec<String>,
    /// One sentence in the first person.
    pub text: String,
}

fn everybody() -> Capacity {
    Capacity::Participant
}

static TEMPLATE: LazyLock<Template> =
    LazyLock::new(|| toml::from_str(include_str!("../../texts/statement.toml")).unwrap_or_default());

#[derive(Default, Deserialize)]
struct Written {
    paper: PaperWording,
}

static PAPER: LazyLock<PaperWording> =
    LazyLock::new(|| toml::from_str::<Written>(include_str!("../../texts/statement.toml")).unwrap_or_default().paper);

/// The wording as written for a statement that is signed by hand.
pub fn paper_wording() -> &'static PaperWording {
    &PAPER
}

/// The wording as written, with every point.
pub fn template() -> &'static Template {
    &TEMPLATE
}

impl Template {
    /// The wording for somebody of these capacities.
    pub fn of(who: &Capacities) -> Self {
        let mine = |point: &&Point| who.has(&TEMPLATE.document, point.capacity);
        Self { point: TEMPLATE.point.iter().filter(mine).cloned().collect(), ..TEMPLATE.clone() }
    }

    /// The wording for somebody of these capacities who signs by hand.
    pub fn on_paper(who: &Capacities, quiz: PaperQuiz) -> Self {
        let lead = match quiz {
            PaperQuiz::OnIt => &PAPER.lead,
            PaperQuiz::Before => &PAPER.lead_passed,
            PaperQuiz::Nothing => &PAPER.lead_plain,
        };
        Self {
            id: PAPER.id.clone(),
            version: PAPER.version,
            lead: lead.clone(),
            closing: PAPER.closing.clone(),
            note: PAPER.note.clone(),
            ..Self::of(who)
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        Fields {
            name: "Nguyễn Văn An".to_owned(),
            department: "Phòng Kỹ thuật".to_owned(),
            organisation: "Trung tâm".to_owned(),
            group: "DAK LAK IOC".to_owned(),
            ..Fields::default()
        }
    }

    fn statement(capacities: &str) -> Statement {
        Template::of(&Capacities::parse(capacities).unwrap()).filled(&fields())
    }

    #[test]
    fn the_statement_leaves_no_field_open_and_never_says_ky_so() {
        let statement = statement("quy-che-nhom-zalo:leadership quy-che-nhom-zalo:support");
        let text = statement.text();
        assert!(!text.contains('{') && !text.to_lowercase().contains("ký số"), "{text}");
        assert!(text.contains("Nguyễn Văn An"));
        assert_eq!(statement.sha256(), sha256(text));
    }

    #[test]
    fn points_follow_the_capacity_under_the_document() {
        let count = |capacities: &str| statement(capacities).points.len();
        assert_eq!(count(""), 16);
        assert_eq!(count("quy-che-nhom-zalo:leadership"), 19);
        assert_eq!(count("quy-che-nhom-zalo:support"), 22);
        assert_eq!(count("quyet-dinh-874:leadership"), 16, "of another document");
        let ids: BTreeSet<&str> = template().point.iter().map(|point| point.id.as_str()).collect();
        assert_eq!(ids.len(), template().point.len());
    }

    #[test]
    fn what_is_signed_by_hand_says_nothing_of_a_screen() {
        let who = Capacities::default();
        let said = |quiz| Template::on_paper(&who, quiz).filled(&fields());
        let (on_it, before, plain) = (said(PaperQuiz::OnIt), said(PaperQuiz::Before), said(PaperQuiz::Nothing));
        assert!(on_it.lead.contains("đã làm bài kiểm tra tại mục II của phiếu này"), "{}", on_it.lead);
        assert!(before.lead.contains("đã đạt bài kiểm tra") && !plain.lead.contains("bài kiểm tra"));
        for one in [on_it, before, plain] {
            let text = one.text();
            assert!(!text.contains('{') && !text.contains("điện tử"), "{text}");
            assert_eq!((one.id.as_str(), &one.points), ("cam-ket-giay-01", &statement("").points));
        }
    }

    #[test]
    fn a_kept_template_with_its_fields_is_what_was_shown() {
        let template = Template::of(&Capacities::default());
        let again: Template = serde_json::from_str(&template.body()).unwrap();
        assert_eq!(again.filled(&fields()).sha256(), template.filled(&fields()).sha256());
        assert_eq!(again.sha256(), template.sha256());
        let erased = again.filled(&Fields::erased());
        assert!(erased.lead.contains("đã xóa theo yêu cầu") && !erased.text().contains('{'));
    }

    #[test]
    fn every_box_must_be_ticked_and_the_own_name_typed() {
        let statement = statement("");
        let all: Vec<String> = statement.points.iter().map(|point| point.id.clone()).collect();
        assert_eq!(refuse(&statement, &all, "nguyễn văn  an", "Nguyễn Văn An"), None);
        assert_eq!(refuse(&statement, &all[1..], "Nguyễn Văn An", "Nguyễn Văn An"), Some("ack.boxes"));
        assert_eq!(refuse(&statement, &all, "nguyen van an", "Nguyễn Văn An"), None);
        assert_eq!(refuse(&statement, &all, "hhen nie", "H’Hen Niê"), None);
        assert_eq!(refuse(&statement, &all, "Nguyên Văn An", "Nguyễn Văn An"), Some("ack.name"), "another name");
        assert_eq!(refuse(&statement, &all, "Nguyen Van", "Nguyễn Văn An"), Some("ack.name"));
        assert_eq!(refuse(&statement, &all, "", "Nguyễn Văn An"), Some("ack.name"));
        assert!(same_name("H'Hen Niê", "H’Hen Niê"));
        assert!(same_name("Ngọc Hoà", "Ngọc Hòa"));
    }
}
