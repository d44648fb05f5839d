//! A row of facts as the database gives it, and what it says.

use super::chains::{away, commitments, newest, together};
use crate::admissions::rules::History;
use crate::from_row;
use crate::people::rules::Capacities;
use crate::standing::rules::Facts;
use std::collections::BTreeSet;

/// A row of facts as the database gives it: what is many comes as words.
pub(super) struct Row {
    person_id: String,
    department_id: String,
    name_key: String,
    enrolled_at: i64,
    due_on: Option<String>,
    given_due_on: Option<String>,
    since: i64,
    anew_at: i64,
    joined_on: Option<String>,
    absences: Option<String>,
    presences: Option<String>,
    commitments: Option<String>,
    newer: Option<String>,
    extra: i64,
    left_at: Option<i64>,
    paused_from: Option<String>,
    paused_until: Option<String>,
    capacities: Option<String>,
    read: Option<String>,
    paper_read: Option<String>,
    passed: Option<String>,
    passed_texts: Option<String>,
    paper_passed: Option<String>,
    paper_passed_texts: Option<String>,
    passed_at: Option<i64>,
    paper_passed_at: Option<i64>,
    sittings: i64,
    open_attempt: Option<String>,
    best_passed: Option<i64>,
    best_graded: Option<i64>,
    paper_best_passed: Option<i64>,
    paper_best_failed: Option<i64>,
    acknowledged: Option<String>,
    acknowledged_at: Option<i64>,
    acknowledged_percent: Option<i64>,
    acknowledgment_code: Option<String>,
    on_paper: i64,
    earlier_at: Option<i64>,
    contact_id: Option<String>,
    contact_at: Option<i64>,
    admission_id: Option<String>,
    steps: Option<String>,
    doubt_at: Option<i64>,
    answered_at: Option<i64>,
}

from_row!(Row {
    person_id,
    department_id,
    name_key,
    enrolled_at,
    due_on,
    given_due_on,
    since,
    anew_at,
    joined_on,
    absences,
    presences,
    commitments,
    newer,
    extra,
    left_at,
    paused_from,
    paused_until,
    capacities,
    read,
    paper_read,
    passed,
    passed_texts,
    paper_passed,
    paper_passed_texts,
    passed_at,
    paper_passed_at,
    sittings,
    open_attempt,
    best_passed,
    best_graded,
    paper_best_passed,
    paper_best_failed,
    acknowledged,
    acknowledged_at,
    acknowledged_percent,
    acknowledgment_code,
    on_paper,
    earlier_at,
    contact_id,
    contact_at,
    admission_id,
    steps,
    doubt_at,
    answered_at
});

/// The better of a screen's and a paper's, and whether it is the paper's.
fn better(screen: Option<i64>, paper: Option<i64>) -> Option<(i64, bool)> {
    match (screen, paper) {
        (screen, Some(paper)) if screen.is_none_or(|screen| paper > screen) => Some((paper, true)),
        (screen, _) => screen.map(|percent| (percent, false)),
    }
}

impl Row {
    /// The best score that counts, and whether it stands on a paper: a passed one before every other.
    fn best(&self) -> Option<(i64, bool)> {
        let passed = better(self.best_passed, self.paper_best_passed);
        passed.or_else(|| better(self.best_graded, self.paper_best_failed))
    }

    /// `None`: something in it cannot be read.
    pub(super) fn facts(self) -> Option<Facts> {
        let best = self.best();
        let words = |text: Option<String>| -> BTreeSet<String> {
            text.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
        };
        Some(Facts {
            person_id: self.person_id,
            department_id: self.department_id,
            name_key: self.name_key,
            enrolled_at: self.enrolled_at,
            due_on: self.due_on,
            given_due_on: self.given_due_on,
            since: self.since,
            anew_at: self.anew_at,
            joined_on: self.joined_on.as_deref().and_then(|day| day.parse().ok()),
            rests: away(self.absences.as_deref(), self.presences.as_deref())?,
            commitments: commitments(self.commitments.as_deref())?,
            newer: together(self.newer.as_deref())?,
            extra: self.extra,
            left_at: self.left_at,
            paused_from: self.paused_from,
            paused_until: self.paused_until,
            capacities: Capacities::parse(self.capacities.as_deref().unwrap_or_default())?,
            read: newest(self.read.as_deref())?,
            paper_read: newest(self.paper_read.as_deref())?,
            passed: [self.passed, self.passed_texts, self.paper_passed, self.paper_passed_texts]
                .into_iter()
                .flat_map(words)
                .collect(),
            passed_at: self.passed_at.into_iter().chain(self.paper_passed_at).min(),
            sittings: self.sittings,
            open_attempt: self.open_attempt,
            best_percent: best.map(|best| best.0),
            best_on_paper: best.is_some_and(|best| best.1),
            acknowledged: words(self.acknowledged),
            acknowledged_at: self.acknowledged_at,
            acknowledged_percent: self.acknowledged_percent,
            acknowledgment_code: self.acknowledgment_code,
            on_paper: self.on_paper == 1,
            earlier_at: self.earlier_at,
            contact_id: self.contact_id,
            contact_at: self.contact_at,
            admission_id: self.admission_id,
            history: History::parse(self.steps.as_deref().unwrap_or_default())?,
            doubt_at: self.doubt_at,
            answered_at: self.answered_at,
        })
    }
}
