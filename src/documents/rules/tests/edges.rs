//! Lines that look like a clause and are none.

use super::{Regulation, id};

fn side_part(text: &str) -> Regulation {
    let source = format!("+++\nmain_part = \"b\"\n+++\n# A {{#a}}\n{text}\n# B {{#b}}\n");
    Regulation::parse(&source, None).unwrap()
}

#[test]
fn only_the_word_for_article_opens_an_article() {
    let regulation = side_part("Mục 1. Một\n\nĐiều 1: hai\n\nĐiều này. Ba\n");
    assert_eq!(regulation.articles().count(), 0);
    assert_eq!(regulation.get(&id("a")).unwrap().paragraphs.len(), 3);
}

#[test]
fn what_follows_the_list_of_recipients_stays_in_the_closing_block() {
    let regulation =
        side_part("Điều 1. Một.\n\n**Nơi nhận:**\n\n- Như Điều 1;\n\nĐiều 2. Không.\n\n1. Không.\n\na) Không.\n");
    assert_eq!(regulation.articles().count(), 1);
    assert_eq!(regulation.get(&id("a.noi-nhan")).unwrap().paragraphs.len(), 5);
    assert!(regulation.article_of(&id("a.noi-nhan")).is_none());
}

#[test]
fn a_marker_opens_a_clause_without_a_blank_line_before_it() {
    let text = "+++\n+++\n### Điều 5a. A\n1. Một\nnối tiếp\na) hai\nđ) ba\n1a. bốn\n3.2.1. không phải mục\n";
    let regulation = Regulation::parse(text, None).unwrap();
    let ids: Vec<&str> = regulation.clauses().iter().map(|clause| clause.id.as_str()).collect();
    let expected = "dieu-5a dieu-5a.khoan-1 dieu-5a.khoan-1.diem-a dieu-5a.khoan-1.diem-dd dieu-5a.khoan-1a";
    assert_eq!(ids.join(" "), expected);
    assert_eq!(regulation.get(&id("dieu-5a.khoan-1")).unwrap().lines(), ["1. Một\nnối tiếp"]);
    assert_eq!(regulation.get(&id("dieu-5a.khoan-1a")).unwrap().lines(), ["1a. bốn\n3.2.1. không phải mục"]);
}
