//! Kinds of line that no single case shows: how they are told apart, and what is told about them.

use super::super::{ClauseKind, NoticeKind};
use super::cases::{addresses, body, noticed, own, units};
use super::{Regulation, id};

#[test]
fn a_quotation_that_never_closes_is_told_and_the_text_goes_on() {
    let read = body(
        "# NGHỊ ĐỊNH\n\n### Điều 1. A\n\n1. Sửa đổi như sau:\n\n“Điều 4. Mới\n\n1. Một.\n\n2. Bãi bỏ Điều 5.\n\n### Điều 2. B\n\nx\n",
    );
    assert_eq!(addresses(&read), "nghi-dinh dieu-1 dieu-1.khoan-1 dieu-1.khoan-2 dieu-2");
    assert_eq!(noticed(&read), [(10, NoticeKind::OpenQuote)]);
}

#[test]
fn a_footnote_stands_at_the_end_of_its_article_and_is_linked() {
    let read =
        body("# QUY CHẾ\n\n### Điều 1. A\n\n1. Một[^1].\n\n[^1]: Sửa năm 2025.\n\n2. Hai.\n\n### Điều 2. B\n\nx[^9]\n");
    let text = read.text_of(&id("dieu-1")).unwrap();
    assert!(text.ends_with("1. Một[1].\n\n2. Hai.\n\n[1] Sửa năm 2025.\n"), "{text}");
    let html = read.render_article_html(&id("dieu-1")).unwrap();
    assert!(
        html.contains("<sup><a href=\"#chu_1\">[1]</a></sup>")
            && html.contains("<p id=\"chu_1\">[1] Sửa năm 2025.</p>")
    );
    assert!(read.canonical_text().ends_with("x[^9]\n"));
}

#[test]
fn a_text_without_a_rule_has_nothing_to_read() {
    for text in
        ["", "# QUY CHẾ\n\nChỉ có lời.\n", "Một dòng.\n", "1. Một\n\n2. Hai\n", "# A\n\n## Chương I CHUNG\n\nLời.\n"]
    {
        let source = format!("+++\ntitle = \"Thử\"\n+++\n{text}");
        assert!(Regulation::load(&source).is_err(), "{text}");
        assert_eq!(Regulation::parse(&source, None).unwrap().faults(&source).len(), 1, "{text}");
    }
    let untitled = "+++\n+++\n### Điều 1. A\n\nx\n";
    assert_eq!(Regulation::load(untitled).unwrap().faults(untitled).len(), 1);
}

#[test]
fn every_word_below_a_heading_of_rules_is_in_what_has_to_be_read() {
    let read = body("# NỘI QUY\n\n1. Một.\n\n2. Hai.\n\n# PHỤ LỤC\n\nChỉ có lời.\n");
    assert_eq!(units(&read), "noi-quy phu-luc");
    assert!(read.clauses().iter().all(|clause| read.article_of(&clause.id).is_some()));
    assert_eq!(read.get(&id("khoan-2")).unwrap().kind, ClauseKind::Khoan);
}

#[test]
fn a_line_that_begins_like_a_number_is_a_number_or_is_told() {
    let text = "# QUY CHẾ\n\n### Điều 1. A\n\nGồm:\n\n1/ Một;\n\n2/ Hai:\n\na/ Ba;\n\nb/ Bốn.\n\n5- Năm.\n\n6 . Sáu.\n\nIV. Bảy.\n\n\
        1.000 đồng một lần.\n\n1/7/2025 là ngày đầu.\n\n8\\. Tám.\n\nNơi nhận:\n\n9. Chín.\n";
    let read = body(text);
    assert_eq!(read.outline().counts.khoan, 2);
    assert_eq!(read.outline().counts.diem, 2);
    let told: Vec<&str> = read.notices().iter().map(|notice| notice.words.as_str()).collect();
    assert_eq!(told, ["5- Năm.", "6 . Sáu.", "IV. Bảy.", "9. Chín."]);
}

#[test]
fn what_was_copied_from_a_word_processor_has_a_paragraph_a_line() {
    let pasted = "NỘI QUY\nĐiều 1. Giờ giấc\n1. Đến đúng giờ:\na) Sáng;\nb) Chiều.\nPhòng Hành chính theo dõi.\nGIÁM ĐỐC\nNguyễn Văn Anh";
    let read = body(&super::super::marked(pasted));
    assert_eq!(own(&read, "dieu-1.khoan-1"), ["1. Đến đúng giờ:", "Phòng Hành chính theo dõi."]);
    assert_eq!(own(&read, "noi-nhan"), ["GIÁM ĐỐC", "Nguyễn Văn Anh"]);
    let page = "NỘI QUY\nĐiều 1. Giờ giấc\n1. Mọi người đến cơ quan\nđúng giờ, ra về đúng\ngiờ.";
    assert_eq!(own(&body(&super::super::marked(page)), "dieu-1.khoan-1").len(), 1);
}

#[test]
fn a_sentence_behind_a_list_belongs_to_what_the_list_lies_in_at_every_depth() {
    let read = body(
        "# NỘI QUY\n\n### Điều 1. A\n\n1. Gồm:\n\na) Một:\n\n(i) x;\n\nĐoạn trong (i).\n\n(ii) y.\n\nĐoạn sau danh sách của điểm a.\n\n\
         b) Hai;\n\nĐoạn trong điểm b.\n\nc) Ba.\n\nĐoạn của khoản 1.\n\n2. Hết.\n\nĐoạn của khoản 2.\n",
    );
    assert_eq!(own(&read, "dieu-1.khoan-1.diem-a.diem-con-i")[1], "Đoạn trong (i).");
    assert_eq!(own(&read, "dieu-1.khoan-1.diem-a")[1], "Đoạn sau danh sách của điểm a.");
    assert_eq!(own(&read, "dieu-1.khoan-1.diem-b")[1], "Đoạn trong điểm b.");
    assert_eq!(own(&read, "dieu-1.khoan-1")[1], "Đoạn của khoản 1.");
    assert_eq!(own(&read, "dieu-1.khoan-2")[1], "Đoạn của khoản 2.");
}
