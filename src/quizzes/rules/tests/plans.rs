//! What a sitting is about.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Bank, Past, Plan, QuestionId, plan, yields};
use super::{bank_of, question, rng};
use crate::people::rules::{Capacities, Capacity};
use crate::rounds::rules::{Article, Ask, Asked, Asks, RoundKind, Settings};

/// Four articles with ten questions each, two of the ten for leaders.
fn bank() -> Bank {
    let one = |at: usize| {
        let id = format!("q-{at}");
        let asked = question(&id, &[&format!("dieu-{}.khoan-{}", 1 + at / 10, 1 + at % 10)]);
        let leads = at % 10 < 2;
        super::Question { audience: if leads { Capacity::Leadership } else { Capacity::Participant }, ..asked }
    };
    bank_of(&[("dieu-1", 1), ("dieu-2", 1), ("dieu-3", 1), ("dieu-4", 1)], (0..40).map(one).collect())
}

fn asks() -> Asks {
    let article = |at: usize| Article {
        document_id: "van-ban".to_owned(),
        article: format!("dieu-{at}"),
        sha256: format!("hash-{at}"),
    };
    let all: BTreeSet<String> = (1..=4).map(|at| format!("dieu-{at}")).collect();
    Asks {
        round_id: "r".to_owned(),
        revision: 1,
        group_id: "g".to_owned(),
        counts_from: 0,
        versions: vec![Asked {
            document_id: "van-ban".to_owned(),
            version_id: "van-ban@1".to_owned(),
            sha256: "text".to_owned(),
            due_on: None,
            spared: BTreeSet::new(),
            weight: 1,
            articles: (1..=5).map(article).collect(),
            asks: BTreeSet::from([(Capacity::Participant, Ask::Quiz)]),
            quizzed: BTreeMap::from([(Capacity::Participant, all.clone()), (Capacity::Leadership, all)]),
            gone: BTreeSet::new(),
        }],
        ..Asks::default()
    }
}

fn planned(capacities: &str, passed: &[&str], seed: u64) -> Plan {
    let who = Capacities::parse(capacities).unwrap();
    let passed: BTreeSet<String> = passed.iter().map(|hash| (*hash).to_owned()).collect();
    let settings = Settings { questions: 20, ..Settings::default() };
    plan(&asks(), (&settings, RoundKind::Newcomer), &[bank()], (&who, &passed), &Past::default(), &mut rng(seed))
}

fn articles(plan: &Plan) -> Vec<&str> {
    plan.articles.iter().map(|one| one.article.as_str()).collect()
}

#[test]
fn the_first_sitting_is_about_every_article_that_has_a_question() {
    for seed in 0..20 {
        let plan = planned("", &[], seed);
        assert_eq!(articles(&plan), ["dieu-1", "dieu-2", "dieu-3", "dieu-4"]);
        assert_eq!(plan.questions.len(), 20);
        assert!(plan.questions.iter().all(|(item, _)| item.audience == Capacity::Participant));
    }
}

#[test]
fn after_a_passed_sitting_only_what_changed_is_asked_and_at_most_five_an_article() {
    for seed in 0..20 {
        let one = planned("", &["hash-1", "hash-2", "hash-4"], seed);
        assert_eq!(articles(&one), ["dieu-3"]);
        assert_eq!(one.questions.len(), 5);
        let two = planned("", &["hash-1", "hash-2"], seed);
        let of =
            |article: &str| two.questions.iter().filter(|(q, _)| q.clauses[0].as_str().starts_with(article)).count();
        assert_eq!((of("dieu-3."), of("dieu-4."), two.questions.len()), (5, 5, 10));
    }
}

#[test]
fn nothing_is_asked_once_everything_is_passed() {
    let plan = planned("", &["hash-1", "hash-2", "hash-3", "hash-4"], 1);
    assert!(plan.articles.is_empty() && plan.questions.is_empty());
}

#[test]
fn what_binds_leaders_is_asked_of_whoever_has_that_capacity_under_the_document() {
    let leads = |plan: &Plan| plan.questions.iter().filter(|(q, _)| q.audience == Capacity::Leadership).count();
    for seed in 0..20 {
        assert_eq!(leads(&planned("van-ban:leadership", &[], seed)), 2);
        assert_eq!(leads(&planned("van-ban:support", &[], seed)), 0);
        assert_eq!(leads(&planned("van-ban-khac:leadership", &[], seed)), 0);
    }
}

#[test]
fn what_was_seen_before_waits() {
    let first = planned("", &[], 1);
    let seen: BTreeSet<QuestionId> = first.questions.iter().map(|(item, _)| item.id.clone()).collect();
    let (who, past) = (Capacities::default(), Past { seen: seen.clone(), ..Past::default() });
    let settings = Settings { questions: 12, ..Settings::default() };
    let none = BTreeSet::new();
    let round = (&settings, RoundKind::Newcomer);
    let second = plan(&asks(), round, &[bank()], (&who, &none), &past, &mut rng(2));
    assert!(second.questions.iter().all(|(item, _)| !seen.contains(&item.id)));
}

#[test]
fn a_refresher_turns_to_the_articles_that_have_changed_since_the_person_passed_them() {
    let who = Capacities::default();
    let settings = Settings { questions: 8, ..Settings::default() };
    let about = |passed: &[&str], kind| {
        let documents = passed.iter().map(|_| "van-ban".to_owned()).collect();
        let past = Past { passed: passed.iter().map(|one| (*one).to_owned()).collect(), documents, ..Past::default() };
        let plan = plan(&asks(), (&settings, kind), &[bank()], (&who, &BTreeSet::new()), &past, &mut rng(5));
        let changed = |item: &super::super::Item| item.clauses[0].is_within(&super::clause("dieu-2"));
        plan.questions.iter().filter(|(item, _)| changed(item)).count()
    };
    let known = ["hash-1", "hash-3", "hash-4"];
    assert_eq!(about(&known, RoundKind::Yearly), 8, "another text of it was passed");
    assert_eq!(about(&known, RoundKind::Newcomer), 2);
    assert_eq!(about(&["hash-1", "hash-2", "hash-3", "hash-4"], RoundKind::Yearly), 2, "nothing has changed");
    assert_eq!(about(&["of-the-text-before"], RoundKind::Yearly), 2, "all of it has changed");
    assert_eq!(about(&[], RoundKind::Yearly), 2, "the whole text is new");
}

#[test]
fn what_a_text_no_longer_has_is_not_asked() {
    let (who, none) = (Capacities::default(), BTreeSet::new());
    let settings = Settings { questions: 20, ..Settings::default() };
    let gone: BTreeSet<String> = (10..38).map(|at| format!("q-{at}")).collect();
    let mut asks = asks();
    asks.versions[0].gone = gone.clone();
    for seed in 0..20 {
        let round = (&settings, RoundKind::Newcomer);
        let drawn = plan(&asks, round, &[bank()], (&who, &none), &Past::default(), &mut rng(seed)).questions;
        assert!(drawn.len() == 10 && drawn.iter().all(|(item, _)| !gone.contains(item.id.as_str())));
        let promised = yields(&asks, &settings, &[bank()], (&who, &none));
        assert_eq!(promised, 10, "what is promised is what is asked");
    }
}
