//! What a sitting that is not passed may tell, and how fast it can be read.

use super::super::{Answer, Body, Drawn, hint, reading_time};
use super::asked;

fn answer(question: &Drawn, wanted: impl Fn(bool) -> bool) -> Option<Answer> {
    let keys: Vec<String> = match &question.body {
        Body::One { options } | Body::Many { options } | Body::Truth { options } => {
            options.iter().filter(|option| wanted(option.right)).map(|option| option.key.clone()).collect()
        }
        Body::Match { lefts, choices } => {
            let other = |left: &str| choices.iter().find(|one| one.key != left).unwrap().key.clone();
            lefts.iter().map(|left| format!("{}:{}", left.key, other(&left.answer))).collect()
        }
    };
    let one = matches!(question.body, Body::One { .. } | Body::Truth { .. });
    Answer::parse(question, if one { keys.get(..1).unwrap() } else { &keys }).unwrap()
}

#[test]
fn only_a_wrong_option_chosen_is_told_and_of_several_the_first_of_the_bank() {
    for seed in 0..20 {
        let [one, many, _, _] = asked(seed);
        let told = hint(&one, answer(&one, |right| !right).as_ref()).wrong.unwrap();
        assert!(told.1.starts_with("SAI-VI"));
        assert_eq!(hint(&one, answer(&one, |right| right).as_ref()).wrong, None);
        assert!(!hint(&one, None).answered);
        let all = hint(&many, answer(&many, |_| true).as_ref()).wrong;
        assert_eq!(all, Some(("Báo chí", "SAI-VI-BAO-CHI")), "whoever ticks everything learns of one");
        assert_eq!(hint(&many, answer(&many, |right| right).as_ref()).wrong, None);
    }
}

#[test]
fn true_or_false_and_pairs_tell_nothing() {
    let [_, _, truth, pairs] = asked(1);
    for question in [truth, pairs] {
        let given = answer(&question, |right| !right);
        assert_eq!(hint(&question, given.as_ref()), super::super::Hint { answered: true, wrong: None });
    }
}

#[test]
fn reading_takes_a_second_for_ten_words() {
    let [one, _, truth, _] = asked(1);
    // "Chỉ người mới phải tuân thủ Quy chế."
    assert_eq!(reading_time([&truth]), 800);
    // 12 in the stem, 3 + 5 + 4 + 4 in the options.
    assert_eq!(reading_time([&one]), 2800);
    assert_eq!(reading_time([&one, &truth]), 3600);
    assert_eq!(reading_time([]), 0);
}

#[test]
fn a_sitting_takes_a_minute_at_least() {
    use super::super::pace::quiz_minutes;
    assert_eq!((quiz_minutes(0), quiz_minutes(1), quiz_minutes(4), quiz_minutes(20)), (1, 1, 3, 15));
}
