//! The ways in which somebody who knows nothing may choose.

use super::super::super::bank::{Choice, Kind, Question};
use super::super::wording::words;
use super::cues::{Cues, count, opens};
use super::learned::Learned;
use super::marks::{Guess, real};

/// How far above chance a guesser may come, in points of 100.
const ABOVE_CHANCE: f64 = 8.0;
/// The same for one who has learned from all other questions.
const LEARNED_ABOVE_CHANCE: f64 = 15.0;

/// What a guesser has: the word lists, and what the other questions of the type teach.
pub(super) struct Field<'a> {
    pub(super) cues: &'a Cues,
    pub(super) questions: Vec<&'a Question>,
    pub(super) learned: Learned,
}

impl<'a> Field<'a> {
    pub(super) fn new(cues: &'a Cues, questions: Vec<&'a Question>) -> Self {
        Self { cues, learned: Learned::new(&questions), questions }
    }
}

/// A way to choose.
pub(super) struct Way {
    pub(super) name: &'static str,
    /// Points above chance that are let through.
    pub(super) limit: f64,
    /// `None`: it has nothing to say about this question.
    pub(super) guess: fn(&Field<'_>, &Question) -> Option<Guess>,
}

pub(super) const WAYS: [Way; 15] = [
    way("dài nhất", |_, q| by(q, length)),
    way("ngắn nhất", |_, q| by(q, |option| -length(option))),
    way("nhiều từ chung với câu hỏi nhất", |_, q| by(q, |option| shared(&q.stem, &option.text))),
    way("ít từ chung với câu hỏi nhất", |_, q| by(q, |option| -shared(&q.stem, &option.text))),
    way("nhiều từ trang trọng nhất", |f, q| by(q, |option| real(count(&f.cues.formal, &option.text)))),
    way("nêu cơ quan, chức danh hay điều khoản", |f, q| by(q, |option| names_office(f.cues, option))),
    way("ít điều kiện nhất", |f, q| by(q, |option| -real(count(&f.cues.conditions, &option.text)))),
    way("nghiêm khắc nhất", |f, q| by(q, |option| sternness(f.cues, option))),
    way("nghiêm khắc nhất, riêng câu điểm liệt", |f, q| {
        q.critical.as_ref().and_then(|_| by(q, |option| sternness(f.cues, option)))
    }),
    way("giống các phương án khác nhất", |_, q| likeness(q, 1.0)),
    way("khác các phương án khác nhất", |_, q| likeness(q, -1.0)),
    way("ghép theo từ chung giữa hai vế", |_, q| pairs(q)),
    way("Đúng khi có từ báo hiệu, còn lại Sai", |f, q| cue(f.cues, q)),
    way("một từ báo hiệu, học từ các câu khác", |f, q| f.learned.cue(q)),
    Way {
        name: "mọi từ, học từ các câu khác", limit: LEARNED_ABOVE_CHANCE, guess: |f, q| f.learned.bayes(q)
    },
];

const fn way(name: &'static str, guess: fn(&Field<'_>, &Question) -> Option<Guess>) -> Way {
    Way { name, limit: ABOVE_CHANCE, guess }
}

/// Options by a value each.
fn by(question: &Question, value: impl Fn(&Choice) -> f64) -> Option<Guess> {
    match &question.kind {
        Kind::One { options } | Kind::Many { options } => Some(Guess::Options(options.iter().map(value).collect())),
        Kind::Truth { .. } | Kind::Match { .. } => None,
    }
}

fn length(option: &Choice) -> f64 {
    real(option.text.chars().count())
}

/// How many different words both texts have.
fn shared(one: &str, other: &str) -> f64 {
    real(words(one).intersection(&words(other)).count())
}

fn names_office(cues: &Cues, option: &Choice) -> f64 {
    let named = count(&cues.offices, &option.text) + count(&cues.clauses, &option.text);
    real(named.min(1))
}

/// By its opening first, then without a condition, then with a "không".
fn sternness(cues: &Cues, option: &Choice) -> f64 {
    let has = |phrases| real(count(phrases, &option.text).min(1));
    let opens = |phrases| if opens(phrases, &option.text) { 1.0 } else { 0.0 };
    4.0 * (opens(&cues.stern) - opens(&cues.lenient)) - 2.0 * has(&cues.conditions) + has(&cues.negations)
}

/// Options by the share of their words that they have in common with each other one.
fn likeness(question: &Question, sign: f64) -> Option<Guess> {
    let (Kind::One { options } | Kind::Many { options }) = &question.kind else { return None };
    let sets: Vec<_> = options.iter().map(|option| words(&option.text)).collect();
    let like = |at: usize| -> f64 {
        let Some(own) = sets.get(at) else { return 0.0 };
        let others = sets.iter().enumerate().filter(|(other, _)| *other != at);
        let share = |(_, other): (usize, &std::collections::BTreeSet<String>)| {
            real(own.intersection(other).count()) / real(own.union(other).count().max(1))
        };
        others.map(share).sum()
    };
    Some(Guess::Options((0..sets.len()).map(|at| sign * like(at)).collect()))
}

fn pairs(question: &Question) -> Option<Guess> {
    let Kind::Match { pairs } = &question.kind else { return None };
    let row = |left: &str| pairs.iter().map(|pair| shared(left, &pair.right)).collect();
    Some(Guess::Pairs(pairs.iter().map(|pair| row(&pair.left)).collect()))
}

fn cue(cues: &Cues, question: &Question) -> Option<Guess> {
    let Kind::Truth { .. } = question.kind else { return None };
    Some(Guess::Truth(if count(&cues.true_cues, &question.stem) > 0 { 1.0 } else { 0.0 }))
}
