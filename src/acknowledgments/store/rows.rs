//! Rows of acknowledgments as they are inserted, one or thousands.

use crate::accounts::rules::How;
use crate::acknowledgments::rules::Template;
use crate::db::Value;

pub(crate) const STATEMENT_COLUMNS: &[&str] = &["sha256", "statement_id", "version", "body"];
pub(crate) const ACKNOWLEDGMENT_COLUMNS: &[&str] = &[
    "id",
    "code",
    "person_id",
    "round_id",
    "number",
    "statement_sha256",
    "attempt_id",
    "percent",
    "quiz_sha256",
    "how",
    "proof_age",
    "session_hash",
    "confirmed_at",
    "reading",
];
pub(crate) const ACKNOWLEDGMENT_VERSION_COLUMNS: &[&str] =
    &["acknowledgment_id", "version_id", "title", "sha256", "draft"];

/// A row of `acknowledgment`.
#[derive(Clone, Debug)]
pub(crate) struct NewAcknowledgment {
    pub(crate) id: String,
    /// Mã xác nhận.
    pub(crate) code: String,
    pub(crate) person_id: String,
    pub(crate) round_id: String,
    pub(crate) number: i64,
    /// Of the template.
    pub(crate) statement_sha256: String,
    /// The passed sitting; `None` on paper.
    pub(crate) attempt_id: Option<String>,
    /// What was passed: percent, hash of the banks.
    pub(crate) quiz: Option<(i64, String)>,
    /// How the person was identified, and how many seconds before.
    pub(crate) how: How,
    pub(crate) proof_age: i64,
    pub(crate) session_hash: String,
    pub(crate) confirmed_at: i64,
    /// JSON of the reading times.
    pub(crate) reading: String,
}

impl NewAcknowledgment {
    pub(crate) fn cells(&self) -> Vec<Value> {
        let quiz = self.quiz.as_ref();
        vec![
            Value::from(self.id.as_str()),
            Value::from(self.code.as_str()),
            Value::from(self.person_id.as_str()),
            Value::from(self.round_id.as_str()),
            Value::Int(self.number),
            Value::from(self.statement_sha256.as_str()),
            Value::from(self.attempt_id.clone()),
            Value::from(quiz.map(|one| one.0)),
            Value::from(quiz.map(|one| one.1.clone())),
            Value::from(self.how.as_str()),
            Value::Int(self.proof_age),
            Value::from(self.session_hash.as_str()),
            Value::Int(self.confirmed_at),
            Value::from(self.reading.as_str()),
        ]
    }
}

/// A row of `acknowledgment_version`.
#[derive(Clone, Debug)]
pub(crate) struct AckVersion {
    pub(crate) version_id: String,
    pub(crate) document_id: String,
    pub(crate) number: i64,
    /// With number and day, as they are now.
    pub(crate) title: String,
    pub(crate) sha256: String,
    pub(crate) draft: bool,
}

impl AckVersion {
    pub(crate) fn cells(&self, acknowledgment_id: &str) -> Vec<Value> {
        vec![
            Value::from(acknowledgment_id),
            Value::from(self.version_id.as_str()),
            Value::from(self.title.as_str()),
            Value::from(self.sha256.as_str()),
            Value::Int(i64::from(self.draft)),
        ]
    }
}

pub(crate) fn statement_cells(template: &Template) -> Vec<Value> {
    vec![
        Value::Text(template.sha256()),
        Value::from(template.id.as_str()),
        Value::Int(template.version),
        Value::Text(template.body()),
    ]
}
