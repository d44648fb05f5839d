//! Questions that tell each other's answers do not meet in a sitting.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::{Bank, Drawn, Question, Request, draw};
use super::draws::ids;
use super::random::any_bank;
use super::{Plain, SMALL, apart, bank_of, check, clause, question, rng, small};
use crate::people::rules::Capacity;

/// One question a clause.
fn bank(many: usize) -> Bank {
    let questions = (0..many).map(|at| question(&format!("q-{at}"), &[&format!("dieu-1.khoan-{at}")])).collect();
    bank_of(&[("dieu-1", 1)], questions)
}

/// How many questions of the list a sitting has.
fn of(drawn: &[Drawn], list: &[&str]) -> usize {
    ids(drawn).intersection(&list.iter().copied().collect()).count()
}

#[test]
fn of_a_list_one_question_is_asked_while_others_wait() {
    let list = ["q-0", "q-1", "q-2"];
    let bank = Bank { apart: vec![apart(&list)], ..bank(8) };
    let mut met = BTreeSet::new();
    for seed in 0..50 {
        let drawn = Plain::new().draw(&[(&bank, 1)], 6, seed);
        assert_eq!((of(&drawn, &list), drawn.len()), (1, 6));
        met.extend(drawn.iter().map(|one| one.item.id.to_string()));
    }
    assert_eq!(met.len(), 8, "each of them is asked of somebody");
}

#[test]
fn a_list_is_broken_rather_than_a_promise() {
    let list = ["q-0", "q-1", "q-2"];
    let bank = Bank { apart: vec![apart(&list)], ..bank(8) };
    for seed in 0..20 {
        assert_eq!(of(&Plain::new().draw(&[(&bank, 1)], 7, seed), &list), 2);
        assert_eq!(Plain::new().draw(&[(&bank, 1)], 20, seed).len(), 8);
    }
}

#[test]
fn a_list_goes_before_fresh_clauses_shares_missed_clauses_and_banks() {
    // Three questions on one clause wait, and one on a clause of its own that a list keeps out.
    let mut one = bank(2);
    one.questions.extend((2..5).map(|at| question(&format!("q-{at}"), &["dieu-1.khoan-0"])));
    let other = Bank {
        document: "khac".to_owned(),
        apart: vec![apart(&["b-0", "q-1"])],
        ..bank_of(&[("dieu-1", 9)], vec![question("b-0", &["dieu-1"])])
    };
    let mut person = Plain::new();
    person.past.missed.insert(("van-ban".to_owned(), clause("dieu-1.khoan-1")));
    person.past.missed.insert(("khac".to_owned(), clause("dieu-1")));
    for seed in 0..50 {
        let drawn = person.draw(&[(&one, 1), (&other, 1)], 5, seed);
        assert_eq!((of(&drawn, &["b-0", "q-1"]), drawn.len()), (1, 5));
    }
}

#[test]
fn questions_on_critical_topics_are_chosen_so_that_they_go_together() {
    // Every topic has a question that goes with nothing of the next topic: only the other one leads on.
    let mut bank = bank(8);
    for (at, one) in bank.questions.iter_mut().enumerate() {
        one.critical = Some(format!("chu-de-{}", at / 2));
    }
    bank.apart = [["q-0", "q-2"], ["q-0", "q-3"], ["q-2", "q-4"], ["q-2", "q-5"], ["q-4", "q-6"], ["q-4", "q-7"]]
        .iter()
        .map(|list| apart(list))
        .collect();
    for seed in 0..100 {
        let drawn = Plain::new().draw(&[(&bank, 1)], 4, seed);
        assert!(
            bank.apart.iter().all(|list| of(&drawn, &[list.questions[0].as_str(), list.questions[1].as_str()]) < 2)
        );
        assert_eq!(drawn.len(), 4);
    }
}

#[test]
fn a_topic_is_asked_even_where_no_question_of_it_goes_with_the_others() {
    let mut bank = bank(2);
    for (at, one) in bank.questions.iter_mut().enumerate() {
        one.critical = Some(format!("chu-de-{at}"));
    }
    bank.apart = vec![apart(&["q-0", "q-1"])];
    assert_eq!(Plain::new().draw(&[(&bank, 1)], 2, 1).len(), 2);
}

#[test]
fn what_leaders_are_asked_keeps_to_the_lists_too() {
    let mut bank = bank(9);
    bank.questions.iter_mut().take(3).for_each(|one| one.audience = Capacity::Leadership);
    bank.apart = vec![apart(&["q-0", "q-1"]), apart(&["q-2", "q-5"])];
    let (plain, banks) = (Plain::new(), [(&bank, 1)]);
    for seed in 0..50 {
        let request = Request { audiences: &[Capacity::Leadership], ..plain.request(&banks, 7) };
        let drawn = draw(&request, &mut rng(seed));
        assert_eq!((of(&drawn, &["q-0", "q-1"]), of(&drawn, &["q-2", "q-5"]), drawn.len()), (1, 1, 7));
    }
}

#[test]
fn a_critical_question_not_seen_before_is_asked_even_of_whom_missed_the_clause_of_another() {
    let mut bank = bank(4);
    bank.questions.iter_mut().for_each(|one| one.critical = Some("chu-de".to_owned()));
    let mut person = Plain::new();
    person.past.seen.extend(bank.questions.iter().take(3).map(|one| one.id.clone()));
    person.past.missed.insert(("van-ban".to_owned(), clause("dieu-1.khoan-0")));
    assert_eq!(ids(&person.draw(&[(&bank, 1)], 1, 1)), BTreeSet::from(["q-3"]));
}

#[test]
fn lists_are_read_and_are_part_of_the_hash_and_a_bank_without_them_keeps_its_own() {
    let with = |list: &str| Bank::parse(&format!("{SMALL}\n[[apart]]\n{list}\n"));
    let bank = with("questions = [\"qc-3.10-1\", \"khac-1\"]\nwhy = \"Câu sau nói đáp án.\"").unwrap();
    assert_eq!(bank.apart[0].questions[1].as_str(), "khac-1");
    assert_ne!(bank.sha256(), small().sha256());
    assert!(
        bank.canonical_json()
            .ends_with(r#""apart":[{"questions":["qc-3.10-1","khac-1"],"why":"Câu sau nói đáp án."}]}"#)
    );
    assert!(!small().canonical_json().contains("apart"));
    for wrong in ["questions = [\"Câu 1\"]", "question = [\"q-1\"]", "why = \"Không có câu.\""] {
        assert!(with(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_list_names_at_least_two_questions_that_are_there() {
    let other = Bank { document: "khac".to_owned(), ..bank_of(&[], vec![question("b-0", &["dieu-1"])]) };
    let said = |list: &[&str]| {
        let bank = Bank { apart: vec![apart(list)], ..bank(3) };
        let failures = check(&[&bank, &other], &[]).failures;
        failures.into_iter().filter(|failure| failure.contains("không cùng lượt")).collect::<Vec<_>>()
    };
    assert_eq!(said(&["q-0", "b-0"]), Vec::<String>::new());
    for wrong in [&["q-0"][..], &[], &["q-0", "q-0"]] {
        assert_eq!(said(wrong).len(), 1, "{wrong:?}");
    }
    assert_eq!(said(&["q-0", "b-9"]), ["van-ban: danh sách không cùng lượt [q-0, b-9]: không có câu hỏi b-9"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn two_questions_of_a_list_meet_only_when_nothing_else_waits(
        a in any_bank("a"), b in any_bank("b"), total in 0_usize..40, leads: bool, seed: u64,
    ) {
        let [mut a, mut b] = [a, b];
        a.questions.iter_mut().chain(&mut b.questions).for_each(|one| one.critical = None);
        let (plain, banks) = (Plain::new(), [(&a, 2), (&b, 1)]);
        let audiences = if leads { &[Capacity::Leadership][..] } else { &[] };
        let drawn = draw(&Request { audiences, ..plain.request(&banks, total) }, &mut rng(seed));
        let asked = ids(&drawn);
        let parted = |one: &str, other: &str| {
            let lists = a.apart.iter().chain(&b.apart);
            let has = |list: &super::Apart, id: &str| list.questions.iter().any(|question| question.as_str() == id);
            one != other && lists.into_iter().any(|list| has(list, one) && has(list, other))
        };
        let alone = |id: &str| !asked.iter().any(|other| parted(id, other));
        let waits = |one: &&Question| one.audience == Capacity::Participant && !asked.contains(one.id.as_str());
        let mut waiting = a.questions.iter().chain(&b.questions).filter(waits);
        prop_assert!(asked.iter().all(|id| alone(id)) || !waiting.any(|one| alone(one.id.as_str())));
    }
}
