//! What is shown of a question after grading.

use serde::Serialize;

use super::answer::Answer;
use super::drawn::{Body, Drawn, DrawnLeft, DrawnOption, Shown};
use super::grade::grade;

/// A graded question, ready to be explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// 0 to 100.
    pub points: i64,
    /// Whether the person answered at all.
    pub answered: bool,
    /// Names the clause and says why.
    pub explanation: String,
    /// The options or the pairs, each with what was chosen and what is right.
    pub body: ReviewBody,
}

/// The lines of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReviewBody {
    /// Of a question with options, in the order in which they were shown.
    Choices(Vec<ChoiceLine>),
    /// Of a matching question.
    Pairs(Vec<PairLine>),
}

/// An option after grading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChoiceLine {
    /// What it says.
    pub text: String,
    /// Whether the person chose it.
    pub chosen: bool,
    /// Whether it is right.
    pub right: bool,
    /// Why it is wrong.
    pub why: Option<String>,
}

impl ChoiceLine {
    /// Whether the person was wrong here: chose a wrong one or left out a right one.
    pub fn is_mistake(&self) -> bool {
        self.chosen != self.right
    }
}

/// A pair after grading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PairLine {
    /// What was to be matched.
    pub left: String,
    /// What the person gave it.
    pub given: Option<String>,
    /// What belongs to it.
    pub right: String,
    /// Why they belong together.
    pub why: Option<String>,
}

impl PairLine {
    /// Whether the person was wrong here.
    pub fn is_mistake(&self) -> bool {
        self.given.as_ref() != Some(&self.right)
    }
}

/// What was right and wrong in an answer, and why. Only for after grading.
pub fn review(question: &Drawn, answer: Option<&Answer>) -> Review {
    let body = match &question.body {
        Body::One { options } | Body::Many { options } | Body::Truth { options } => {
            ReviewBody::Choices(options.iter().map(|option| choice_line(option, answer)).collect())
        }
        Body::Match { lefts, choices } => {
            ReviewBody::Pairs(lefts.iter().map(|left| pair_line(left, choices, answer)).collect())
        }
    };
    Review {
        points: grade(question, answer).points,
        answered: answer.is_some(),
        explanation: question.item.explanation.clone(),
        body,
    }
}

fn choice_line(option: &DrawnOption, answer: Option<&Answer>) -> ChoiceLine {
    ChoiceLine {
        text: option.text.clone(),
        chosen: answer.is_some_and(|answer| answer.has(&option.key)),
        right: option.right,
        why: option.why.clone(),
    }
}

fn pair_line(left: &DrawnLeft, choices: &[Shown], answer: Option<&Answer>) -> PairLine {
    let text = |key: &str| choices.iter().find(|choice| choice.key == key).map(|choice| choice.text.clone());
    PairLine {
        left: left.text.clone(),
        given: answer.and_then(|answer| answer.choice_for(&left.key)).and_then(text),
        right: text(&left.answer).unwrap_or_default(),
        why: left.why.clone(),
    }
}
