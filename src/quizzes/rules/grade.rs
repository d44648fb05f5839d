//! What an answer and a sitting are worth.

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::bank::QuestionId;
use super::drawn::{Body, Drawn, DrawnOption};

/// What a full answer is worth.
const FULL: i64 = 100;

/// The mark of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The question.
    pub id: QuestionId,
    /// 0 to 100.
    pub points: i64,
    /// Its topic, if it is a câu điểm liệt.
    pub critical: Option<String>,
}

impl Mark {
    /// Whether a câu điểm liệt was not answered in full.
    pub fn is_critical_missed(&self) -> bool {
        self.critical.is_some() && !self.is_full()
    }

    /// Whether everything was right.
    pub fn is_full(&self) -> bool {
        self.points >= FULL
    }
}

/// The result of a sitting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The sum of the marks.
    pub points: i64,
    /// What the sum could have been.
    pub max: i64,
    /// 0 to 100, rounded down.
    pub percent: i64,
    /// The topics of the câu điểm liệt that were missed.
    pub critical_missed: Vec<String>,
}

impl Score {
    /// Whether the sitting is passed: enough points and no câu điểm liệt missed. A sitting without questions is not.
    pub fn passed(&self, pass_percent: i64) -> bool {
        self.max > 0 && self.percent >= pass_percent && self.critical_missed.is_empty()
    }
}

/// Marks one question; no answer is worth nothing.
///
/// One and true/false: all or nothing. Several: right picks less wrong picks, as a share of what is right.
/// Matching: the share of the pairs. Shares are rounded half up.
pub fn grade(question: &Drawn, answer: Option<&Answer>) -> Mark {
    let points = answer.map_or(0, |answer| match &question.body {
        Body::One { options } | Body::Truth { options } => {
            let exact = options.iter().all(|option| option.right == answer.has(&option.key));
            if exact { FULL } else { 0 }
        }
        Body::Many { options } => several(options, answer),
        Body::Match { lefts, .. } => {
            let hits = lefts.iter().filter(|left| answer.choice_for(&left.key) == Some(left.answer.as_str()));
            of_pairs(count(hits), count(lefts.iter()))
        }
    });
    Mark { id: question.item.id.clone(), points, critical: question.item.critical.clone() }
}

fn several(options: &[DrawnOption], answer: &Answer) -> i64 {
    let picked = |right: bool| count(options.iter().filter(|option| option.right == right && answer.has(&option.key)));
    of_several(picked(true), picked(false), count(options.iter().filter(|option| option.right)))
}

/// The points for so many right and wrong picks, where `all` options are right.
pub(super) fn of_several(right: i64, wrong: i64, all: i64) -> i64 {
    share(right - wrong, all)
}

/// The points for so many right pairs of `all`.
pub(super) fn of_pairs(right: i64, all: i64) -> i64 {
    share(right, all)
}

/// `part` of `whole` in points, rounded half up; nothing below 0 or of nothing.
fn share(part: i64, whole: i64) -> i64 {
    let part = part.clamp(0, whole.max(0));
    (2 * FULL * part + whole).checked_div(2 * whole).unwrap_or_default()
}

fn count(items: impl Iterator) -> i64 {
    items.map(|_| 1_i64).sum()
}

/// The result of all marks of a sitting.
pub fn score(marks: &[Mark]) -> Score {
    let points: i64 = marks.iter().map(|mark| mark.points).sum();
    let max = FULL * count(marks.iter());
    let missed = marks.iter().filter(|mark| mark.is_critical_missed());
    Score {
        points,
        max,
        percent: (points * 100).checked_div(max).unwrap_or_default(),
        critical_missed: missed.filter_map(|mark| mark.critical.clone()).collect(),
    }
}
