//! `nep check` fails what must fail and lets the rest through.

use super::super::{Bank, Choice, Kind, Question, Report, Subject};
use super::{bank_of, check, clause, question};
use crate::people::rules::Capacity;

/// Ten clauses, the first eight of them binding.
fn subject() -> Subject {
    let known = (1..=10).map(|n| (clause(&format!("dieu-1.khoan-{n}")), format!("khoản {n} Điều 1"))).collect();
    let binding = (1..=8).map(|n| clause(&format!("dieu-1.khoan-{n}"))).collect();
    Subject { document: "van-ban".to_owned(), known, binding, binding_roles: vec![] }
}

/// Two questions a binding clause, every stem of its own words, the right option at every place, never the longest.
fn good() -> Bank {
    let questions = (0..16).map(|at| fair(at, at / 2 + 1)).collect();
    bank_of(&[("dieu-1", 1)], questions)
}

/// A question whose right option is at place `at % 4` and is the longest, the shortest … in turn.
fn fair(at: usize, khoan: usize) -> Question {
    let right = at % 4;
    let option = |place: usize| {
        let length = 4 + (place + at / 4) % 4;
        let text = format!("o{at:02}{place}{}", "x".repeat(length));
        Choice { text, right: place == right, why: (place != right).then(|| "Vì thế".to_owned()) }
    };
    Question {
        stem: format!("từ{at}a từ{at}b từ{at}c từ{at}d"),
        kind: Kind::One { options: (0..4).map(option).collect() },
        ..question(&format!("q-{at}"), &[&format!("dieu-1.khoan-{khoan}")])
    }
}

fn failures(bank: &Bank) -> Vec<String> {
    check(&[bank], &[subject()]).failures
}

/// The one failure that a change to the good bank brings.
fn only(change: impl FnOnce(&mut Bank)) -> String {
    let mut bank = good();
    change(&mut bank);
    let mut found = failures(&bank);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn options(question: &mut Question) -> &mut Vec<Choice> {
    match &mut question.kind {
        Kind::One { options } | Kind::Many { options } => options,
        Kind::Truth { .. } | Kind::Match { .. } => panic!("has options"),
    }
}

#[test]
fn a_good_bank_has_no_failures() {
    assert_eq!(failures(&good()), Vec::<String>::new());
}

#[test]
fn a_binding_clause_needs_two_questions_for_members() {
    assert!(
        only(|bank| drop(bank.questions[3].clauses.splice(.., [clause("dieu-1.khoan-9")])))
            .contains("khoan-2: có 1 câu")
    );
    assert!(only(|bank| bank.questions[3].audience = Capacity::Leadership).contains("khoan-2"));
    let Report { failures, .. } = check(&[], &[subject()]);
    assert_eq!(failures.len(), 8);
}

#[test]
fn unknown_clauses_documents_and_ids_twice_are_found() {
    assert!(only(|bank| bank.questions[0].clauses.push(clause("dieu-9"))).contains("dieu-9"));
    assert!(only(|bank| bank.blueprint[0].clauses.push(clause("dieu-7"))).contains("dieu-7"));
    assert!(only(|bank| bank.questions[5].id = bank.questions[4].id.clone()).contains("trùng"));
    let Report { failures, .. } = check(&[&good()], &[]);
    assert_eq!(failures, ["van-ban: không có văn bản này"]);
}

#[test]
fn an_id_or_a_stem_may_not_come_back_in_another_bank() {
    let mut other = good();
    other.document = "khac".to_owned();
    let second = Subject { document: "khac".to_owned(), ..subject() };
    let found = check(&[&good(), &other], &[subject(), second]).failures;
    let twice = |what: &str| found.iter().filter(|failure| failure.contains(what)).count();
    // Whoever has seen the one bank knows the answers of the other.
    assert_eq!(
        (twice("trùng nhau"), twice("gần như nhau"), twice("học từ các câu khác"), found.len()),
        (16, 16, 1, 33)
    );
}

#[test]
fn right_options_that_are_the_longest_too_often_are_found() {
    let mut bank = good();
    for option in bank.questions.iter_mut().take(8).flat_map(options).filter(|o| o.right) {
        option.text.push_str("yyyyyyy");
    }
    let found = failures(&bank).join("\n");
    assert!(found.contains("dài nhất ở 9 trên 16 câu") || found.contains("dài nhất ở 10 trên 16 câu"), "{found}");
    assert!(found.contains("chọn “dài nhất” được"), "{found}");
}

/// The good bank cut down to its first questions, on clauses that bind nobody.
fn small(many: usize, change: impl Fn(&mut Choice)) -> Vec<String> {
    let mut bank = good();
    bank.questions.truncate(many);
    bank.questions.iter_mut().flat_map(options).for_each(change);
    let subject = Subject { binding: vec![], ..subject() };
    check(&[&bank], &[subject]).failures
}

#[test]
fn a_small_bank_does_not_fail_for_being_small() {
    for many in 0..16 {
        assert_eq!(small(many, |_| ()), Vec::<String>::new(), "{many} questions");
    }
    // Chance does as much in one bank of sixteen; what lies more than two standard errors above it is found.
    let longest = |option: &mut Choice| option.text.push_str(if option.right { "yyyyyyy" } else { "" });
    assert_eq!(small(2, longest), Vec::<String>::new());
    for many in [3, 4, 9] {
        let found = small(many, longest).join("\n");
        assert!(found.contains("phương án đúng dài nhất ở") && found.contains("chọn “dài nhất” được"), "{found}");
    }
}

#[test]
fn right_options_at_one_place_too_often_are_found() {
    let mut bank = good();
    bank.questions.iter_mut().take(12).for_each(|q| options(q).sort_by_key(|o| !o.right));
    assert!(failures(&bank).join("\n").contains("không đều: [13, 1, 1, 1]"), "{:?}", failures(&bank));
}

#[test]
fn right_options_that_share_the_words_of_the_stem_are_found() {
    let mut bank = good();
    for q in bank.questions.iter_mut().take(8) {
        let word = q.stem.split(' ').next().unwrap().to_owned();
        options(q).iter_mut().filter(|o| o.right).for_each(|o| o.text = format!("{} {word}", o.text));
    }
    assert!(failures(&bank).join("\n").contains("nhiều từ chung"), "{:?}", failures(&bank));
}

#[test]
fn statements_that_are_mostly_true_are_found() {
    let truth = |at: usize| Question {
        kind: Kind::Truth { answer: at < 20, why: Some("Vì thế".to_owned()) },
        ..fair(at, 9)
    };
    assert!(only(|bank| bank.questions.extend((16..22).map(truth))).contains("4 câu đúng trên 6"));
}

#[test]
fn the_table_counts_by_clause_kind_and_difficulty() {
    let mut bank = good();
    bank.questions[0].refresher = true;
    let table = check(&[&bank], &[subject()]).table;
    let row = |start: &str| {
        table.lines().find(|line| line.starts_with(start)).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("* khoản 1 Điều 1"), "* khoản 1 Điều 1 2 2 0 0 0 2 0 0 0 1 0 0 0");
    assert_eq!(row("Cả văn bản"), "Cả văn bản 16 16 0 0 0 16 0 0 0 1 0 0 0");
    assert!(!table.contains("khoản 9 Điều 1"));
    let widths: Vec<usize> = table.lines().filter(|line| !line.is_empty()).map(|line| line.chars().count()).collect();
    assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "{widths:?}");
}

#[test]
fn the_provisions_of_a_text_are_the_clauses_a_question_may_be_about() {
    let text =
        "+++\nbinding = [\"dieu-1.khoan-1\"]\n+++\n# QUY CHẾ {#quy-che}\n## CHƯƠNG I CHUNG\n### Điều 1. A\n1. Một.\n";
    let regulation = crate::documents::rules::Regulation::parse(text, None).unwrap();
    let subject = Subject::new("van-ban", &regulation);
    let known: Vec<&str> = subject.known.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(known, ["dieu-1", "dieu-1.khoan-1"]);
    assert_eq!(subject.binding, [clause("dieu-1.khoan-1")]);
}
