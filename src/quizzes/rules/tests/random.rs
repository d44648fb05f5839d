//! Random banks.

use proptest::prelude::*;

use super::super::{Bank, Choice, Kind, Pair, Question, QuestionId};
use super::{apart, bank_of, clause, question};
use crate::people::rules::Capacity;

fn any_kind() -> impl Strategy<Value = Kind> {
    let options = |right: usize| {
        (0..4).map(move |at| Choice { text: format!("phương án {at}"), right: at < right, why: None }).collect()
    };
    let pair = |at: usize| Pair { left: format!("trái {at}"), right: format!("phải {at}"), why: None };
    prop_oneof![
        Just(Kind::One { options: options(1) }),
        (1_usize..4).prop_map(move |right| Kind::Many { options: options(right) }),
        any::<bool>().prop_map(|answer| Kind::Truth { answer, why: None }),
        (2_usize..5).prop_map(move |pairs| Kind::Match { pairs: (0..pairs).map(pair).collect() }),
    ]
}

fn any_question() -> impl Strategy<Value = Question> {
    let clauses = prop::collection::vec((1_u8..5, 1_u8..5), 1..3);
    let audience =
        prop_oneof![6 => Just(Capacity::Participant), 1 => Just(Capacity::Leadership), 1 => Just(Capacity::Support)];
    let critical = prop::option::weighted(0.25, 0_u8..5);
    (clauses, audience, critical, any::<bool>(), any_kind()).prop_map(
        |(clauses, audience, critical, refresher, kind)| Question {
            clauses: clauses.iter().map(|(dieu, khoan)| clause(&format!("dieu-{dieu}.khoan-{khoan}"))).collect(),
            audience,
            refresher,
            critical: critical.map(|topic| format!("chu-de-{topic}")),
            kind,
            ..question("q", &["dieu-1"])
        },
    )
}

/// A bank of up to 40 questions over 16 clauses in three groups and what is outside them, some kept apart, from those of
/// bank `b` too.
pub(super) fn any_bank(name: &'static str) -> impl Strategy<Value = Bank> {
    let shares = prop::array::uniform3(0_u16..5);
    let id = move |bank: bool, at: usize| format!("{}-{at}", if bank { name } else { "b" });
    let list =
        prop::collection::vec((prop::bool::weighted(0.8), 0_usize..40).prop_map(move |(own, at)| id(own, at)), 2..5);
    let lists = prop::collection::vec(list, 0..8);
    (prop::collection::vec(any_question(), 0..40), shares, lists).prop_map(move |(questions, [a, b, c], lists)| {
        let list = |ids: &Vec<String>| apart(&ids.iter().map(String::as_str).collect::<Vec<_>>());
        let numbered =
            |(at, q): (usize, Question)| Question { id: QuestionId::parse(&format!("{name}-{at}")).unwrap(), ..q };
        let questions = questions.into_iter().enumerate().map(numbered).collect();
        let apart = lists.iter().map(list).collect();
        Bank { document: name.to_owned(), apart, ..bank_of(&[("dieu-1", a), ("dieu-2", b), ("dieu-3", c)], questions) }
    })
}
