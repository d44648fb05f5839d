//! The Quy chế itself: word for word the seed.

use super::{ClauseKind, Regulation, html, id};

const SEED: &str = include_str!("../../../../tests/fixtures/quyet-dinh-va-quy-che.txt");
const TEXT: &str = include_str!("../../../../documents/quy-che-nhom-zalo/1.md");

fn regulation() -> Regulation {
    Regulation::parse(TEXT, None).unwrap()
}

pub(super) fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn the_words_are_those_of_the_seed_in_order() {
    let seed = SEED.replace("**", "");
    assert_eq!(words(&regulation().canonical_text()), words(&seed));
}

#[test]
fn the_page_shows_the_words_of_the_seed_in_order() {
    let seed: String = SEED.replace("**", "").split_whitespace().collect();
    let shown: String = html::text(&regulation().render_document_html()).split_whitespace().collect();
    assert_eq!(shown, seed);
}

#[test]
fn the_articles_are_those_of_the_decision_then_one_to_four_and_eight() {
    let regulation = regulation();
    let articles: Vec<&str> = regulation.articles().map(|article| article.id.as_str()).collect();
    let expected = [
        "quyet-dinh.dieu-1",
        "quyet-dinh.dieu-2",
        "quyet-dinh.dieu-3",
        "dieu-1",
        "dieu-2",
        "dieu-3",
        "dieu-4",
        "dieu-8",
    ];
    assert_eq!(articles, expected);
}

#[test]
fn the_clauses_that_people_are_asked_about_are_there() {
    let regulation = regulation();
    let count = |outer: &str| regulation.subtree(&id(outer)).unwrap().len() - 1;
    assert_eq!(count("dieu-4.khoan-1"), 3);
    assert_eq!(count("dieu-4.khoan-2"), 6);
    assert_eq!(count("dieu-4.khoan-3"), 20);
    assert_eq!(count("dieu-4.khoan-3.muc-3.2"), 6);
    assert_eq!(count("dieu-2"), 3);
    let last = regulation.get(&id("dieu-8.khoan-3")).unwrap();
    assert_eq!(last.paragraphs.len(), 2);
    assert_eq!(regulation.get(&id("dieu-1.khoan-1")).unwrap().paragraphs.len(), 3);
    let lead = regulation.get(&id("dieu-4.khoan-3.muc-3.10")).unwrap();
    assert_eq!(lead.label, "mục 3.10 khoản 3 Điều 4");
    assert!(lead.lines()[0].starts_with("3.10. Không tự ý thêm tài khoản Zalo"));
}

#[test]
fn the_signature_stands_apart_from_the_last_article_of_the_decision() {
    let regulation = regulation();
    let article = regulation.text_of(&id("quyet-dinh.dieu-3")).unwrap();
    assert!(article.ends_with("kể từ ngày ký./.\n") && article.starts_with("Điều 3. Trưởng phòng"));
    let closing = regulation.clauses().iter().find(|clause| clause.kind == ClauseKind::Closing).unwrap();
    assert_eq!(closing.lines().last().unwrap(), "Võ Nguyễn Hoàng Nam");
    assert_eq!(closing.lines().len(), 8);
}
