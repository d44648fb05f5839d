//! A regulation keeps every word of its source, and its clauses are found where people look for them.

use super::{ClauseId, ClauseKind, Head, Issue, IssueError, ParseError, Regulation};

mod any;
mod cases;
mod draft;
mod edges;
mod forms;
mod html;
mod kinds;
mod lines;
mod paper;
mod real;
mod texts;

const SMALL: &str = "+++\nmain_part = \"quy-che\"\nbinding = [\"dieu-4.khoan-3\"]\ntitle = \"Thử\"\n+++\n\
Số: {{so}}/QĐ-IOC\n\nngày {{ngay}} tháng {{thang:8}} năm {{nam:2025}}\n\n\
# QUYẾT ĐỊNH {#quyet-dinh}\n\nVề việc thử\n\nĐiều 1. Lập nhóm **A & B**, gồm:\n\n- một;\n- hai.\n\nĐiều 2. Thi hành./.\n\n\
Nơi nhận:\n\n- Lưu: VT.\n\nGIÁM ĐỐC\n\n\
# QUY CHẾ {#quy-che}\n\nQuản lý nhóm\ncủa cơ quan\n\n## CHƯƠNG II SỬ DỤNG\n\n### Điều 4. Quy định <sử dụng>\n\n\
3. Đối với các thành viên:\n\n3.2. Không đăng:\n\na) Văn bản “Mật”.\n\nđ) Tự ý bình luận.\n\n3.3. Thực hiện.\n\n\
### Điều 8. Áp dụng\n\n1. Chịu trách nhiệm.\n\n3. Phòng triển khai.\n\nNếu có khó khăn thì báo cáo./.\n";

fn small() -> Regulation {
    Regulation::parse(SMALL, None).unwrap()
}

fn id(text: &str) -> ClauseId {
    ClauseId::parse(text).unwrap()
}

fn body(text: &str) -> Result<Regulation, ParseError> {
    Regulation::parse(&format!("+++\n+++\n{text}"), None)
}

fn ids(regulation: &Regulation) -> Vec<&str> {
    regulation.clauses().iter().map(|clause| clause.id.as_str()).collect()
}

#[test]
fn numbers_are_taken_as_they_stand() {
    let expected = "quyet-dinh quyet-dinh.dieu-1 quyet-dinh.dieu-2 quyet-dinh.noi-nhan quy-che chuong-ii dieu-4 \
        dieu-4.khoan-3 dieu-4.khoan-3.muc-3.2 dieu-4.khoan-3.muc-3.2.diem-a dieu-4.khoan-3.muc-3.2.diem-dd \
        dieu-4.khoan-3.muc-3.3 dieu-8 dieu-8.khoan-1 dieu-8.khoan-3";
    assert_eq!(ids(&small()).join(" "), expected);
}

#[test]
fn labels_cite_a_clause_as_offices_do() {
    let label = |text: &str| small().get(&id(text)).unwrap().label.clone();
    assert_eq!(label("dieu-4.khoan-3.muc-3.2.diem-dd"), "điểm đ mục 3.2 khoản 3 Điều 4");
    assert_eq!(label("dieu-4"), "Điều 4");
    assert_eq!(label("chuong-ii"), "Chương II");
    assert_eq!(label("quyet-dinh.dieu-1"), "Điều 1 Quyết định");
}

#[test]
fn a_clause_may_have_several_paragraphs_and_the_signature_is_no_part_of_the_last_article() {
    let small = small();
    assert_eq!(small.get(&id("dieu-8.khoan-3")).unwrap().paragraphs.len(), 2);
    assert_eq!(small.text_of(&id("quyet-dinh.dieu-2")).unwrap(), "Điều 2. Thi hành./.\n");
    let closing = small.get(&id("quyet-dinh.noi-nhan")).unwrap();
    assert_eq!(closing.lines(), ["Nơi nhận:", "- Lưu: VT.", "GIÁM ĐỐC"]);
    assert_eq!(closing.kind, ClauseKind::Closing);
}

#[test]
fn the_article_of_a_clause_is_found_and_a_chapter_has_none() {
    let small = small();
    assert_eq!(small.article_of(&id("dieu-4.khoan-3.muc-3.2.diem-a")).unwrap().id, id("dieu-4"));
    assert_eq!(small.article_of(&id("dieu-4")).unwrap().id, id("dieu-4"));
    assert!(small.article_of(&id("chuong-ii")).is_none());
}

#[test]
fn the_contents_list_leads_to_parts_chapters_and_articles() {
    let titles: Vec<String> = small().contents().into_iter().map(|line| line.title).collect();
    let expected = [
        "QUYẾT ĐỊNH",
        "Điều 1.",
        "Điều 2.",
        "QUY CHẾ",
        "CHƯƠNG II SỬ DỤNG",
        "Điều 4. Quy định <sử dụng>",
        "Điều 8. Áp dụng",
    ];
    assert_eq!(titles, expected);
}

#[test]
fn the_canonical_text_has_no_marks_and_one_blank_line_between_paragraphs() {
    let text = small().canonical_text();
    assert!(
        text.starts_with(
            "Số:       /QĐ-IOC\n\nngày \u{a0}\u{a0}\u{a0}\u{a0} tháng 8 năm 2025\n\nQUYẾT ĐỊNH\n\nVề việc"
        )
    );
    assert!(text.contains("\n\nĐiều 1. Lập nhóm A & B, gồm:\n\n- một;\n\n- hai.\n\nĐiều 2."));
    assert!(
        text.contains("\n\nQuản lý nhóm\ncủa cơ quan\n\nCHƯƠNG II SỬ DỤNG\n\nĐiều 4. Quy định <sử dụng>\n\n3. Đối với")
    );
    assert!(text.ends_with("khó khăn thì báo cáo./.\n"));
    assert!(!text.contains("**") && !text.contains('#') && !text.contains("\n\n\n") && !text.contains("{{"));
}

#[test]
fn the_hash_depends_on_the_words_alone() {
    let windows = SMALL.replace('\n', "\r\n");
    let apart = SMALL.replace("Thử", "Tên khác").replace("\n\n", "\n\n\n");
    let decomposed = SMALL.replace('ế', "e\u{302}\u{301}");
    for source in [windows, apart, decomposed] {
        assert_eq!(Regulation::parse(&source, None).unwrap().sha256(), small().sha256());
    }
    let changed = Regulation::parse(&SMALL.replace("3.3. Thực hiện.", "3.3. Thực hiện nghiêm."), None).unwrap();
    assert_ne!(changed.sha256(), small().sha256());
    assert_ne!(changed.sha256_of(&id("dieu-4")), small().sha256_of(&id("dieu-4")));
    assert_eq!(changed.sha256_of(&id("dieu-8")), small().sha256_of(&id("dieu-8")));
}

#[test]
fn the_hash_is_sha_256_in_lower_case_hexadecimal() {
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(crate::id::sha256("abc"), known);
}

#[test]
fn an_issued_text_carries_its_number_and_date() {
    let issue = Issue::new(" 15 ", 5, 8, 2026).unwrap();
    let text = Regulation::parse(SMALL, Some(&issue)).unwrap().canonical_text();
    assert!(text.starts_with("Số: 15/QĐ-IOC\n\nngày 05 tháng 8 năm 2026\n"));
    assert_eq!(Issue::new("15", 29, 2, 2025), Err(IssueError::Day));
    assert_eq!(Issue::new("<b>", 1, 2, 2025), Err(IssueError::Number));
    let february = Regulation::parse("+++\n+++\n{{thang}}\n", Some(&Issue::new("1", 28, 2, 2025).unwrap())).unwrap();
    assert_eq!(february.canonical_text(), "02\n");
}

#[test]
fn a_digest_numbers_its_points_with_y() {
    let digest = Regulation::parse(
        "+++\nnumbering = \"y\"\n+++\n# TÓM LƯỢC {#tom-luoc}\n### Điều 4. Tổ chức\n1. Đọc.\n2. Nên.\n",
        None,
    )
    .unwrap();
    assert_eq!(ids(&digest), ["tom-luoc", "dieu-4", "dieu-4.y-1", "dieu-4.y-2"]);
    assert_eq!(digest.get(&id("dieu-4.y-2")).unwrap().label, "ý 2 Điều 4");
}

#[test]
fn an_error_of_the_head_says_the_line() {
    let toml = Regulation::parse("+++\ntitle = \"a\"\nmain_part = 3\n+++\n", None).unwrap_err();
    assert_eq!(toml.line, 3);
    assert_eq!(Regulation::parse("Điều 1.", None).unwrap_err().line, 1);
}

#[test]
fn a_head_that_names_a_missing_clause_or_no_main_part_is_refused() {
    assert!(
        Regulation::parse("+++\nbinding = [\"dieu-9\"]\n+++\n### Điều 1. A\n", None)
            .unwrap_err()
            .message
            .contains("dieu-9")
    );
    assert!(body("# A {#a}\n# B {#b}\n").is_err());
    assert_eq!(small().head().text("title"), Some("Thử"));
    assert_eq!(small().head().binding, [id("dieu-4.khoan-3")]);
    assert_eq!(Head::default().text("title"), None);
}

#[test]
fn a_number_outside_an_article_is_only_text() {
    let plain = body("1. Một\n\na) hai\n\nNơi nhận: mọi người\n").unwrap();
    assert!(plain.clauses().is_empty());
    assert_eq!(plain.preamble().len(), 3);
}

#[test]
fn an_address_is_parsed_at_the_door() {
    for good in ["dieu-4", "dieu-4.khoan-3.muc-3.2.diem-dd", "quyet-dinh.dieu-1", "dieu-5a"] {
        assert_eq!(ClauseId::parse(good).unwrap().as_str(), good);
    }
    for bad in ["", ".", "dieu-4.", "Dieu-4", "điều-4", "dieu 4", "4", "a..b", "a\"b"] {
        assert!(ClauseId::parse(bad).is_err(), "{bad}");
    }
    assert!(id("dieu-4.khoan-3.muc-3.2").is_within(&id("dieu-4.khoan-3")));
    assert!(!id("dieu-4.khoan-3.muc-3.10").is_within(&id("dieu-4.khoan-3.muc-3.1")));
    assert!(!id("dieu-4.khoan-3.muc-3.2").is_within(&id("dieu-4.khoan-3.muc-3")));
    assert!(!id("dieu-41").is_within(&id("dieu-4")));
}
