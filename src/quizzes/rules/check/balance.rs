//! Whether a bank has a side that is right too often: a place, a length, true or false.

use super::super::bank::{Bank, Choice, Kind, Question};

/// A right option that is strictly the longest: in at most so many per cent of the one-answer questions.
const LONGEST: usize = 30;
/// How far one place, or one answer to statements, may come above its share, in points of 100.
const ABOVE_CHANCE: usize = 5;
/// Chi-square with three degrees of freedom at p = 0.05, in thousandths.
const CHI_SQUARE: usize = 7815;
/// From how many questions on a share speaks for itself. Below, it must also lie more than two standard errors above
/// chance: a bank is no worse for being small.
const ENOUGH: usize = 20;
/// With fewer questions even all of them are no more than luck.
const FEWEST: usize = 3;
/// From how many statements on the balance of true and false is judged.
const ENOUGH_STATEMENTS: usize = 5;

/// A question with options and the options.
type Asked<'a> = (&'a Question, &'a [Choice]);

/// Checks that no side of a bank is right too often.
pub(super) fn bank(bank: &Bank, failures: &mut Vec<String>) {
    let of = |question| match &(question as &Question).kind {
        Kind::One { options } => Some((question, options.as_slice())),
        Kind::Many { .. } | Kind::Truth { .. } | Kind::Match { .. } => None,
    };
    let one: Vec<Asked<'_>> = bank.questions.iter().filter_map(of).collect();
    let problems = longest(&one).into_iter().chain(places(&one)).chain(statements(bank));
    failures.extend(problems.map(|problem| format!("{}: {problem}", bank.document)));
}

fn longest(one: &[Asked<'_>]) -> Option<String> {
    let is_longest = |(_, options): &&Asked<'_>| {
        let length = |option: &Choice| option.text.chars().count();
        let of = |right: bool| options.iter().filter(|o| o.right == right).map(length).max();
        of(true) > of(false)
    };
    let ids: Vec<String> = one.iter().filter(is_longest).map(|(question, _)| question.id.to_string()).collect();
    (100 * ids.len() > LONGEST * one.len() && is_beyond_chance(ids.len(), one.len())).then(|| {
        format!("phương án đúng dài nhất ở {} trên {} câu một đáp án: {}", ids.len(), one.len(), ids.join(", "))
    })
}

/// Whether so many hits in so few questions of four options are more than luck; many questions speak for themselves.
fn is_beyond_chance(hits: usize, questions: usize) -> bool {
    // hits - n/4 > 2·√(n·3/16), both sides times four and squared.
    let above = (4 * hits).saturating_sub(questions);
    questions >= ENOUGH || (questions >= FEWEST && above.pow(2) > 12 * questions)
}

/// The places of the right options are even, and no place alone is worth choosing.
fn places(one: &[Asked<'_>]) -> Vec<String> {
    let places = one.iter().filter(|(_, options)| options.len() == 4);
    let places: Vec<usize> = places.filter_map(|(_, options)| options.iter().position(|o| o.right)).collect();
    let all = places.len();
    let counts = [0, 1, 2, 3].map(|place| places.iter().filter(|p| **p == place).count());
    let squares: usize = counts.iter().map(|count| (4 * count).abs_diff(all).pow(2)).sum();
    let uneven = 1000 * squares > CHI_SQUARE * 4 * all;
    let best = counts.into_iter().max().unwrap_or_default();
    let worth = all >= ENOUGH && 100 * best > (25 + ABOVE_CHANCE) * all;
    let uneven = uneven.then(|| format!("vị trí phương án đúng không đều: {counts:?}"));
    let worth = worth.then(|| format!("chọn mãi một vị trí được {best} trên {all} câu"));
    uneven.into_iter().chain(worth).collect()
}

/// Statements are true about as often as false.
fn statements(bank: &Bank) -> Option<String> {
    let answers: Vec<bool> = bank
        .questions
        .iter()
        .filter_map(|q| if let Kind::Truth { answer, .. } = q.kind { Some(answer) } else { None })
        .collect();
    let all = answers.len();
    let right = answers.iter().filter(|answer| **answer).count();
    let most = right.max(all - right);
    (all >= ENOUGH_STATEMENTS && 100 * most > (50 + ABOVE_CHANCE) * all)
        .then(|| format!("câu đúng/sai lệch: {right} câu đúng trên {all}"))
}
