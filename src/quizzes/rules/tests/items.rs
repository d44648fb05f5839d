//! What is stored of a question is what was asked.

use proptest::prelude::*;

use super::super::draw::ask;
use super::super::{Body, Drawn, Item, Order, draw};
use super::random::any_bank;
use super::{Plain, rng, small};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_item_with_its_order_is_the_question_as_it_was_drawn(bank in any_bank("a"), seed: u64) {
        let plain = Plain::new();
        let banks = [(&bank, 1)];
        let request = plain.request(&banks, 40);
        let drawn = draw(&request, &mut rng(seed));
        let stored = ask(&request, None, &mut rng(seed));
        prop_assert_eq!(drawn.len(), stored.len());
        for (drawn, (item, order)) in drawn.iter().zip(&stored) {
            let (body, shown) = (item.body(), order.to_string());
            let rebuilt = Drawn::rebuild(&body, &shown);
            prop_assert_eq!(rebuilt.as_ref(), Some(drawn));
            let again: Item = serde_json::from_str(&body).unwrap();
            prop_assert_eq!(again.sha256(), item.sha256());
        }
    }

    #[test]
    fn the_order_of_the_options_does_not_change_the_item(bank in any_bank("a"), one: u64, other: u64) {
        let hashes = |seed| {
            let plain = Plain::new();
            let banks = [(&bank, 1)];
            let asked = ask(&plain.request(&banks, 99), None, &mut rng(seed));
            asked.into_iter().map(|(item, _)| (item.id.to_string(), item.sha256())).collect::<std::collections::BTreeMap<_, _>>()
        };
        let (one, other) = (hashes(one), hashes(other));
        prop_assert!(one.iter().all(|(id, hash)| other.get(id).is_none_or(|same| same == hash)));
    }
}

#[test]
fn an_order_that_is_not_of_the_options_is_no_question() {
    let bank = small();
    let item = Item::new(&bank, &bank.questions[0]);
    for bad in ["", "1 2 3", "1 2 3 3", "0 1 2 3", "1 2 3 4 5", "1 2 3 x"] {
        assert!(Order::parse(bad).and_then(|order| item.clone().shown(&order)).is_none(), "{bad:?}");
    }
    let shown = item.clone().shown(&Order::parse("4 2 1 3").unwrap()).unwrap();
    let Body::One { options } = shown.body else { panic!("of another kind") };
    let texts: Vec<&str> = options.iter().map(|option| option.text.as_str()).collect();
    assert_eq!(texts, ["Nhờ người khác thêm", "Thêm ngay cho kịp việc", "Báo Trưởng nhóm", "Gửi đường dẫn mời"]);
    assert_eq!(options.iter().map(|option| option.key.as_str()).collect::<String>(), "abcd");
}
