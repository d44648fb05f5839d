//! A question as it is stored, once for everybody it was ever asked of, and the order in which one sitting showed it.

use super::bank::{Bank, Choice, Kind, MOST_OPTIONS, Pair, Question, QuestionId};
use super::drawn::{Body, Drawn, DrawnLeft, DrawnOption, Shown};
use crate::documents::rules::ClauseId;
use crate::id::sha256;
use crate::people::rules::Capacity;
use crate::text::say;
use rand::{Rng, seq::SliceRandom};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The keys of options, by their place on the page.
const LETTERS: [&str; MOST_OPTIONS] = ["a", "b", "c", "d", "e", "f", "g", "h"];
/// The keys of the left side of a matching question.
const DIGITS: [&str; MOST_OPTIONS] = ["1", "2", "3", "4", "5", "6", "7", "8"];

/// A question exactly as asked, answer key included, options in the order of the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: QuestionId,
    /// The document of the bank.
    pub document: String,
    /// The version of the bank.
    pub version: String,
    /// What it tests, the main clause first.
    pub clauses: Vec<ClauseId>,
    /// Whose duties it is about.
    pub audience: Capacity,
    /// The topic of a câu điểm liệt.
    pub critical: Option<String>,
    pub stem: String,
    /// Shown after grading.
    pub explanation: String,
    pub kind: Kind,
}

impl Item {
    pub(super) fn new(bank: &Bank, question: &Question) -> Self {
        Self {
            id: question.id.clone(),
            document: bank.document.clone(),
            version: bank.version.clone(),
            clauses: question.clauses.clone(),
            audience: question.audience,
            critical: question.critical.clone(),
            stem: question.stem.clone(),
            explanation: question.explanation.clone(),
            kind: question.kind.clone(),
        }
    }

    /// The place of an option in the order of the bank, by what it says.
    pub(super) fn place_of(&self, text: &str) -> Option<usize> {
        match &self.kind {
            Kind::One { options } | Kind::Many { options } => options.iter().position(|option| option.text == text),
            Kind::Truth { .. } | Kind::Match { .. } => None,
        }
    }

    /// Its canonical JSON (RFC 8785).
    pub fn body(&self) -> String {
        serde_jcs::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of [`Self::body`], hex.
    pub fn sha256(&self) -> String {
        sha256(self.body())
    }

    /// The question as one sitting showed it; `None` when the order is not one of its options.
    pub fn shown(self, order: &Order) -> Option<Drawn> {
        let body = match &self.kind {
            Kind::One { options } => Body::One { options: options_in(order.of(options)?) },
            Kind::Many { options } => Body::Many { options: options_in(order.of(options)?) },
            Kind::Truth { answer, why } => {
                let options = truth(*answer, why.as_ref());
                order.of(&options)?;
                Body::Truth { options }
            }
            Kind::Match { pairs } => matching(pairs, &order.of(pairs)?),
        };
        Some(Drawn { item: self, body })
    }
}

impl Drawn {
    /// From what is stored of it: the item's body, and the order in which it was shown.
    pub fn rebuild(body: &str, shown: &str) -> Option<Self> {
        serde_json::from_str::<Item>(body).ok()?.shown(&Order::parse(shown)?)
    }
}

/// Places in the item, 1 first, in the order of the page; of a matching question, its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order(Vec<usize>);

impl Order {
    /// As stored: `3 1 2`.
    pub fn parse(text: &str) -> Option<Self> {
        text.split(' ').map(|place| place.parse().ok()).collect::<Option<_>>().map(Self)
    }

    /// A random one; "Đúng" always stands before "Sai".
    pub(super) fn any(kind: &Kind, rng: &mut impl Rng) -> Self {
        let (count, fixed) = match kind {
            Kind::One { options } | Kind::Many { options } => (options.len(), false),
            Kind::Truth { .. } => (2, true),
            Kind::Match { pairs } => (pairs.len(), false),
        };
        let mut places: Vec<usize> = (1..=count).collect();
        if !fixed {
            places.shuffle(rng);
        }
        Self(places)
    }

    /// These things in this order; `None` unless each stands in it exactly once.
    fn of<'a, T>(&self, things: &'a [T]) -> Option<Vec<&'a T>> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        if !sorted.into_iter().eq(1..=things.len()) {
            return None;
        }
        self.0.iter().map(|place| things.get(place.checked_sub(1)?)).collect()
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&places.join(" "))
    }
}

fn options_in(order: Vec<&Choice>) -> Vec<DrawnOption> {
    let keyed = |(key, option): (&str, &Choice)| DrawnOption {
        key: key.to_owned(),
        text: option.text.clone(),
        right: option.right,
        why: option.why.clone(),
    };
    LETTERS.into_iter().zip(order).map(keyed).collect()
}

fn truth(answer: bool, why: Option<&String>) -> Vec<DrawnOption> {
    let option = |key: &str, text: &str, right: bool| DrawnOption {
        key: key.to_owned(),
        text: text.to_owned(),
        right,
        why: why.filter(|_| !right).cloned(),
    };
    vec![option("a", say("quiz.true"), answer), option("b", say("quiz.false"), !answer)]
}

fn matching(pairs: &[Pair], order: &[&Pair]) -> Body {
    let shown = |(key, pair): (&&str, &&Pair)| Shown { key: (*key).to_owned(), text: pair.right.clone() };
    let choices: Vec<Shown> = LETTERS.iter().zip(order).map(shown).collect();
    let key_of = |right: &str| choices.iter().find(|choice| choice.text == right).map(|choice| choice.key.clone());
    let left = |(key, pair): (&str, &Pair)| DrawnLeft {
        key: key.to_owned(),
        text: pair.left.clone(),
        answer: key_of(&pair.right).unwrap_or_default(),
        why: pair.why.clone(),
    };
    let lefts = DIGITS.into_iter().zip(pairs).map(left).collect();
    Body::Match { lefts, choices }
}
