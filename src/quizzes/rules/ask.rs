//! Asking a question: a copy out of its bank with the options in the order of this sitting.

use rand::{Rng, seq::SliceRandom};

use super::bank::{Bank, Choice, Kind, MOST_OPTIONS, Pair, Question};
use super::drawn::{Body, Drawn, DrawnLeft, DrawnOption, Shown};

/// The keys of options, by their place on the page.
const LETTERS: [&str; MOST_OPTIONS] = ["a", "b", "c", "d", "e", "f", "g", "h"];
/// The keys of the left side of a matching question.
const DIGITS: [&str; MOST_OPTIONS] = ["1", "2", "3", "4", "5", "6", "7", "8"];

impl Drawn {
    /// Asks a question: copies it out of its bank, options shuffled.
    pub(super) fn new(bank: &Bank, question: &Question, rng: &mut impl Rng) -> Self {
        Self {
            id: question.id.clone(),
            document: bank.document.clone(),
            version: bank.version.clone(),
            clauses: question.clauses.clone(),
            audience: question.audience,
            critical: question.critical.clone(),
            stem: question.stem.clone(),
            explanation: question.explanation.clone(),
            body: body(&question.kind, rng),
        }
    }
}

fn body(kind: &Kind, rng: &mut impl Rng) -> Body {
    match kind {
        Kind::One { options } => Body::One { options: shuffled(options, rng) },
        Kind::Many { options } => Body::Many { options: shuffled(options, rng) },
        Kind::Truth { answer, why } => Body::Truth { options: truth(*answer, why.as_ref()) },
        Kind::Match { pairs } => matching(pairs, rng),
    }
}

fn shuffled(options: &[Choice], rng: &mut impl Rng) -> Vec<DrawnOption> {
    let mut order: Vec<&Choice> = options.iter().collect();
    order.shuffle(rng);
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
    vec![option("a", "Đúng", answer), option("b", "Sai", !answer)]
}

fn matching(pairs: &[Pair], rng: &mut impl Rng) -> Body {
    let mut order: Vec<&str> = pairs.iter().map(|pair| pair.right.as_str()).collect();
    order.shuffle(rng);
    let choices: Vec<Shown> =
        LETTERS.iter().zip(order).map(|(key, text)| Shown { key: (*key).to_owned(), text: text.to_owned() }).collect();
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
