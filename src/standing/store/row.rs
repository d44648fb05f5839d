//! A row of the copy: its columns, and how it is read and written.

use crate::admissions::rules::StepKind;
use crate::db::Value;
use crate::from_row;
use crate::standing::rules::{Standing, State};
use crate::stored;

stored!(State);
stored!(StepKind);

from_row!(Standing {
    round_id,
    person_id,
    round_revision,
    department_id,
    name_key,
    state,
    place,
    progress,
    due_on,
    valid_until,
    rests,
    paused_from,
    paused_until,
    enrolled_at,
    articles,
    read,
    read_at,
    sittings,
    open_attempt,
    best_percent,
    passed_at,
    acknowledged_at,
    acknowledged_percent,
    acknowledgment_code,
    earlier_at,
    contact_at,
    contact_id,
    admission_id,
    admission_kind,
    submitted_at,
    decided_at,
    added_at,
    confirmed_at,
    removal_at,
    removed_at,
    left_at,
    counts_from,
    extra,
    doubt_at,
    answered_at
});
/// The columns of [`Standing`], as `s`.
#[macro_export]
macro_rules! standing_columns {
    () => {
        "s.round_id, s.person_id, s.round_revision, s.department_id, s.name_key, s.state, s.place, s.progress, s.due_on,
         s.valid_until, s.rests, s.paused_from, s.paused_until, s.enrolled_at, s.articles, s.read, s.read_at, s.sittings, s.open_attempt,
         s.best_percent, s.passed_at, s.acknowledged_at, s.acknowledged_percent, s.acknowledgment_code, s.earlier_at,
         s.contact_at, s.contact_id, s.admission_id, s.admission_kind, s.submitted_at, s.decided_at, s.added_at,
         s.confirmed_at, s.removal_at, s.removed_at, s.left_at, s.counts_from, s.extra, s.doubt_at, s.answered_at"
    };
}

pub(crate) const COLUMNS: &[&str] = &[
    "round_id",
    "person_id",
    "round_revision",
    "department_id",
    "name_key",
    "state",
    "place",
    "progress",
    "due_on",
    "valid_until",
    "rests",
    "paused_from",
    "paused_until",
    "enrolled_at",
    "articles",
    "read",
    "read_at",
    "sittings",
    "open_attempt",
    "best_percent",
    "passed_at",
    "acknowledged_at",
    "acknowledged_percent",
    "acknowledgment_code",
    "earlier_at",
    "contact_at",
    "contact_id",
    "admission_id",
    "admission_kind",
    "submitted_at",
    "decided_at",
    "added_at",
    "confirmed_at",
    "removal_at",
    "removed_at",
    "left_at",
    "counts_from",
    "extra",
    "doubt_at",
    "answered_at",
];

/// The cells of [`COLUMNS`].
pub(crate) fn values(one: &Standing) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let maybe = |text: &Option<String>| Value::from(text.clone());
    vec![
        text(&one.round_id),
        text(&one.person_id),
        Value::Int(one.round_revision),
        text(&one.department_id),
        text(&one.name_key),
        text(one.state.as_str()),
        Value::Int(one.place),
        Value::Int(one.progress),
        maybe(&one.due_on),
        maybe(&one.valid_until),
        text(&one.rests),
        maybe(&one.paused_from),
        maybe(&one.paused_until),
        Value::Int(one.enrolled_at),
        Value::Int(one.articles),
        Value::Int(one.read),
        Value::from(one.read_at),
        Value::Int(one.sittings),
        maybe(&one.open_attempt),
        Value::from(one.best_percent),
        Value::from(one.passed_at),
        Value::from(one.acknowledged_at),
        Value::from(one.acknowledged_percent),
        maybe(&one.acknowledgment_code),
        Value::from(one.earlier_at),
        Value::from(one.contact_at),
        maybe(&one.contact_id),
        maybe(&one.admission_id),
        Value::from(one.admission_kind.map(|kind| kind.as_str().to_owned())),
        Value::from(one.submitted_at),
        Value::from(one.decided_at),
        Value::from(one.added_at),
        Value::from(one.confirmed_at),
        Value::from(one.removal_at),
        Value::from(one.removed_at),
        Value::from(one.left_at),
        Value::Int(one.counts_from),
        Value::Int(one.extra),
        Value::from(one.doubt_at),
        Value::from(one.answered_at),
    ]
}
