//! A question as it was asked: everything a mark and a dispute need, without the bank it came from.

use super::Item;
use serde::Serialize;

/// A question as it was asked in one sitting: an item in its [`super::Order`]. Never sent to a browser
/// before grading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub item: Item,
    /// The options in the order in which they were shown.
    pub body: Body,
}

/// The options as they were shown, with what is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// One option is right.
    One {
        /// Shuffled.
        options: Vec<DrawnOption>,
    },
    /// Several options are right.
    Many {
        /// Shuffled.
        options: Vec<DrawnOption>,
    },
    /// "Đúng" and "Sai", in this order.
    Truth {
        /// Two of them.
        options: Vec<DrawnOption>,
    },
    /// Lefts in the order of the bank, choices shuffled.
    Match {
        /// What is to be matched.
        lefts: Vec<DrawnLeft>,
        /// What it may be matched with.
        choices: Vec<Shown>,
    },
}

/// An option as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnOption {
    /// "a", "b" …: its place, which says nothing about it.
    pub key: String,
    /// What it says.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
    /// Why it is wrong.
    pub why: Option<String>,
}

/// The left half of a pair as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnLeft {
    /// "1", "2" …
    pub key: String,
    /// What it says.
    pub text: String,
    /// The key of the choice that belongs to it.
    pub answer: String,
    /// Why they belong together.
    pub why: Option<String>,
}

/// Something to be seen, with the key that a form sends back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The value of the form field.
    pub key: String,
    /// What it says.
    pub text: String,
}

/// What a browser may know before grading: no name, no clause, nothing about what is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicQuestion {
    /// The question.
    pub stem: String,
    /// How it is answered.
    pub body: PublicBody,
}

/// The options as they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum PublicBody {
    /// Choose one.
    One {
        /// In the drawn order.
        options: Vec<Shown>,
    },
    /// Choose some.
    Many {
        /// In the drawn order.
        options: Vec<Shown>,
    },
    /// Judge the statement.
    Truth {
        /// "Đúng" and "Sai".
        options: Vec<Shown>,
    },
    /// Give each left a choice.
    Match {
        /// What is to be matched.
        lefts: Vec<Shown>,
        /// What it may be matched with.
        choices: Vec<Shown>,
    },
}

impl Drawn {
    /// The same question with nothing in it that helps to answer it.
    pub fn public(&self) -> PublicQuestion {
        let body = match &self.body {
            Body::One { options } => PublicBody::One { options: shown(options) },
            Body::Many { options } => PublicBody::Many { options: shown(options) },
            Body::Truth { options } => PublicBody::Truth { options: shown(options) },
            Body::Match { lefts, choices } => {
                let seen = |left: &DrawnLeft| Shown { key: left.key.clone(), text: left.text.clone() };
                PublicBody::Match { lefts: lefts.iter().map(seen).collect(), choices: choices.clone() }
            }
        };
        PublicQuestion { stem: self.item.stem.clone(), body }
    }
}

fn shown(options: &[DrawnOption]) -> Vec<Shown> {
    options.iter().map(|option| Shown { key: option.key.clone(), text: option.text.clone() }).collect()
}
