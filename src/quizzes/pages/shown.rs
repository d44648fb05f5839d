//! A question ready to show: nothing about the right answer is in it.

use crate::quizzes::rules::{self, PublicBody};
use crate::quizzes::store::Asked;
use crate::text::say;

pub(super) struct Shown {
    pub(super) place: i64,
    pub(super) stem: String,
    pub(super) help: &'static str,
    pub(super) many: bool,
    pub(super) options: Vec<ShownOption>,
    pub(super) lefts: Vec<ShownLeft>,
}

pub(super) struct ShownOption {
    pub(super) key: String,
    pub(super) text: String,
    pub(super) on: bool,
}

pub(super) struct ShownLeft {
    pub(super) key: String,
    pub(super) text: String,
    pub(super) choices: Vec<ShownOption>,
}

pub(super) fn shown(asked: &Asked) -> Shown {
    let public = asked.drawn.public();
    let on = |key: &str| asked.answer.as_ref().is_some_and(|answer| answer.has(key));
    let option = |one: rules::Shown| ShownOption { on: on(&one.key), key: one.key, text: one.text };
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
            (Vec::new(), lefts.into_iter().map(|one| left(asked, &one, &choices)).collect())
        }
    };
    Shown { place: asked.place, stem: public.stem, help, many, options, lefts }
}

fn left(asked: &Asked, one: &rules::Shown, choices: &[rules::Shown]) -> ShownLeft {
    let given = asked.answer.as_ref().and_then(|answer| answer.choice_for(&one.key));
    let choice = |choice: &rules::Shown| ShownOption {
        key: format!("{}:{}", one.key, choice.key),
        text: choice.text.clone(),
        on: given == Some(choice.key.as_str()),
    };
    ShownLeft { choices: choices.iter().map(choice).collect(), text: one.text.clone(), key: one.key.clone() }
}
