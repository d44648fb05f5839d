//! What a person who knows nothing could score.

use super::super::bank::{Bank, Choice, Kind, Question};
use super::wording::words;

/// A right option that is strictly the longest: in at most so many per cent of the one-answer questions.
const LONGEST: usize = 30;
/// What a blind guesser may score above chance, in points of 100.
const ABOVE_CHANCE: usize = 5;
/// Chi-square with three degrees of freedom at p = 0.05, in thousandths.
const CHI_SQUARE: usize = 7815;
/// From how many questions on shares and averages speak for themselves. Below, chance rules: a guesser by place, or one
/// who picks two of several, is not judged, and the others only where it is hardly chance: a bank is no worse for being
/// small.
const ENOUGH: usize = 20;
/// What is hardly chance comes about in less than so many of a thousand banks in which nothing can be guessed.
const HARDLY: u64 = 30;
/// From how many statements on the balance of true and false is judged.
const ENOUGH_STATEMENTS: usize = 5;
/// Parts of a point, so that averages stay whole numbers.
const PARTS: usize = 10_000;

/// A way to choose without knowing: options with the greatest value are chosen.
type Guess = (&'static str, fn(&Question, &Choice) -> isize);

const GUESSES: [Guess; 4] = [
    ("dài nhất", |_, option| length(option)),
    ("ngắn nhất", |_, option| -length(option)),
    ("nhiều từ chung với câu hỏi nhất", shared),
    ("ít từ chung với câu hỏi nhất", |question, option| -shared(question, option)),
];

fn length(option: &Choice) -> isize {
    isize::try_from(option.text.chars().count()).unwrap_or(isize::MAX)
}

fn shared(question: &Question, option: &Choice) -> isize {
    let common = words(&option.text).intersection(&words(&question.stem)).count();
    isize::try_from(common).unwrap_or(isize::MAX)
}

/// A question with options and the options.
type Asked<'a> = (&'a Question, &'a [Choice]);

/// Checks that a bank cannot be guessed.
pub(super) fn bank(bank: &Bank, failures: &mut Vec<String>) {
    let one = asked(bank, |kind| if let Kind::One { options } = kind { Some(options) } else { None });
    let many = asked(bank, |kind| if let Kind::Many { options } = kind { Some(options) } else { None });
    let mut problems = Vec::new();
    problems.extend(longest(&one));
    problems.extend(places(&one));
    problems.extend(guessers(&one, 1, "một đáp án"));
    if many.len() >= ENOUGH {
        problems.extend(guessers(&many, 2, "nhiều đáp án"));
    }
    problems.extend(statements(bank));
    failures.extend(problems.into_iter().map(|problem| format!("{}: {problem}", bank.document)));
}

fn asked<'a>(bank: &'a Bank, options: impl Fn(&'a Kind) -> Option<&'a Vec<Choice>>) -> Vec<Asked<'a>> {
    bank.questions.iter().filter_map(|q| options(&q.kind).map(|options| (q, options.as_slice()))).collect()
}

fn longest(one: &[Asked<'_>]) -> Option<String> {
    let is_longest = |(_, options): &&Asked<'_>| {
        let of = |right: bool| options.iter().filter(|o| o.right == right).map(length).max();
        of(true) > of(false)
    };
    let ids: Vec<String> = one.iter().filter(is_longest).map(|(question, _)| question.id.to_string()).collect();
    (100 * ids.len() > LONGEST * one.len() && beyond_chance(ids.len(), one.len())).then(|| {
        format!("phương án đúng dài nhất ở {} trên {} câu một đáp án: {}", ids.len(), one.len(), ids.join(", "))
    })
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

/// Guessers who choose `picks` options by looking at them.
fn guessers(asked: &[Asked<'_>], picks: usize, kind: &str) -> Vec<String> {
    let judge = |(name, value): &Guess| {
        let guessed: usize = asked.iter().map(|(q, options)| expected(options, picks, |o| value(q, o))).sum();
        let chance: usize = asked.iter().map(|(_, options)| expected(options, picks, |_| 0)).sum();
        let hits = guessed.checked_div(100 * PARTS).unwrap_or_default();
        let too_good = guessed > chance + ABOVE_CHANCE * PARTS * asked.len() && beyond_chance(hits, asked.len());
        let average = |sum: usize| sum.checked_div(asked.len() * PARTS / 10).unwrap_or_default();
        let shown = |sum: usize| format!("{},{}", average(sum) / 10, average(sum) % 10);
        too_good.then(|| {
            format!("câu {kind}: đoán phương án {name} được {} điểm, đoán bừa {}", shown(guessed), shown(chance))
        })
    };
    GUESSES.iter().filter_map(judge).collect()
}

/// Whether so many hits in so few questions of four options are more than luck; many questions speak for themselves.
fn beyond_chance(hits: usize, questions: usize) -> bool {
    if questions >= ENOUGH {
        return true;
    }
    // Ways, of 4 to the power of the questions, to hit at least so often: less than 10^12.
    let (mut ways, mut all) = (vec![1_u64], 1_u64);
    for _ in 0..questions {
        let hit = std::iter::once(0).chain(ways.iter().copied());
        ways = ways.iter().map(|ways| 3 * ways).chain([0]).zip(hit).map(|(missed, hit)| missed + hit).collect();
        all *= 4;
    }
    let least: u64 = ways.iter().skip(hits).sum();
    1000 * least < HARDLY * all
}

/// The mean mark, in parts of a point, of a guesser who picks the options of greatest value, ties at random.
fn expected(options: &[Choice], picks: usize, value: impl Fn(&Choice) -> isize) -> usize {
    let sets = subsets(options, picks);
    let values = |set: &[&Choice]| {
        let mut values: Vec<isize> = set.iter().map(|option| value(option)).collect();
        values.sort_unstable();
        values
    };
    let best = sets.iter().map(|set| values(set)).max_by_key(|values| values.iter().sum::<isize>());
    let best: Vec<_> = sets.iter().filter(|set| Some(values(set)) == best).collect();
    let points: usize = best.iter().map(|set| points(options, set)).sum();
    (points * PARTS).checked_div(best.len()).unwrap_or_default()
}

/// All ways to pick one or two options.
fn subsets(options: &[Choice], picks: usize) -> Vec<Vec<&Choice>> {
    if picks == 1 {
        return options.iter().map(|option| vec![option]).collect();
    }
    let pairs = options
        .iter()
        .enumerate()
        .flat_map(|(at, first)| options.iter().skip(at + 1).map(move |second| vec![first, second]));
    pairs.collect()
}

/// The mark for picking these, by the rule of [`super::super::grade`].
fn points(options: &[Choice], picked: &[&Choice]) -> usize {
    let right = picked.iter().filter(|option| option.right).count();
    let wrong = picked.len() - right;
    let all = options.iter().filter(|option| option.right).count();
    (200 * right.saturating_sub(wrong) + all).checked_div(2 * all).unwrap_or_default()
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
