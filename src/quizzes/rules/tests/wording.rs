//! What the checker says about words.

use super::super::{Choice, Kind, Pair, Question, Subject};
use super::{bank_of, check, clause, question};

/// What is said about one question, without the statistics of its bank.
fn said(question: Question) -> Vec<String> {
    let id = question.id.to_string();
    let known = vec![(clause("dieu-1"), "Điều 1".to_owned())];
    let subject = Subject { document: "van-ban".to_owned(), known, binding: vec![], binding_roles: vec![] };
    let bank = bank_of(&[("dieu-1", 1)], vec![question]);
    let failures = check(&[&bank], &[subject]).failures;
    failures.iter().filter_map(|failure| failure.strip_prefix(&format!("{id}: "))).map(str::to_owned).collect()
}

fn truth(stem: &str) -> Question {
    let kind = Kind::Truth { answer: true, why: Some("Vì thế.".to_owned()) };
    Question { stem: stem.to_owned(), kind, ..question("q", &["dieu-1"]) }
}

fn choices(count: usize, right: usize) -> Vec<Choice> {
    (0..count)
        .map(|at| Choice { text: format!("phương án {at}"), right: at < right, why: Some("Vì thế.".to_owned()) })
        .collect()
}

fn with(kind: Kind) -> Question {
    Question { kind, ..truth("Ai thêm người?") }
}

#[test]
fn a_plain_question_is_left_alone() {
    for stem in [
        "Anh/chị làm gì?",
        "Ai muốn kết bạn với đồng nghiệp?",
        "Anh/chị thấy bạn bè đăng tin.",
        "Ai quản trị cả nhóm A và nhóm B?",
    ] {
        assert_eq!(said(truth(stem)), Vec::<String>::new(), "{stem}");
    }
}

#[test]
fn banned_words_are_found_in_every_text() {
    for stem in [
        "Tất cả các phương án trên.",
        "Không có phương án nào đúng.",
        "Thành viên luôn luôn theo dõi.",
        "Thành viên không bao giờ rời nhóm.",
        "Không phải không được đăng.",
        "Không thể không báo cáo.",
        "Cả A và B.",
        "Bạn làm gì?",
        "Làm quiz trước.",
        "Nhanh lên!",
        "Nho\u{301}m Zalo.",
    ] {
        assert_eq!(said(truth(stem)).len(), 1, "{stem}: {:?}", said(truth(stem)));
    }
    let explained = Question { explanation: "Luôn luôn đúng.".to_owned(), ..truth("Ai?") };
    assert_eq!(said(explained), ["không dùng “luôn luôn”"]);
    let why = with(Kind::Truth { answer: true, why: Some("Vì bạn quên.".to_owned()) });
    assert_eq!(said(why).len(), 1);
    let mut options = choices(4, 1);
    options[2].why = Some("Sai rồi!".to_owned());
    assert_eq!(said(with(Kind::One { options })), ["không dùng dấu chấm than"]);
}

#[test]
fn long_stems_and_options_are_found() {
    assert_eq!(said(truth(&"từ ".repeat(60))), Vec::<String>::new());
    assert_eq!(said(truth(&"từ ".repeat(61))), ["câu hỏi dài 61 từ, quá 60"]);
    let mut options = choices(4, 1);
    options[1].text = "từ ".repeat(26);
    assert_eq!(said(with(Kind::One { options })).len(), 1);
}

#[test]
fn a_wrong_option_without_a_reason_is_found() {
    let mut options = choices(4, 1);
    options[0].why = None;
    options[3].why = Some(" ".to_owned());
    assert_eq!(said(with(Kind::One { options })), ["không có lý do: “phương án 3”"]);
    assert_eq!(said(with(Kind::Truth { answer: true, why: None })), ["không có lý do: “câu trả lời ngược lại”"]);
    let pair = |at: usize| Pair { left: format!("t{at}"), right: format!("p{at}"), why: None };
    assert_eq!(said(with(Kind::Match { pairs: (0..3).map(pair).collect() })).len(), 3);
    assert_eq!(said(Question { explanation: String::new(), ..truth("Ai?") }), ["phần giải thích để trống"]);
}

#[test]
fn the_number_of_options_is_that_of_the_house() {
    assert_eq!(said(with(Kind::One { options: choices(3, 1) })).len(), 1);
    for right in 1..=4 {
        assert_eq!(said(with(Kind::Many { options: choices(5, right) })), Vec::<String>::new(), "{right}");
    }
    for (options, right) in [(5, 5), (4, 2), (6, 3)] {
        assert_eq!(said(with(Kind::Many { options: choices(options, right) })).len(), 1, "{right} of {options}");
    }
    let pair = |at: usize| Pair { left: format!("t{at}"), right: format!("p{at}"), why: Some("Vì thế.".to_owned()) };
    assert_eq!(said(with(Kind::Match { pairs: (0..5).map(pair).collect() })).len(), 1);
}
