//! A bank is read whole or refused with its place.

use super::super::{Bank, Kind, QuestionId};
use super::{SMALL, question, small};

#[test]
fn a_bank_is_read_with_every_kind() {
    let bank = small();
    assert_eq!((bank.document.as_str(), bank.version.as_str()), ("quy-che-nhom-zalo", "1"));
    assert_eq!(bank.questions.len(), 4);
    let [one, many, truth, pairs] = &bank.questions[..] else { panic!("four questions") };
    assert!(matches!(&one.kind, Kind::One { options } if options.len() == 4 && options[0].right));
    assert!(matches!(&many.kind, Kind::Many { options } if options[3].why.as_deref() == Some("SAI-VI-BAO-CHI")));
    assert!(matches!(&truth.kind, Kind::Truth { answer: false, why: Some(_) }));
    assert!(matches!(&pairs.kind, Kind::Match { pairs } if pairs[2].right == "Phòng HC-DV"));
    assert!(one.situation && !one.refresher && many.refresher);
    assert_eq!(one.critical.as_deref(), Some("them-nguoi"));
}

#[test]
fn a_question_belongs_to_the_first_group_that_holds_its_main_clause() {
    let bank = small();
    let groups: Vec<_> = bank.questions.iter().map(|q| bank.group_of(q)).collect();
    assert_eq!(groups, [Some(1), Some(1), Some(0), Some(1)]);
    assert_eq!(bank.group_of(&question("q", &["dieu-81"])), None);
}

#[test]
fn the_hash_commits_to_the_answers_and_not_to_the_layout() {
    let same = Bank::parse(&SMALL.replace("\n\n", "\n# ghi chú\n")).unwrap();
    assert_eq!(same.sha256(), small().sha256());
    let other = Bank::parse(&SMALL.replace("answer = false", "answer = true")).unwrap();
    assert_ne!(other.sha256(), small().sha256());
    assert!(small().canonical_json().starts_with(r#"{"document":"quy-che-nhom-zalo","version":"1""#));
}

#[test]
fn what_cannot_be_graded_is_refused_with_its_question() {
    let refused = |from: &str, to: &str| {
        assert!(SMALL.contains(from), "{from}");
        Bank::parse(&SMALL.replacen(from, to, 1)).unwrap_err().to_string()
    };
    let none = refused("text = \"Báo Trưởng nhóm\", right = true", "text = \"Báo Trưởng nhóm\", why = \"x\"");
    assert_eq!(none, "câu qc-3.10-1: loại one có đúng một phương án đúng");
    assert!(refused("id = \"qc-8.2-1\"", "id = \"qc-3.8-1\"").contains("đã có"));
    assert!(refused("difficulty = 3", "difficulty = 4").contains("câu qc-8.2-1"));
    assert!(refused("answer = false\n", "").contains("câu qc-2.1-1"));
    assert!(refused("answer = false\n", "answer = false\noptions = []\n").contains("câu qc-2.1-1"));
    assert!(refused("right = \"Quản trị nhóm\"", "right = \"Lãnh đạo\"").contains("trùng"));
    assert!(refused("clauses = [\"dieu-8.khoan-2\"]", "clauses = []").contains("câu qc-8.2-1"));
}

#[test]
fn an_unknown_field_or_a_wrong_value_is_refused_with_its_line() {
    let line = |from: &str, to: &str| Bank::parse(&SMALL.replacen(from, to, 1)).unwrap_err().place;
    assert_eq!(line("version = \"1\"", "version = \"1\"\nauthor = \"x\""), "dòng 4");
    assert_eq!(line("share = 1\n", "share = -1\n"), "dòng 9");
    for (from, to) in [
        ("situation = true", "situaton = true"),
        ("text = \"Báo chí\", ", "text = \"Báo chí\", wrong = true, "),
        ("left = \"Vướng mắc\"", "lef = \"Vướng mắc\""),
        ("audience = \"participant\"", "audience = \"boss\""),
        ("kind = \"truth\"", "kind = \"essay\""),
        ("clauses = [\"dieu-8.khoan-2\"]", "clauses = [\"Điều 8\"]"),
    ] {
        assert!(line(from, to).starts_with("dòng "), "{to}");
    }
}

#[test]
fn the_name_of_a_question_is_parsed_at_the_door() {
    assert_eq!(QuestionId::parse("qc-3.10-1").unwrap().as_str(), "qc-3.10-1");
    for bad in ["", "QC-1", "câu 1", "qc 1", "qc/1"] {
        assert!(QuestionId::parse(bad).is_err(), "{bad}");
    }
}
