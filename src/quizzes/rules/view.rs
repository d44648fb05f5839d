//! A question ready to show, on a screen or on paper: nothing about the right answer is in it.

use super::answer::Answer;
use super::drawn::{self, Drawn, PublicBody};
use crate::text::say;

pub(crate) struct View {
    pub(crate) place: i64,
    pub(crate) stem: String,
    pub(crate) help: &'static str,
    pub(crate) many: bool,
    pub(crate) options: Vec<ViewOption>,
    pub(crate) lefts: Vec<ViewLeft>,
}

pub(crate) struct ViewOption {
    pub(crate) key: String,
    pub(crate) text: String,
    pub(crate) on: bool,
}

impl ViewOption {
    /// What stands before it on paper: `B`.
    pub(crate) fn letter(&self) -> String {
        self.key.rsplit(':').next().unwrap_or_default().to_uppercase()
    }
}

pub(crate) struct ViewLeft {
    pub(crate) key: String,
    pub(crate) text: String,
    pub(crate) choices: Vec<ViewOption>,
}

/// The question at a place, with what was answered.
pub(crate) fn view(place: i64, drawn: &Drawn, answer: Option<&Answer>) -> View {
    let public = drawn.public();
    let on = |key: &str| answer.is_some_and(|answer| answer.has(key));
    let option = |one: drawn::Shown| ViewOption { on: on(&one.key), key: one.key, text: one.text };
    let (many, help) = match &public.body {
        PublicBody::One { .. } => (false, say("quiz.help_one")),
        PublicBody::Many { .. } => (true, say("quiz.help_many")),
        PublicBody::Truth { .. } => (false, say("quiz.help_truth")),
        PublicBody::Match { .. } => (false, say("quiz.help_match")),
    };
    let (options, lefts) = match public.body {
        PublicBody::One { options } | PublicBody::Many { options } | PublicBody::Truth { options } => {
            (options.into_iter().map(option).collect(), Vec::new())
        }
        PublicBody::Match { lefts, choices } => {
            (Vec::new(), lefts.into_iter().map(|one| left(answer, &one, &choices)).collect())
        }
    };
    View { place, stem: public.stem, help, many, options, lefts }
}

fn left(answer: Option<&Answer>, one: &drawn::Shown, choices: &[drawn::Shown]) -> ViewLeft {
    let given = answer.and_then(|answer| answer.choice_for(&one.key));
    let choice = |choice: &drawn::Shown| ViewOption {
        key: format!("{}:{}", one.key, choice.key),
        text: choice.text.clone(),
        on: given == Some(choice.key.as_str()),
    };
    ViewLeft { choices: choices.iter().map(choice).collect(), text: one.text.clone(), key: one.key.clone() }
}
