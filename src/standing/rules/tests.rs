use super::*;
use crate::admissions::rules::{History, StepKind};
use crate::people::rules::{Capacities, Capacity};
use crate::rounds::rules::{Article, Ask, Asked, Asks};
use std::collections::{BTreeMap, BTreeSet};

/// A round that asks members to read two articles, to be examined about both, and to acknowledge.
fn asks() -> Asks {
    let article =
        |name: &str| Article { document_id: "quy-che".into(), article: name.into(), sha256: format!("hash of {name}") };
    let quizzed = BTreeSet::from(["dieu-1".to_owned(), "dieu-2".to_owned()]);
    let version = Asked {
        document_id: "quy-che".into(),
        version_id: "quy-che@1".into(),
        sha256: "text 1".into(),
        due_on: None,
        spared: BTreeSet::new(),
        weight: 1,
        articles: vec![article("dieu-1"), article("dieu-2")],
        asks: [Ask::Read, Ask::Quiz, Ask::Acknowledge].map(|ask| (Capacity::Participant, ask)).into(),
        quizzed: BTreeMap::from([(Capacity::Participant, quizzed)]),
        gone: BTreeSet::new(),
    };
    Asks { round_id: "r".into(), revision: 1, group_id: "g".into(), versions: vec![version], ..Asks::default() }
}

fn reading(articles: &[&str]) -> BTreeMap<String, i64> {
    (1..).zip(articles).map(|(at, name)| (format!("hash of {name}"), at)).collect()
}

/// The way of one person, and the state after each step of it.
fn way() -> Vec<(Facts, State)> {
    let start = Facts { capacities: Capacities::default(), ..Facts::default() };
    let begun = Facts { read: reading(&["dieu-1"]), ..start.clone() };
    let read = Facts { read: reading(&["dieu-1", "dieu-2"]), ..start.clone() };
    let failed = Facts { sittings: 1, best_percent: Some(60), ..read.clone() };
    let articles = ["hash of dieu-1".to_owned(), "hash of dieu-2".to_owned()];
    let passed = Facts { passed: articles.into(), passed_at: Some(5), best_percent: Some(90), ..failed.clone() };
    let signed = Facts {
        acknowledged: BTreeSet::from(["text 1".to_owned()]),
        acknowledged_at: Some(6),
        earlier_at: Some(6),
        ..passed.clone()
    };
    let mut way = vec![
        (start, State::NotStarted),
        (begun, State::Reading),
        (read, State::ReadyForQuiz),
        (failed, State::NotPassed),
        (passed, State::ReadyToAcknowledge),
        (signed.clone(), State::NeedsContact),
    ];
    let given = Facts { contact_at: Some(7), contact_id: Some("c".into()), ..signed };
    let mut steps = Vec::new();
    for (kind, state) in [
        (StepKind::Submitted, State::AwaitingDecision),
        (StepKind::Returned, State::Returned),
        (StepKind::Submitted, State::AwaitingDecision),
        (StepKind::Approved, State::Approved),
        (StepKind::Added, State::Added),
        (StepKind::Confirmed, State::InGroup),
        (StepKind::RemovalOrdered, State::RemovalOrdered),
        (StepKind::Removed, State::Removed),
    ] {
        steps.push((kind, 8));
        way.push((Facts { history: History::of(steps.clone()), ..given.clone() }, state));
    }
    way
}

fn at(state: State) -> Facts {
    way().into_iter().find(|one| one.1 == state).unwrap().0
}

#[test]
fn every_step_follows_from_the_facts() {
    for (facts, state) in way() {
        let stands = derive(facts, &asks());
        assert_eq!(stands.state, state);
        assert_eq!(State::at(stands.place), Some(state));
        assert!(!state.words().is_empty());
    }
}

#[test]
fn a_new_version_asks_for_what_is_missing_only() {
    let mut changed = asks();
    changed.versions[0].version_id = "quy-che@2".into();
    assert!(derive(at(State::InGroup), &changed).has_acknowledged(), "the same bytes are confirmed already");
    changed.versions[0].sha256 = "text 2".into();
    let again = derive(at(State::InGroup), &changed);
    assert_eq!(again.state, State::ReadyToAcknowledge, "the same articles: only the confirmation");
    assert!(again.must_acknowledge_again() && again.is_in_group() && !again.has_acknowledged());
    changed.versions[0].articles[1].sha256 = "hash of a changed comma".into();
    let more = derive(at(State::InGroup), &changed);
    assert_eq!((more.state, more.read, more.articles), (State::Reading, 1, 2), "one article is new");
}

#[test]
fn what_is_asked_of_another_capacity_is_not_asked() {
    let mut asks = asks();
    asks.versions[0].asks = [Ask::Read, Ask::Acknowledge].map(|ask| (Capacity::Leadership, ask)).into();
    let leader = Capacities::parse("quy-che:leadership").unwrap();
    assert_eq!(derive(Facts::default(), &asks).articles, 0);
    let stands = derive(Facts { capacities: leader, ..Facts::default() }, &asks);
    assert_eq!((stands.articles, stands.state), (2, State::NotStarted));
}

#[test]
fn nobody_has_finished_a_round_without_texts() {
    let stands = derive(at(State::InGroup), &Asks { versions: Vec::new(), ..asks() });
    assert!(!stands.has_read() && !stands.has_passed());
    assert_eq!((stands.state, stands.articles), (State::NotStarted, 0));
}

#[test]
fn a_pause_hides_the_step_on_its_days_and_a_departure_always() {
    let paused =
        Facts { paused_from: Some("2026-11-20".into()), paused_until: Some("2026-12-01".into()), ..at(State::Reading) };
    let stands = derive(paused.clone(), &asks());
    for (day, state) in [
        ("2026-11-19", State::Reading),
        ("2026-11-20", State::Paused),
        ("2026-12-01", State::Paused),
        ("2026-12-02", State::Reading),
    ] {
        assert_eq!(stands.state_on(day), state, "{day}");
    }
    assert_eq!(derive(Facts { left_at: Some(1), ..paused }, &asks()).state_on("2026-11-25"), State::Left);
    let in_group =
        Facts { paused_from: Some("2026-11-20".into()), paused_until: Some("2026-12-01".into()), ..at(State::InGroup) };
    assert_eq!(derive(in_group, &asks()).state_on("2026-11-25"), State::InGroup, "what is done is not hidden");
}

#[test]
fn overdue_is_past_the_day_and_not_acknowledged() {
    let due = |facts: Facts| derive(Facts { due_on: Some("2026-11-20".into()), ..facts }, &asks());
    assert!(due(at(State::Reading)).is_overdue("2026-11-21"));
    assert!(!due(at(State::Reading)).is_overdue("2026-11-20"));
    assert!(!due(at(State::AwaitingDecision)).is_overdue("2026-11-21"));
    let paused =
        Facts { paused_from: Some("2026-11-01".into()), paused_until: Some("2026-12-01".into()), ..at(State::Reading) };
    assert!(!due(paused).is_overdue("2026-11-21"));
}

#[test]
fn a_new_version_has_its_own_day_for_those_who_had_confirmed() {
    let mut asks = asks();
    let day = |facts: Facts, asks: &Asks| derive(Facts { due_on: Some("2026-10-06".into()), ..facts }, asks).due_on;
    asks.versions[0].sha256 = "text 2".into();
    assert_eq!(day(at(State::InGroup), &asks).as_deref(), Some("2026-10-06"), "a row from before the column");
    asks.versions[0].due_on = Some("2026-12-03".into());
    assert_eq!(day(at(State::InGroup), &asks).as_deref(), Some("2026-12-03"));
    assert_eq!(day(at(State::Reading), &asks).as_deref(), Some("2026-10-06"), "who never confirmed is late as before");
    asks.versions[0].due_on = Some(String::new());
    assert_eq!(day(at(State::InGroup), &asks), None, "the round has no days any more");
}

#[test]
fn a_day_given_to_one_person_is_theirs_while_it_is_later() {
    let asks = asks();
    let with = |own: &str, given: &str| Facts {
        due_on: Some(own.into()),
        given_due_on: Some(given.into()),
        ..at(State::Reading)
    };
    assert_eq!(derive(with("2026-11-20", "2026-12-01"), &asks).due_on.as_deref(), Some("2026-12-01"));
    assert_eq!(derive(with("2026-12-20", "2026-12-01"), &asks).due_on.as_deref(), Some("2026-12-20"));
}
