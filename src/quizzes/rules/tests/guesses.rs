//! Each guesser finds the bank that it can pass, and lets the one alone that it cannot.

use super::super::{Choice, Cues, Kind, Pair, Question, Report, Subject};
use super::{bank_of, check, clause, question};

/// Whose words stand nowhere else; all of one length.
fn word(at: usize, place: usize, more: char) -> String {
    format!("w{at:03}{place}{more}")
}

fn report(questions: Vec<Question>) -> Report {
    let known = vec![(clause("dieu-1"), "Điều 1".to_owned())];
    let subject = Subject { document: "van-ban".to_owned(), known, binding: vec![], binding_roles: vec![] };
    check(&[&bank_of(&[("dieu-1", 1)], questions)], &[subject])
}

/// What is said about guessers.
fn guessed(questions: Vec<Question>) -> Vec<String> {
    report(questions).failures.into_iter().filter(|failure| failure.contains("chọn “")).collect()
}

/// Changes an option: its question's number, its place, whether it is the one to be chosen, its text.
type Write = fn(usize, usize, bool, &mut String);

fn options(at: usize, many: usize, right: &[usize], chosen: &[usize], write: Write) -> Vec<Choice> {
    let option = |place: usize| {
        let mut text = format!("{} {}", word(at, place, 'a'), word(at, place, 'b'));
        write(at, place, chosen.contains(&place), &mut text);
        Choice { text, right: right.contains(&place), why: Some("Vì thế.".to_owned()) }
    };
    (0..many).map(option).collect()
}

fn asked(at: usize, kind: Kind) -> Question {
    Question { stem: format!("s{at:03}a s{at:03}b"), kind, ..question(&format!("q-{at}"), &["dieu-1"]) }
}

/// So many questions in which the guesser's option is the right one, or one place after another.
fn one(many: usize, passes: bool, write: Write) -> Vec<Question> {
    let one = |at: usize| {
        let (right, turn) = (at % 4, if passes { 0 } else { at / 4 });
        asked(at, Kind::One { options: options(at, 4, &[right], &[(right + turn) % 4], write) })
    };
    (0..many).map(one).collect()
}

const WRITERS: [(&str, Write); 11] = [
    ("dài nhất", |_, _, chosen, text| text.push_str(if chosen { "xxx" } else { "" })),
    ("ngắn nhất", |_, _, chosen, text| text.push_str(if chosen { "" } else { "xxx" })),
    ("nhiều từ chung với câu hỏi nhất", |at, _, chosen, text| shared(at, chosen, text)),
    ("ít từ chung với câu hỏi nhất", |at, _, chosen, text| shared(at, !chosen, text)),
    ("nhiều từ trang trọng nhất", |at, place, chosen, text| add(at, place, chosen, "báo cáo", text)),
    ("nêu cơ quan, chức danh hay điều khoản", |at, place, chosen, text| {
        add(at, place, chosen, "khoản 3", text);
    }),
    ("nêu cơ quan, chức danh hay điều khoản", |at, place, chosen, text| {
        add(at, place, chosen, "Lãnh đạo", text);
    }),
    ("ít điều kiện nhất", |at, place, chosen, text| add(at, place, !chosen, "nếu", text)),
    ("nghiêm khắc nhất", |_, _, chosen, text| text.insert_str(0, if chosen { "Cấm " } else { "Nói " })),
    ("giống các phương án khác nhất", |at, place, chosen, text| {
        // The chosen one has a word of each other one, and they have no more of each other.
        let others = (0..4).filter(|other| *other != place).map(|other| word(at, other, 'a')).collect::<Vec<_>>();
        *text = if chosen { others.join(" ") } else { format!("{text} {}", word(at, place, 'c')) };
    }),
    ("khác các phương án khác nhất", |at, _, chosen, text| {
        if !chosen {
            *text = format!("{text} {}", word(at, 9, 'a'));
        }
    }),
];

fn shared(at: usize, holds: bool, text: &mut String) {
    *text = format!("{text} {}", if holds { format!("s{at:03}a") } else { format!("t{at:03}a") });
}

/// The words, or as many that stand nowhere else.
fn add(at: usize, place: usize, holds: bool, words: &str, text: &mut String) {
    let other = if words.contains(' ') {
        format!("{} {}", word(at, place, 'c'), word(at, place, 'd'))
    } else {
        word(at, place, 'c')
    };
    *text = format!("{text} {}", if holds { words } else { &other });
}

#[test]
fn a_guesser_who_knows_nothing_finds_the_bank_that_he_passes_and_no_other() {
    for (name, write) in WRITERS {
        let found = guessed(one(48, true, write));
        let expected = format!("câu một đáp án: chọn “{name}” được 100,0 điểm, đoán bừa 25,0");
        assert!(found.iter().any(|failure| failure.starts_with(&expected)), "{name}: {found:#?}");
        assert_eq!(guessed(one(48, false, write)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_bank_without_a_mark_brings_what_chance_brings() {
    let report = report(one(48, true, |_, _, _, _| ()));
    assert!(!report.failures.iter().any(|failure| failure.contains("chọn “")));
    let rows: Vec<&str> = report.guesses.lines().skip(1).collect();
    assert!(rows.len() > 10 && rows.iter().all(|row| row.contains(" 48 ")), "{rows:#?}");
    assert!(rows.iter().all(|row| row.contains("25,0") && row.contains(" 0,0 ")), "{rows:#?}");
}

#[test]
fn sternness_is_judged_apart_where_it_costs_the_sitting() {
    let stern: Write = |at, _, chosen, text| text.insert_str(0, if chosen && at < 12 { "Cấm " } else { "Nói " });
    let critical = |passes| {
        let mut questions = one(120, passes, stern);
        questions.iter_mut().take(12).for_each(|one| one.critical = Some(format!("chu-de-{}", one.id)));
        guessed(questions)
    };
    let found = critical(true);
    assert!(found.len() == 1 && found[0].contains("“nghiêm khắc nhất, riêng câu điểm liệt”"), "{found:#?}");
    assert_eq!(critical(false), Vec::<String>::new());
}

/// Five options, the first `right` of them right; the guesser's mark is on them, or on as many one place after another.
fn many(right: usize, passes: bool, write: Write) -> Vec<Question> {
    let one = |at: usize| {
        let turn = if passes { 0 } else { at };
        let [rights, chosen]: [Vec<usize>; 2] =
            [0, turn].map(|turn| (0..right).map(|place| (place + turn) % 5).collect());
        asked(at, Kind::Many { options: options(at, 5, &rights, &chosen, write) })
    };
    (0..25).map(one).collect()
}

#[test]
fn where_several_are_right_a_guesser_chooses_as_many_as_serve_him_best() {
    let longest = WRITERS[0].1;
    for (right, chance) in [(1, "20,0"), (2, "10,0"), (3, "29,8"), (4, "60,0")] {
        let found = guessed(many(right, true, longest)).join("\n");
        let expected = format!("câu nhiều đáp án: chọn “dài nhất (chọn {right})” được 100,0 điểm, đoán bừa {chance}");
        assert!(found.contains(&expected), "{right}: {found}");
        assert_eq!(guessed(many(right, false, longest)), Vec::<String>::new(), "{right}");
    }
}

/// Pairs whose left has a word of its right, or nothing of it.
fn pairs(passes: bool) -> Vec<Question> {
    let pair = |at: usize, place: usize| Pair {
        left: format!("{} {}", word(at, place, 'a'), word(at, place, 'b')),
        right: word(at, place, if passes { 'a' } else { 'c' }),
        why: Some("Vì thế.".to_owned()),
    };
    (0..12).map(|at| asked(at, Kind::Match { pairs: (0..4).map(|place| pair(at, place)).collect() })).collect()
}

#[test]
fn pairs_that_share_their_words_are_found() {
    let found = guessed(pairs(true));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("câu ghép đôi: chọn “ghép theo từ chung giữa hai vế” được 100,0 điểm, đoán bừa 25,0"));
    assert_eq!(guessed(pairs(false)), Vec::<String>::new());
}

/// Statements, every second true; the word stands in the true ones, or in every second pair.
fn statements(cue: &str, passes: bool) -> Vec<Question> {
    let statement = |at: usize| {
        let answer = at.is_multiple_of(2);
        let has = if passes { answer } else { at % 4 < 2 };
        let stem = format!("{} {}", word(at, 0, 'a'), if has { cue.to_owned() } else { word(at, 1, 'a') });
        Question { stem, ..asked(at, Kind::Truth { answer, why: Some("Vì thế.".to_owned()) }) }
    };
    (0..40).map(statement).collect()
}

#[test]
fn words_that_tell_true_from_false_are_found_whether_they_are_known_or_learned() {
    let listed = guessed(statements("cũng", true)).join("\n");
    let fixed = "câu đúng/sai: chọn “Đúng khi có từ báo hiệu, còn lại Sai” được 100,0 điểm, đoán bừa 50,0";
    assert!(listed.contains(fixed), "{listed}");
    let learned = guessed(statements("hôm", true)).join("\n");
    assert!(!learned.contains("Đúng khi có"), "{learned}");
    assert!(learned.contains("câu đúng/sai: chọn “một từ báo hiệu, học từ các câu khác” được 100,0 điểm"), "{learned}");
    for cue in ["cũng", "hôm"] {
        assert_eq!(guessed(statements(cue, false)), Vec::<String>::new(), "{cue}");
    }
}

#[test]
fn words_that_stand_in_right_answers_only_are_learned() {
    let write: Write = |at, place, chosen, text| add(at, place, chosen, ["hômnay", "hômqua", "sángai"][at % 3], text);
    let found = guessed(one(48, true, write));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("chọn “mọi từ, học từ các câu khác” được 100,0 điểm, đoán bừa 25,0, chỉ được hơn 15,0"));
    assert_eq!(guessed(one(48, false, write)), Vec::<String>::new());
    let true_ones = guessed(statements("hôm", true)).join("\n");
    assert!(true_ones.contains("câu đúng/sai: chọn “mọi từ, học từ các câu khác”"), "{true_ones}");
}

#[test]
fn types_with_few_questions_are_judged_together_and_two_questions_not_at_all() {
    let longest = WRITERS[0].1;
    let mixed = |first: usize, second: usize| {
        let mut questions = many(2, true, longest);
        questions.truncate(second);
        questions.extend(one(40, true, longest).into_iter().skip(30).take(first));
        guessed(questions)
    };
    let found = mixed(4, 4).join("\n");
    assert!(found.contains("câu một đáp án, nhiều đáp án: chọn “dài nhất (chọn 2)” được 100,0 điểm"), "{found}");
    assert_eq!(mixed(1, 1), Vec::<String>::new());
    assert_eq!(mixed(2, 0), Vec::<String>::new());
    assert!(
        mixed(10, 12).iter().any(|failure| failure.starts_with("câu nhiều đáp án: ")),
        "twelve stand by themselves"
    );
}

#[test]
fn a_guesser_far_below_chance_is_shown_and_fails_nothing() {
    let mut questions = one(48, true, WRITERS[0].1);
    for option in
        questions.iter_mut().flat_map(|one| if let Kind::One { options } = &mut one.kind { options } else { panic!() })
    {
        option.text.push_str(if option.right { "" } else { "yyyyyy" });
    }
    let report = report(questions);
    let row = report.guesses.lines().find(|line| line.starts_with("dài nhất")).unwrap();
    assert!(row.contains("-25,0") && row.ends_with("▼ kém đoán bừa nhiều"), "{row}");
    assert!(!report.failures.iter().any(|failure| failure.contains("“dài nhất”")), "{:?}", report.failures);
}

#[test]
fn the_columns_of_the_table_stand_under_each_other() {
    let mut questions: Vec<Question> = one(13, true, WRITERS[0].1);
    questions.extend(many(2, true, WRITERS[0].1).into_iter().take(3));
    questions.extend(pairs(true).into_iter().take(2));
    let guesses = report(questions).guesses;
    let place = |line: &str| line.chars().take(126).collect::<String>().trim_end().chars().count();
    assert!(guesses.lines().all(|line| place(line) == 126), "{guesses}");
}

#[test]
fn word_lists_are_read_whole_or_not_at_all() {
    let shipped = include_str!("../../../../texts/guessers.toml");
    assert!(Cues::parse(shipped).is_ok());
    assert!(Cues::parse(&shipped.replace("lenient", "linient")).is_err());
    assert!(Cues::parse("formal = []").is_err());
}
