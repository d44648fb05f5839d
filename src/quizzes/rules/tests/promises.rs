//! A sitting keeps its promises whatever the banks are.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::draw::{apportion, ask};
use super::super::{Body, Drawn, Question, Request, draw};
use super::draws::ids;
use super::random::any_bank;
use super::{Plain, rng};
use crate::people::rules::Capacity;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_sitting_repeats_no_question_and_is_as_long_as_asked_or_as_the_banks_allow(
        a in any_bank("a"), b in any_bank("b"), total in 0_usize..50, seed: u64, audience in 0_usize..3, refresher: bool,
    ) {
        let audiences = [&[][..], &[Capacity::Leadership], &[Capacity::Leadership, Capacity::Support]][audience];
        let plain = Plain::new();
        let banks = [(&a, 2), (&b, 1)];
        let request = Request { audiences, refresher, ..plain.request(&banks, total) };
        let drawn = draw(&request, &mut rng(seed));
        prop_assert_eq!(ids(&drawn).len(), drawn.len());
        let members = |audience| move |q: &&Question| q.audience == audience;
        let all = || a.questions.iter().chain(&b.questions);
        let available = {
            let topics: BTreeSet<&str> = all().filter(members(Capacity::Participant)).filter_map(|q| q.critical.as_deref()).collect();
            topics.len() + all().filter(members(Capacity::Participant)).filter(|q| q.critical.is_none()).count()
        };
        prop_assert!(drawn.len() <= total);
        prop_assert!(drawn.len() >= total.min(available));
        for audience in [Capacity::Leadership, Capacity::Support] {
            let count = drawn.iter().filter(|q| q.item.audience == audience).count();
            let most = if audiences.contains(&audience) { 2 } else { 0 };
            prop_assert!(count <= most);
        }
    }

    #[test]
    fn every_critical_topic_of_members_is_asked_exactly_once(a in any_bank("a"), b in any_bank("b"), more in 0_usize..20, seed: u64) {
        let all = a.questions.iter().chain(&b.questions).filter(|q| q.audience == Capacity::Participant);
        let topics: BTreeSet<&str> = all.filter_map(|q| q.critical.as_deref()).collect();
        let drawn = Plain::new().draw(&[(&a, 1), (&b, 1)], topics.len() + more, seed);
        let mut asked: Vec<&str> = drawn.iter().filter_map(|q| q.item.critical.as_deref()).collect();
        asked.sort_unstable();
        prop_assert_eq!(asked, topics.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn no_clause_is_asked_twice_while_others_wait(mut bank in any_bank("a"), total in 0_usize..30, seed: u64) {
        bank.questions.iter_mut().for_each(|q| q.critical = None);
        bank.apart.clear();
        let drawn = Plain::new().draw(&[(&bank, 1)], total, seed);
        let of = |q: &Drawn| q.item.clauses.iter().cloned().collect::<BTreeSet<_>>();
        let used: BTreeSet<_> = drawn.iter().flat_map(of).collect();
        let repeats = drawn.iter().map(|q| of(q).len()).sum::<usize>() > used.len();
        let mut waiting = bank.questions.iter().filter(|q| q.audience == Capacity::Participant && !ids(&drawn).contains(q.id.as_str()));
        prop_assert!(!repeats || waiting.all(|q| q.clauses.iter().any(|clause| used.contains(clause))));
    }

    #[test]
    fn the_parts_of_a_whole_add_up_and_are_off_by_less_than_one(total in 0_usize..200, weights in prop::collection::vec(0_usize..9, 0..8)) {
        let parts = apportion(total, &weights);
        let sum: usize = weights.iter().sum();
        prop_assert_eq!(parts.iter().sum::<usize>(), if sum == 0 { 0 } else { total });
        for (part, weight) in parts.iter().zip(&weights) {
            prop_assert!((part * sum).abs_diff(total * weight) < sum.max(1));
        }
    }

    #[test]
    fn a_drawn_question_survives_storage_and_loses_no_option(bank in any_bank("a"), seed: u64) {
        let plain = Plain::new();
        for (item, order) in ask(&plain.request(&[(&bank, 1)], 40), None, &mut rng(seed)) {
            let stored = (item.body(), order.to_string());
            let drawn = item.shown(&order).unwrap();
            let again = Drawn::rebuild(&stored.0, &stored.1);
            prop_assert_eq!(again.as_ref(), Some(&drawn));
            if let Body::One { options } | Body::Many { options } = &drawn.body {
                let texts: BTreeSet<&str> = options.iter().map(|option| option.text.as_str()).collect();
                let keys: Vec<&str> = options.iter().map(|option| option.key.as_str()).collect();
                prop_assert_eq!((texts.len(), keys), (4, vec!["a", "b", "c", "d"]));
            }
        }
    }
}
