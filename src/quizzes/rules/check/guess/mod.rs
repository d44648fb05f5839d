//! What a person who knows nothing could score, over all banks together.

mod cues;
mod learned;
mod marks;
mod row;
mod table;
mod ways;

pub use cues::Cues;

use super::super::bank::{Bank, Kind, Question};
use marks::{Guess, Mark, mark, mean, real};
use row::Row;
use ways::{Field, WAYS, Way};

/// From how many questions on a type is judged by itself; smaller ones are judged together.
const ENOUGH: usize = 12;
/// How many options a guesser may choose where several are right.
const PICKS: [u32; 4] = [1, 2, 3, 4];

/// Tries every way on every type of question: what comes too far above chance fails; the table has all.
///
/// Too far is more than the limit of the way and more than two standard errors of its mean. The error is that of the
/// same guesses if the right answers lay anywhere: with ties little, in few questions much.
pub(super) fn judge(banks: &[&Bank], cues: &Cues, failures: &mut Vec<String>) -> String {
    let all: Vec<&Question> = banks.iter().flat_map(|bank| &bank.questions).collect();
    let rows: Vec<Row> =
        groups(&all, cues).iter().flat_map(|group| WAYS.iter().filter_map(|way| row(way, group))).collect();
    failures.extend(rows.iter().filter(|row| row.is_too_good()).map(table::failure));
    table::render(&rows)
}

/// A type by itself, or the smaller ones together.
struct Group<'a> {
    kinds: String,
    fields: Vec<Field<'a>>,
}

fn groups<'a>(all: &[&'a Question], cues: &'a Cues) -> Vec<Group<'a>> {
    let of = |is: fn(&Kind) -> bool| all.iter().copied().filter(|one| is(&one.kind)).collect::<Vec<&Question>>();
    let types = KINDS.into_iter().map(|(name, is)| (name, of(is))).filter(|(_, questions)| !questions.is_empty());
    let (large, small): (Vec<_>, Vec<_>) = types.partition(|(_, questions)| questions.len() >= ENOUGH);
    let group = |types: Vec<(&str, Vec<&'a Question>)>| Group {
        kinds: types.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
        fields: types.into_iter().map(|(_, questions)| Field::new(cues, questions)).collect(),
    };
    let mut groups: Vec<Group<'a>> = large.into_iter().map(|one| group(vec![one])).collect();
    groups.push(group(small));
    groups
}

/// How a type is called, and which questions are of it.
type Named = (&'static str, fn(&Kind) -> bool);

const KINDS: [Named; 4] = [
    ("một đáp án", |kind| matches!(kind, Kind::One { .. })),
    ("nhiều đáp án", |kind| matches!(kind, Kind::Many { .. })),
    ("đúng/sai", |kind| matches!(kind, Kind::Truth { .. })),
    ("ghép đôi", |kind| matches!(kind, Kind::Match { .. })),
];

/// The way over the questions of a group about which it has something to say; where several options are right, with
/// the number of picks that serves it best.
fn row(way: &Way, group: &Group<'_>) -> Option<Row> {
    let asked = group.fields.iter().flat_map(|field| field.questions.iter().map(move |question| (field, *question)));
    let guesses: Vec<(&Question, Guess)> =
        asked.filter_map(|(field, question)| Some((question, (way.guess)(field, question)?))).collect();
    let several = guesses.iter().any(|(question, _)| matches!(question.kind, Kind::Many { .. }));
    let picks = if several { PICKS.as_slice() } else { &[1] };
    let rows = picks.iter().filter_map(|picks| {
        let marks: Vec<Mark> = guesses.iter().filter_map(|(question, guess)| mark(question, guess, *picks)).collect();
        let many = real(marks.len());
        let error = marks.iter().map(|mark| mark.variance).sum::<f64>().sqrt() / many;
        (!marks.is_empty()).then(|| Row {
            way: way.name,
            kinds: group.kinds.clone(),
            questions: marks.len(),
            picks: several.then_some(*picks),
            points: mean(marks.iter().map(|mark| mark.points)),
            chance: mean(marks.iter().map(|mark| mark.chance)),
            limit: way.limit.max(2.0 * error),
        })
    });
    rows.max_by(|a, b| (a.above() - a.limit).total_cmp(&(b.above() - b.limit)))
}
