//! Questions that do not go into one sitting: one tells the answer of the other.

use super::bank::{Bank, Question, QuestionId};
use std::collections::{BTreeMap, BTreeSet};

/// How many questions are tried in search of a way through the critical topics.
pub(super) const MOST_TRIES: usize = 1000;

/// For each question of a list those that it does not meet.
#[derive(Default)]
pub(super) struct Apart<'a>(BTreeMap<&'a QuestionId, BTreeSet<&'a QuestionId>>);

impl<'a> Apart<'a> {
    /// The lists of these banks; a question may stand in several.
    pub(super) fn of(banks: impl Iterator<Item = &'a Bank>) -> Self {
        let mut apart = Self::default();
        for list in banks.flat_map(|bank| &bank.apart) {
            for id in &list.questions {
                apart.0.entry(id).or_default().extend(list.questions.iter().filter(|other| *other != id));
            }
        }
        apart
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that a question does not meet, if there are any.
    pub(super) fn from(&self, question: &Question) -> Option<&BTreeSet<&'a QuestionId>> {
        self.0.get(&question.id)
    }

    /// Whether one question can be chosen of each, so that none of them and of those `taken` is parted from another.
    /// After so many `tries` it is given up.
    pub(super) fn allows(
        &self,
        taken: &mut Vec<&'a Question>,
        choices: &[Vec<&'a Question>],
        tries: &mut usize,
    ) -> bool {
        let Some((first, rest)) = choices.split_first() else { return true };
        for one in first {
            let Some(left) = tries.checked_sub(1) else { return false };
            *tries = left;
            let parted = self.from(one);
            if taken.iter().any(|other| parted.is_some_and(|parted| parted.contains(&other.id))) {
                continue;
            }
            taken.push(one);
            let found = self.allows(taken, rest, tries);
            taken.pop();
            if found {
                return true;
            }
        }
        false
    }
}
