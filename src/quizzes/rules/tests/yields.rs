//! What is promised is what is drawn.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::{Bank, Past, plan, yields};
use super::random::any_bank;
use super::{bank_of, question, rng};
use crate::people::rules::{Capacities, Capacity};
use crate::rounds::rules::{Article, Ask, Asked, Asks, RoundKind, Settings};

/// A round that examines everybody about four articles of a bank's document.
fn asks(bank: &Bank) -> Asks {
    let article = |at: usize| Article {
        document_id: bank.document.clone(),
        article: format!("dieu-{at}"),
        sha256: format!("hash-{at}"),
    };
    let mut quizzed: BTreeMap<Capacity, BTreeSet<String>> = BTreeMap::new();
    for question in &bank.questions {
        let article = question.clauses[0].as_str().split('.').next().unwrap().to_owned();
        quizzed.entry(question.audience).or_default().insert(article);
    }
    let version = Asked {
        document_id: bank.document.clone(),
        version_id: "1".to_owned(),
        sha256: "text".to_owned(),
        due_on: None,
        spared: BTreeSet::new(),
        weight: 1,
        articles: (1..=4).map(article).collect(),
        asks: BTreeSet::from([(Capacity::Participant, Ask::Quiz)]),
        quizzed,
        gone: BTreeSet::new(),
    };
    let (round_id, group_id) = ("r".to_owned(), "g".to_owned());
    Asks { round_id, revision: 1, group_id, versions: vec![version], ..Asks::default() }
}

/// What is promised, and how many are drawn.
fn both(bank: &Bank, questions: i64, who: (&Capacities, &BTreeSet<String>), seed: u64) -> (i64, i64) {
    let (asks, banks) = (asks(bank), [bank.clone()]);
    let settings = Settings { questions, ..Settings::default() };
    let round = (&settings, RoundKind::Newcomer);
    let drawn = plan(&asks, round, &banks, who, &Past::default(), &mut rng(seed)).questions.len();
    (yields(&asks, &settings, &banks, who), i64::try_from(drawn).unwrap())
}

#[test]
fn a_bank_of_four_promises_four() {
    let questions = (1..=4).map(|at| question(&format!("q-{at}"), &[&format!("dieu-{at}")])).collect();
    let bank = bank_of(&[("dieu-1", 1)], questions);
    let (who, nothing) = (Capacities::default(), BTreeSet::new());
    assert_eq!(both(&bank, 20, (&who, &nothing), 1), (4, 4));
    assert_eq!(both(&bank, 8, (&who, &nothing), 1), (4, 4));
    let all: BTreeSet<String> = (1..=4).map(|at| format!("hash-{at}")).collect();
    assert_eq!(both(&bank, 20, (&who, &all), 1), (0, 0), "nothing is left");
}

proptest! {
    #[test]
    fn a_first_sitting_has_as_many_questions_as_were_promised(
        bank in any_bank("a"),
        questions in 1_i64..60,
        leads in any::<bool>(),
        seed in any::<u64>(),
    ) {
        let who = Capacities::parse(if leads { "a:leadership" } else { "" }).unwrap();
        let (promised, drawn) = both(&bank, questions, (&who, &BTreeSet::new()), seed);
        prop_assert_eq!(promised, drawn);
    }

    #[test]
    fn so_has_one_about_what_changed(
        bank in any_bank("a"),
        questions in 1_i64..60,
        passed in prop::collection::btree_set(1_usize..5, 0..4),
        seed in any::<u64>(),
    ) {
        let mut bank = bank;
        bank.questions.iter_mut().for_each(|one| one.critical = None);
        let passed = passed.into_iter().map(|at| format!("hash-{at}")).collect();
        let (promised, drawn) = both(&bank, questions, (&Capacities::default(), &passed), seed);
        prop_assert_eq!(promised, drawn);
    }
}
