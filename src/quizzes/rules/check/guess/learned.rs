//! Guessers who have seen every other question of the type with its answer, and know nothing but words.

use super::super::super::bank::{Kind, Question};
use super::super::wording::words;
use super::marks::{Guess, mean, real};
use std::collections::{BTreeMap, BTreeSet};

/// How often a word stands in what is right (or true) and in what is not.
type Counts = BTreeMap<String, [u32; 2]>;

/// What can be counted about the questions of one type.
#[derive(Default)]
pub(super) struct Learned {
    counts: Counts,
    /// Words altogether, a word once an option.
    words: [u32; 2],
    /// Options or statements.
    samples: [u32; 2],
}

/// What is right or true, and what is not, each with its words.
type Sample = (bool, BTreeSet<String>);

fn samples(question: &Question) -> Vec<Sample> {
    match &question.kind {
        Kind::One { options } | Kind::Many { options } => {
            options.iter().map(|option| (option.right, words(&option.text))).collect()
        }
        Kind::Truth { answer, .. } => vec![(*answer, words(&question.stem))],
        Kind::Match { .. } => Vec::new(),
    }
}

impl Learned {
    pub(super) fn new(questions: &[&Question]) -> Self {
        let mut learned = Self::default();
        for (right, words) in questions.iter().flat_map(|question| samples(question)) {
            let [place, words_of, samples_of] = [usize::from(!right); 3];
            learned.words.get_mut(words_of).into_iter().for_each(|sum| *sum += u32::try_from(words.len()).unwrap_or(0));
            learned.samples.get_mut(samples_of).into_iter().for_each(|sum| *sum += 1);
            for word in words {
                learned.counts.entry(word).or_default().get_mut(place).into_iter().for_each(|sum| *sum += 1);
            }
        }
        learned
    }

    /// The same without one question: nobody learns from what he is asked.
    fn without(&self, question: &Question) -> Left<'_> {
        let own = Self::new(&[question]);
        let less = |all: [u32; 2], own: [u32; 2]| {
            let [(a, b), (c, d)] = [(all[0], own[0]), (all[1], own[1])];
            [a.saturating_sub(b), c.saturating_sub(d)]
        };
        Left {
            words: less(self.words, own.words),
            samples: less(self.samples, own.samples),
            all: &self.counts,
            own: own.counts,
        }
    }

    /// Naive Bayes over words, multinomial, one added to each count: options by how much more their words stand in
    /// right ones, a statement by how much more its words stand in true ones.
    pub(super) fn bayes(&self, question: &Question) -> Option<Guess> {
        let left = self.without(question);
        let scores: Vec<f64> = samples(question).iter().map(|(_, words)| left.score(words)).collect();
        match (&question.kind, scores.first()) {
            (Kind::One { .. } | Kind::Many { .. }, Some(_)) => Some(Guess::Options(scores)),
            (Kind::Truth { .. }, Some(score)) if *score == 0.0 => Some(Guess::Truth(0.5)),
            (Kind::Truth { .. }, Some(score)) => Some(Guess::Truth(if *score > 0.0 { 1.0 } else { 0.0 })),
            _ => None,
        }
    }

    /// The one word whose being there parts the other statements best into true and false; several as good are asked
    /// in turn.
    pub(super) fn cue(&self, question: &Question) -> Option<Guess> {
        let Kind::Truth { .. } = question.kind else { return None };
        let left = self.without(question);
        let mut best = (0.0, Vec::new());
        for word in self.counts.keys() {
            let lean = left.lean(word);
            if lean.abs() > best.0 + f64::EPSILON {
                best = (lean.abs(), Vec::new());
            }
            if lean != 0.0 && lean.abs() + f64::EPSILON >= best.0 {
                best.1.push((word, lean > 0.0));
            }
        }
        let here = words(&question.stem);
        let says = |(word, when_there): &(&String, bool)| if here.contains(*word) == *when_there { 1.0 } else { 0.0 };
        Some(Guess::Truth(if best.1.is_empty() { 0.5 } else { mean(best.1.iter().map(says)) }))
    }
}

/// What is known of all other questions.
struct Left<'a> {
    words: [u32; 2],
    samples: [u32; 2],
    all: &'a Counts,
    own: Counts,
}

impl Left<'_> {
    fn of(&self, word: &str) -> [u32; 2] {
        let [all, own] = [self.all.get(word), self.own.get(word)].map(|counts| counts.copied().unwrap_or_default());
        [all[0].saturating_sub(own[0]), all[1].saturating_sub(own[1])]
    }

    /// A word that no other question has says nothing.
    fn score(&self, words: &BTreeSet<String>) -> f64 {
        let different = real(self.all.len());
        let share = |count: u32, words: u32| (f64::from(count) + 1.0) / (f64::from(words) + different);
        let one = |word: &String| match self.of(word) {
            [0, 0] => 0.0,
            [right, wrong] => (share(right, self.words[0]) / share(wrong, self.words[1])).ln(),
        };
        words.iter().map(one).sum()
    }

    /// The share of true statements that have the word, less that of false ones.
    fn lean(&self, word: &str) -> f64 {
        let [of_true, of_false] = self.of(word);
        let share = |count: u32, all: u32| if all == 0 { 0.0 } else { f64::from(count) / f64::from(all) };
        share(of_true, self.samples[0]) - share(of_false, self.samples[1])
    }
}
