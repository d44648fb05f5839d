//! What a guess is worth, and what chance would make of it.

use super::super::super::bank::{Choice, Kind, Pair, Question};
use super::super::super::grade::{of_pairs, of_several};

/// The most pairs that are guessed at: the orders of more are too many to try, and the house has no more than four.
const MOST_PAIRS: usize = 5;

/// How somebody who knows nothing answers one question.
pub(super) enum Guess {
    /// A value for each option: those of greatest value are chosen.
    Options(Vec<f64>),
    /// How surely "Đúng" is said, 0 to 1.
    Truth(f64),
    /// For each left a value for each right: all of greatest value together are chosen.
    Pairs(Vec<Vec<f64>>),
}

/// The mark of one guess: ties are averaged.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    /// 0 to 100, by the rule of sittings.
    pub(super) points: f64,
    /// The mean of the same guess over every way in which the right answers could lie.
    pub(super) chance: f64,
    /// Its variance over the same.
    pub(super) variance: f64,
}

/// Marks a guess; of a question with several right options the guesser chooses `picks`. `None`: no guess at this type.
pub(super) fn mark(question: &Question, guess: &Guess, picks: u32) -> Option<Mark> {
    match (&question.kind, guess) {
        (Kind::One { options }, Guess::Options(values)) => Some(options_mark(options, values, 1)),
        (Kind::Many { options }, Guess::Options(values)) => Some(options_mark(options, values, picks)),
        (Kind::Truth { answer, .. }, Guess::Truth(sure)) => {
            let [as_true, as_false] = [100.0 * sure, 100.0 * (1.0 - sure)];
            Some(among(if *answer { as_true } else { as_false }, &[as_true, as_false]))
        }
        (Kind::Match { pairs }, Guess::Pairs(values)) => pairs_mark(pairs, values),
        _ => None,
    }
}

/// The points beside all that the same guess could have brought.
fn among(points: f64, all: &[f64]) -> Mark {
    let chance = mean(all.iter().copied());
    Mark { points, chance, variance: mean(all.iter().map(|one| (one - chance).powi(2))) }
}

/// Sets of options are bits.
fn options_mark(options: &[Choice], values: &[f64], picks: u32) -> Mark {
    let all = 1_u32.checked_shl(count(options.len())).unwrap_or_default();
    let sets = |size: u32| (0..all).filter(move |set: &u32| set.count_ones() == size);
    let bits = |holds: &dyn Fn(usize) -> bool| -> u32 {
        (0..options.len()).filter(|at| holds(*at)).fold(0, |set, at| set | 1_u32.checked_shl(count(at)).unwrap_or(0))
    };
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let picks = picks.min(count(options.len()));
    let last = usize::try_from(picks).ok().and_then(|picks| sorted.get(picks.checked_sub(1)?)).copied();
    let last = last.unwrap_or(f64::INFINITY);
    let is = |at: usize, holds: fn(&f64, &f64) -> bool| values.get(at).is_some_and(|value| holds(value, &last));
    let (must, may) = (bits(&|at| is(at, f64::gt)), bits(&|at| is(at, f64::ge)));
    let best: Vec<u32> = sets(picks).filter(|set| set & must == must && set & !may == 0).collect();
    let points = |right: u32| {
        let one = |set: &u32| {
            let hits = (set & right).count_ones();
            real(of_several(i64::from(hits), i64::from(set.count_ones() - hits), i64::from(right.count_ones())))
        };
        mean(best.iter().map(one))
    };
    let right = bits(&|at| options.get(at).is_some_and(|option| option.right));
    let placements: Vec<f64> = sets(right.count_ones()).map(points).collect();
    among(points(right), &placements)
}

fn pairs_mark(pairs: &[Pair], values: &[Vec<f64>]) -> Option<Mark> {
    if pairs.len() > MOST_PAIRS {
        return None;
    }
    let orders = orders(pairs.len());
    let value = |order: &[usize]| -> f64 {
        let of = |(left, right): (usize, &usize)| values.get(left).and_then(|row| row.get(*right)).copied();
        order.iter().enumerate().filter_map(of).sum()
    };
    let best = orders.iter().map(|order| value(order)).max_by(f64::total_cmp)?;
    let chosen: Vec<&Vec<usize>> = orders.iter().filter(|order| value(order) >= best).collect();
    let points = |right: &[usize]| {
        let hits = |order: &&Vec<usize>| order.iter().zip(right).filter(|(a, b)| a == b).count();
        let one = |order: &&Vec<usize>| real(of_pairs(whole(hits(order)), whole(pairs.len())));
        mean(chosen.iter().map(one))
    };
    let own: Vec<usize> = (0..pairs.len()).collect();
    let placements: Vec<f64> = orders.iter().map(|order| points(order)).collect();
    Some(among(points(&own), &placements))
}

/// Every order of so many things.
fn orders(many: usize) -> Vec<Vec<usize>> {
    (0..many).fold(vec![Vec::new()], |shorter: Vec<Vec<usize>>, _| {
        let longer = |order: Vec<usize>| {
            let left: Vec<usize> = (0..many).filter(|one| !order.contains(one)).collect();
            left.into_iter().map(move |one| order.iter().copied().chain([one]).collect())
        };
        shorter.into_iter().flat_map(longer).collect()
    })
}

/// Nothing has a mean of 0.
pub(super) fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, many) = numbers.fold((0.0, 0.0), |(sum, many), one| (sum + one, many + 1.0));
    if many > 0.0 { sum / many } else { 0.0 }
}

/// A count as a number to reckon with.
pub(super) fn real(number: impl TryInto<u32>) -> f64 {
    f64::from(number.try_into().unwrap_or(u32::MAX))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
