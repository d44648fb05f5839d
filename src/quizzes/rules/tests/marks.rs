//! Answers, marks and what a browser may see.

use proptest::prelude::*;

use super::super::{Answer, AnswerError, Body, Drawn, Mark, QuestionId, ReviewBody, grade, review, score};
use super::random::any_bank;
use super::{Plain, asked};

fn answer(question: &Drawn, values: &[&str]) -> Result<Option<Answer>, AnswerError> {
    Answer::parse(question, &values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>())
}

fn points(question: &Drawn, values: &[&str]) -> i64 {
    grade(question, answer(question, values).unwrap().as_ref()).points
}

/// The keys of the right and of the wrong options.
fn keys(question: &Drawn) -> (Vec<&str>, Vec<&str>) {
    let (Body::One { options } | Body::Many { options } | Body::Truth { options }) = &question.body else {
        return (vec![], vec![]);
    };
    let of = |right: bool| options.iter().filter(|o| o.right == right).map(|o| o.key.as_str()).collect();
    (of(true), of(false))
}

fn right_values(question: &Drawn) -> Vec<String> {
    match &question.body {
        Body::Match { lefts, .. } => lefts.iter().map(|left| format!("{}:{}", left.key, left.answer)).collect(),
        _ => keys(question).0.into_iter().map(str::to_owned).collect(),
    }
}

proptest! {
    #[test]
    fn a_mark_lies_between_nothing_and_a_hundred_and_the_right_answer_is_worth_it_all(
        bank in any_bank("a"), seed: u64, picks in prop::collection::vec((0_u8..6, 0_u8..6), 0..6),
    ) {
        for question in Plain::new().draw(&[(&bank, 1)], 40, seed) {
            let letter = |at: u8| char::from(b'a' + at);
            let values: Vec<String> = match question.body {
                Body::Match { .. } => picks.iter().map(|(l, r)| format!("{}:{}", l + 1, letter(*r))).collect(),
                _ => picks.iter().map(|(l, _)| letter(*l).to_string()).collect(),
            };
            if let Ok(answer) = Answer::parse(&question, &values) {
                let mark = grade(&question, answer.as_ref());
                prop_assert!((0..=100).contains(&mark.points));
                prop_assert_eq!(review(&question, answer.as_ref()).points, mark.points);
                let again = answer.as_ref().map(Answer::values).unwrap_or_default();
                prop_assert_eq!(Answer::parse(&question, &again).unwrap(), answer);
            }
            let right = Answer::parse(&question, &right_values(&question)).unwrap();
            prop_assert_eq!(grade(&question, right.as_ref()).points, 100);
            prop_assert_eq!(grade(&question, None).points, 0);
        }
    }
}

#[test]
fn nothing_about_the_right_answer_is_in_what_a_browser_sees() {
    for seed in 0..20 {
        for question in asked(seed) {
            let public = serde_json::to_string(&question.public()).unwrap();
            for secret in [
                "SAI-VI",
                "DUNG-VI",
                "right",
                "why",
                "answer",
                "critical",
                "them-nguoi",
                "qc-",
                "dieu-",
                "Điều",
                "true",
                "false",
            ] {
                assert!(!public.contains(secret), "{secret} in {public}");
            }
        }
    }
}

#[test]
fn the_keys_of_options_say_nothing_about_them() {
    let place = |seed| keys(&asked(seed)[0]).0[0].to_owned();
    let places: Vec<String> = (0..400).map(place).collect();
    for key in ["a", "b", "c", "d"] {
        let count = places.iter().filter(|place| *place == key).count();
        assert!((60..=140).contains(&count), "{key}: {count}");
    }
}

#[test]
fn one_answer_and_true_or_false_are_all_or_nothing() {
    let [one, _, truth, _] = asked(1);
    let (right, wrong) = keys(&one);
    assert_eq!((points(&one, &right), points(&one, &wrong[..1]), points(&one, &[])), (100, 0, 0));
    assert_eq!((points(&truth, &["b"]), points(&truth, &["a"])), (100, 0));
}

#[test]
fn several_answers_earn_right_picks_less_wrong_picks() {
    let [_, many, ..] = asked(2);
    let (right, wrong) = keys(&many);
    let of = |rights: usize, wrongs: usize| points(&many, &[&right[..rights], &wrong[..wrongs]].concat());
    assert_eq!([of(1, 0), of(2, 0), of(3, 0)], [33, 67, 100]);
    assert_eq!([of(3, 1), of(3, 2), of(2, 1), of(1, 1), of(0, 2)], [67, 33, 33, 0, 0]);
}

#[test]
fn matching_earns_the_share_of_the_pairs() {
    let [.., pairs] = asked(3);
    let right = right_values(&pairs);
    let right: Vec<&str> = right.iter().map(String::as_str).collect();
    assert_eq!([points(&pairs, &right), points(&pairs, &right[..2]), points(&pairs, &right[..1])], [100, 67, 33]);
    assert_eq!(points(&pairs, &["1:a", "2:a", "3:a"]), 33);
}

#[test]
fn a_key_that_was_not_offered_is_refused() {
    let [one, many, truth, pairs] = asked(4);
    for (question, value) in
        [(&one, "e"), (&one, "A"), (&many, "f"), (&truth, "c"), (&pairs, "1:d"), (&pairs, "4:a"), (&pairs, "a")]
    {
        assert_eq!(answer(question, &[value]), Err(AnswerError::NotOffered), "{value}");
    }
    assert_eq!(answer(&one, &["a", "b"]), Err(AnswerError::TooMany));
    assert_eq!(answer(&pairs, &["1:a", "1:b"]), Err(AnswerError::TooMany));
    assert_eq!(answer(&one, &["", " "]), Ok(None));
    assert_eq!(answer(&one, &["a", "a"]).unwrap().unwrap().values(), ["a"]);
    assert_eq!(answer(&pairs, &["", "2:c"]).unwrap().unwrap().values(), ["2:c"]);
}

#[test]
fn an_answer_to_another_question_is_worth_nothing() {
    let [one, .., pairs] = asked(5);
    let other = answer(&pairs, &["1:a"]).unwrap();
    assert_eq!(grade(&one, other.as_ref()).points, 0);
}

fn mark(points: i64, critical: Option<&str>) -> Mark {
    Mark { id: QuestionId::parse("q").unwrap(), points, critical: critical.map(str::to_owned) }
}

#[test]
fn a_sitting_is_passed_with_enough_points_and_every_critical_question_right() {
    let good = score(&[mark(100, Some("mat")), mark(60, None), mark(80, None)]);
    assert_eq!((good.points, good.max, good.percent), (240, 300, 80));
    assert!(good.passed(80) && !good.passed(81));
    let below = score(&[mark(100, None), mark(59, None), mark(80, None)]);
    assert_eq!(below.percent, 79);
    assert!(!below.passed(80));
    let critical = score(&[mark(99, Some("mat")), mark(100, None)]);
    assert_eq!(critical.critical_missed, ["mat"]);
    assert!(critical.percent == 99 && !critical.passed(80));
    assert!(!score(&[]).passed(0));
}

#[test]
fn a_review_says_what_was_wrong_and_why() {
    let [one, _, truth, pairs] = asked(6);
    let (_, wrong) = keys(&one);
    let said = review(&one, answer(&one, &wrong[..1]).unwrap().as_ref());
    let ReviewBody::Choices(lines) = said.body else { panic!("options") };
    assert_eq!(lines.iter().filter(|line| line.is_mistake()).count(), 2);
    assert!(lines.iter().find(|line| line.chosen).unwrap().why.as_ref().unwrap().starts_with("SAI-VI"));
    let ReviewBody::Choices(lines) = review(&truth, answer(&truth, &["a"]).unwrap().as_ref()).body else {
        panic!("options")
    };
    assert_eq!(lines[0].why.as_deref(), Some("SAI-VI-MOI-NGUOI"));
    assert_eq!(lines[1].why, None);
    let none = review(&pairs, None);
    assert!(!none.answered);
    let ReviewBody::Pairs(lines) = none.body else { panic!("pairs") };
    assert!(lines.iter().all(|line| line.is_mistake() && line.given.is_none()));
    assert_eq!(lines[0].right, "Lãnh đạo");
}
