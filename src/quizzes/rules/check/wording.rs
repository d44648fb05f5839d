//! How questions are written: limits, reasons, banned phrases, stems that say the same.

use std::collections::BTreeSet;

use super::super::bank::{Bank, Choice, Kind, Question};
use crate::text::is_nfc;

const STEM_WORDS: usize = 60;
const OPTION_WORDS: usize = 25;

/// What gives an answer away, confuses, or is not office Vietnamese. Looked for in lower case.
const BANNED: [&str; 14] = [
    "tất cả các đáp án",
    "tất cả các phương án",
    "tất cả các ý",
    "không có phương án nào",
    "không phương án nào",
    "không có đáp án nào",
    "luôn luôn",
    "không bao giờ",
    "không phải không",
    "không phải là không",
    "không thể không",
    "deadline",
    "quiz",
    "onboarding",
];

/// Checks the wording of a bank.
pub(super) fn bank(bank: &Bank, failures: &mut Vec<String>) {
    let names = bank.blueprint.iter().map(|group| group.name.as_str());
    for text in names.chain([bank.document.as_str(), bank.version.as_str(), bank.title.as_str()]) {
        if !is_nfc(text) {
            failures.push(format!("{}: “{text}” không phải Unicode dựng sẵn (NFC)", bank.document));
        }
    }
    for question in &bank.questions {
        let problems =
            shape(question).into_iter().chain(limits(question)).chain(reasons(question)).chain(phrases(question));
        failures.extend(problems.map(|problem| format!("{}: {problem}", question.id)));
    }
}

/// The number of options that the house wants.
fn shape(question: &Question) -> Option<String> {
    let right = |options: &[Choice]| options.iter().filter(|option| option.right).count();
    let (fits, rule) = match &question.kind {
        Kind::One { options } => (options.len() == 4, "loại one có 4 phương án"),
        Kind::Many { options } => {
            let fits = options.len() == 5 && (1..=4).contains(&right(options));
            (fits, "loại many có 5 phương án, 1–4 phương án đúng")
        }
        Kind::Truth { .. } => (true, ""),
        Kind::Match { pairs } => ((3..=4).contains(&pairs.len()), "loại match có 3–4 cặp"),
    };
    (!fits).then(|| rule.to_owned())
}

fn limits(question: &Question) -> Vec<String> {
    let count = |text: &str| text.split_whitespace().count();
    let stem = count(&question.stem);
    let long_stem = (stem > STEM_WORDS).then(|| format!("câu hỏi dài {stem} từ, quá {STEM_WORDS}"));
    let long = option_texts(question).into_iter().filter(|text| count(text) > OPTION_WORDS);
    long_stem.into_iter().chain(long.map(|text| format!("phương án dài quá {OPTION_WORDS} từ: “{text}”"))).collect()
}

fn reasons(question: &Question) -> Vec<String> {
    let empty = |text: Option<&String>| text.is_none_or(|text| text.trim().is_empty());
    let missing: Vec<&str> = match &question.kind {
        Kind::One { options } | Kind::Many { options } => {
            let bare = options.iter().filter(|option| !option.right && empty(option.why.as_ref()));
            bare.map(|option| option.text.as_str()).collect()
        }
        Kind::Truth { why, .. } => Some("câu trả lời ngược lại").filter(|_| empty(why.as_ref())).into_iter().collect(),
        Kind::Match { pairs } => {
            pairs.iter().filter(|pair| empty(pair.why.as_ref())).map(|pair| pair.left.as_str()).collect()
        }
    };
    let explained = Some("phần giải thích để trống".to_owned()).filter(|_| empty(Some(&question.explanation)));
    missing.into_iter().map(|text| format!("không có lý do: “{text}”")).chain(explained).collect()
}

fn phrases(question: &Question) -> Vec<String> {
    let mut problems = Vec::new();
    for text in all_texts(question) {
        let lower = text.to_lowercase();
        problems.extend(BANNED.iter().filter(|banned| lower.contains(**banned)).map(|b| format!("không dùng “{b}”")));
        let words = words_in_order(&lower);
        if calls_reader_friend(&words) {
            problems.push("gọi người đọc là “bạn”: dùng “anh/chị”".to_owned());
        }
        if words.windows(4).any(points_at_two_options) {
            problems.push("không dùng “cả A và B”".to_owned());
        }
        if text.contains('!') {
            problems.push("không dùng dấu chấm than".to_owned());
        }
        if !is_nfc(text) {
            problems.push(format!("không phải Unicode dựng sẵn (NFC): “{text}”"));
        }
    }
    problems
}

/// "bạn" as a form of address; "kết bạn", "bạn bè" and "người bạn" are about friends.
fn calls_reader_friend(words: &[&str]) -> bool {
    let about_friends = |before: Option<&&str>, after: Option<&&str>| {
        matches!(before, Some(&("kết" | "người"))) || matches!(after, Some(&("bè" | "đọc")))
    };
    let places = words.iter().enumerate().filter(|(_, word)| **word == "bạn");
    places.into_iter().any(|(at, _)| {
        let before = at.checked_sub(1).and_then(|place| words.get(place));
        !about_friends(before, words.get(at + 1))
    })
}

/// "cả a và b"
fn points_at_two_options(words: &[&str]) -> bool {
    let names_option = |word: &str| matches!(word, "a" | "b" | "c" | "d" | "đ" | "e" | "1" | "2" | "3" | "4");
    matches!(words, ["cả", first, "và" | "lẫn", second] if names_option(first) && names_option(second))
}

/// Stems that share more than three fifths of their words, over all banks.
pub(super) fn near_duplicates(banks: &[&Bank], failures: &mut Vec<String>) {
    let questions = banks.iter().flat_map(|bank| &bank.questions);
    let stems: Vec<(&Question, BTreeSet<String>)> =
        questions.map(|question| (question, words(&question.stem))).collect();
    for (at, (question, these)) in stems.iter().enumerate() {
        for (other, those) in stems.iter().take(at) {
            let both = these.intersection(those).count();
            if 10 * both > 6 * these.union(those).count() {
                failures.push(format!("{} và {}: hai câu hỏi gần như nhau", other.id, question.id));
            }
        }
    }
}

/// The different words of a text, in lower case.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    words_in_order(&text.to_lowercase()).into_iter().map(str::to_owned).collect()
}

pub(super) fn words_in_order(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

/// What a person chooses from.
fn option_texts(question: &Question) -> Vec<&str> {
    match &question.kind {
        Kind::One { options } | Kind::Many { options } => options.iter().map(|option| option.text.as_str()).collect(),
        Kind::Truth { .. } => Vec::new(),
        Kind::Match { pairs } => pairs.iter().flat_map(|pair| [pair.left.as_str(), pair.right.as_str()]).collect(),
    }
}

/// Everything of a question that a person may read.
fn all_texts(question: &Question) -> Vec<&str> {
    let whys: Vec<Option<&String>> = match &question.kind {
        Kind::One { options } | Kind::Many { options } => options.iter().map(|option| option.why.as_ref()).collect(),
        Kind::Truth { why, .. } => vec![why.as_ref()],
        Kind::Match { pairs } => pairs.iter().map(|pair| pair.why.as_ref()).collect(),
    };
    let mut texts = vec![question.stem.as_str(), question.explanation.as_str()];
    texts.extend(option_texts(question));
    texts.extend(whys.into_iter().flatten().map(String::as_str));
    texts
}
