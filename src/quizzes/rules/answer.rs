//! What a person answered, as far as it can be an answer to this question.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::drawn::{Body, Drawn, DrawnOption};

/// An answer to a drawn question: only keys that were offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer(pub(super) Given);

/// What is inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Given {
    /// The keys of the chosen options.
    Chosen(BTreeSet<String>),
    /// From the key of a left to the key of a choice; may be incomplete.
    Matched(BTreeMap<String, String>),
}

/// Why form values are no answer to the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerError {
    /// A key that the question does not have.
    NotOffered,
    /// Two answers where one is asked for.
    TooMany,
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOffered => "not offered",
            Self::TooMany => "too many",
        })
    }
}

impl std::error::Error for AnswerError {}

impl Answer {
    /// Reads the values of a form: keys of options (`b`), or for a matching question `left:choice` (`2:c`).
    /// Empty values are skipped; without any other the question counts as not answered, `None`.
    ///
    /// # Errors
    /// A key that was not offered; two answers to a question (or to one left) that takes one.
    pub fn parse(question: &Drawn, values: &[String]) -> Result<Option<Self>, AnswerError> {
        let values: Vec<&str> = values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
        if values.is_empty() {
            return Ok(None);
        }
        let given = match &question.body {
            Body::One { options } | Body::Truth { options } => {
                let chosen = chosen(options, &values)?;
                if chosen.len() > 1 {
                    return Err(AnswerError::TooMany);
                }
                Given::Chosen(chosen)
            }
            Body::Many { options } => Given::Chosen(chosen(options, &values)?),
            Body::Match { lefts, choices } => {
                let left = |key: &str| lefts.iter().any(|left| left.key == key);
                let choice = |key: &str| choices.iter().any(|choice| choice.key == key);
                Given::Matched(matched(&values, left, choice)?)
            }
        };
        Ok(Some(Self(given)))
    }

    /// The answer as form values, to be stored and read again with [`Answer::parse`].
    pub fn values(&self) -> Vec<String> {
        match &self.0 {
            Given::Chosen(keys) => keys.iter().cloned().collect(),
            Given::Matched(pairs) => pairs.iter().map(|(left, choice)| format!("{left}:{choice}")).collect(),
        }
    }

    /// Whether the option with this key was chosen.
    pub fn has(&self, key: &str) -> bool {
        match &self.0 {
            Given::Chosen(keys) => keys.contains(key),
            Given::Matched(_) => false,
        }
    }

    /// The choice given to a left of a matching question.
    pub fn choice_for(&self, left: &str) -> Option<&str> {
        match &self.0 {
            Given::Chosen(_) => None,
            Given::Matched(pairs) => pairs.get(left).map(String::as_str),
        }
    }
}

fn chosen(options: &[DrawnOption], values: &[&str]) -> Result<BTreeSet<String>, AnswerError> {
    let offered = |value: &&str| options.iter().any(|option| option.key == **value);
    if values.iter().all(offered) {
        Ok(values.iter().map(|value| (*value).to_owned()).collect())
    } else {
        Err(AnswerError::NotOffered)
    }
}

fn matched(
    values: &[&str],
    left: impl Fn(&str) -> bool,
    choice: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, String>, AnswerError> {
    let mut pairs = BTreeMap::new();
    for value in values {
        let pair = value.split_once(':').filter(|(l, c)| left(l) && choice(c));
        let (left, choice) = pair.ok_or(AnswerError::NotOffered)?;
        if pairs.insert(left.to_owned(), choice.to_owned()).is_some_and(|before| before != choice) {
            return Err(AnswerError::TooMany);
        }
    }
    Ok(pairs)
}
