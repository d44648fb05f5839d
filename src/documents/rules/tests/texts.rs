//! Texts of six kinds, read from the first line to the last: addresses, and what is worth a look.

use super::super::{lost_in, lost_on_page};
use super::Regulation;
use std::fmt::Write as _;

/// What is expected of a text: the file beside it.
fn seen(name: &str) -> (String, String) {
    let folder = "tests/fixtures/texts";
    let source = std::fs::read_to_string(format!("{folder}/{name}.md")).unwrap();
    let regulation = Regulation::load(&source).unwrap();
    assert_eq!(lost_in(&source, &regulation), None, "{name}");
    assert_eq!(lost_on_page(&regulation), None, "{name}");
    let outline = regulation.outline();
    let mut seen = format!("{}\n", outline.counts.sentence());
    for line in &outline.lines {
        let unit = if regulation.is_unit(&line.id) { " *" } else { "" };
        writeln!(seen, "{} {}{unit} | {} | {}", line.line, line.id, line.label, line.words).unwrap();
    }
    for notice in &outline.notices {
        writeln!(seen, "{}", notice.at_line()).unwrap();
    }
    let path = format!("{folder}/{name}.txt");
    if std::env::var_os("NEP_WRITE_FIXTURES").is_some() {
        std::fs::write(&path, &seen).unwrap();
    }
    (seen, std::fs::read_to_string(&path).unwrap())
}

#[test]
fn a_decision_and_the_regulation_it_issues() {
    let (seen, expected) = seen("quyet-dinh-quy-che");
    assert_eq!(seen, expected);
}

#[test]
fn house_rules_without_articles() {
    let (seen, expected) = seen("noi-quy-khong-dieu");
    assert_eq!(seen, expected);
}

#[test]
fn a_law_with_four_kinds_of_group() {
    let (seen, expected) = seen("luat-nhieu-muc");
    assert_eq!(seen, expected);
}

#[test]
fn a_decree_that_amends_another() {
    let (seen, expected) = seen("nghi-dinh-sua-doi");
    assert_eq!(seen, expected);
}

#[test]
fn a_regulation_with_forms_and_tables() {
    let (seen, expected) = seen("quy-che-mau-va-bang");
    assert_eq!(seen, expected);
}

#[test]
fn a_text_with_footnotes() {
    let (seen, expected) = seen("quy-dinh-chu-thich");
    assert_eq!(seen, expected);
}

#[test]
fn every_case_and_every_seed_of_the_fuzzer_is_read_without_losing_a_word() {
    let mut read = 0;
    for folder in ["tests/fixtures/cases", "tests/fixtures/texts", "fuzz/corpus/regulation"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            super::any::whatever(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            read += 1;
        }
    }
    assert!(read > 40, "{read}");
}
