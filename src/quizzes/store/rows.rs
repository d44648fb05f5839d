//! Rows of sittings as they are inserted, one or thousands.

use crate::db::Value;
use crate::quizzes::rules::Item;
use crate::rounds::rules::Article;

pub(crate) const ATTEMPT_COLUMNS: &[&str] = &[
    "id",
    "person_id",
    "round_id",
    "number",
    "drawn_at",
    "due_at",
    "pass_percent",
    "quiz_sha256",
    "graded_at",
    "points",
    "max_points",
    "percent",
    "critical_missed",
    "passed_at",
];
pub(crate) const ATTEMPT_ARTICLE_COLUMNS: &[&str] = &["attempt_id", "document_id", "article", "sha256"];
pub(crate) const ITEM_COLUMNS: &[&str] = &["sha256", "question_id", "document_id", "body"];
pub(crate) const ATTEMPT_ITEM_COLUMNS: &[&str] =
    &["attempt_id", "place", "item_sha256", "shown", "answered_at", "points", "answer"];

/// What a sitting came to. Points are hundredths of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) points: i64,
    pub(crate) max_points: i64,
    /// Rounded down.
    pub(crate) percent: i64,
    /// Câu điểm liệt missed.
    pub(crate) critical_missed: i64,
    pub(crate) passed: bool,
}

/// A row of `attempt`.
#[derive(Clone, Debug)]
pub(crate) struct AttemptRow {
    pub(crate) id: String,
    pub(crate) person_id: String,
    pub(crate) round_id: String,
    pub(crate) number: i64,
    pub(crate) drawn_at: i64,
    pub(crate) due_at: Option<i64>,
    pub(crate) pass_percent: i64,
    pub(crate) quiz_sha256: String,
    /// When it was graded, and what it came to.
    pub(crate) graded: Option<(i64, Outcome)>,
}

impl AttemptRow {
    pub(crate) fn cells(&self) -> Vec<Value> {
        let of = |field: fn(&Outcome) -> i64| Value::from(self.graded.as_ref().map(|graded| field(&graded.1)));
        vec![
            Value::from(self.id.as_str()),
            Value::from(self.person_id.as_str()),
            Value::from(self.round_id.as_str()),
            Value::Int(self.number),
            Value::Int(self.drawn_at),
            Value::from(self.due_at),
            Value::Int(self.pass_percent),
            Value::from(self.quiz_sha256.as_str()),
            Value::from(self.graded.map(|graded| graded.0)),
            of(|outcome| outcome.points),
            of(|outcome| outcome.max_points),
            of(|outcome| outcome.percent),
            of(|outcome| outcome.critical_missed),
            Value::from(self.graded.filter(|graded| graded.1.passed).map(|graded| graded.0)),
        ]
    }
}

/// A row of `attempt_item`.
#[derive(Clone, Debug)]
pub(crate) struct AttemptItem {
    pub(crate) attempt_id: String,
    pub(crate) place: i64,
    pub(crate) item_sha256: String,
    /// The order of the options.
    pub(crate) shown: String,
    pub(crate) answered_at: Option<i64>,
    pub(crate) points: Option<i64>,
    /// JSON of the form values.
    pub(crate) answer: Option<String>,
}

impl AttemptItem {
    pub(crate) fn cells(&self) -> Vec<Value> {
        vec![
            Value::from(self.attempt_id.as_str()),
            Value::Int(self.place),
            Value::from(self.item_sha256.as_str()),
            Value::from(self.shown.as_str()),
            Value::from(self.answered_at),
            Value::from(self.points),
            Value::from(self.answer.clone()),
        ]
    }
}

pub(crate) fn article_cells(attempt_id: &str, one: &Article) -> Vec<Value> {
    [attempt_id, &one.document_id, &one.article, &one.sha256].map(Value::from).into()
}

pub(crate) fn item_cells(item: &Item) -> Vec<Value> {
    vec![
        Value::Text(item.sha256()),
        Value::from(item.id.as_str()),
        Value::from(item.document.as_str()),
        Value::Text(item.body()),
    ]
}
