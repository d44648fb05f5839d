//! Whatever the lines of a text and their order: nothing fails, no word is lost, every address is there once.

use super::Regulation;
use crate::documents::rules::{ClauseKind, Level, lost_in, lost_on_page, lost_words, marked, set_level};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Lines as they are found in real files, and lines that somebody will try.
const LINES: &[&str] = &[
    "",
    "",
    "",
    "# QUYẾT ĐỊNH {#quyet-dinh}",
    "# QUY CHẾ",
    "# PHỤ LỤC I",
    "## Mẫu số 01",
    "## Chương I",
    "## CHƯƠNG II QUY ĐỊNH",
    "PHẦN THỨ HAI",
    "Mục 1. NGUYÊN TẮC",
    "Tiểu mục 1",
    "QUY ĐỊNH CHUNG",
    "### Điều 1. Phạm vi",
    "### Điều 2: Nguyên tắc",
    "ĐIỀU 3",
    "Điều 4 – Giờ làm việc",
    "Ðiều 5. Thi hành",
    "Điều 1. Ban hành Quy chế.",
    "Điều kiện nghỉ phép",
    "Điều 5 của Luật này",
    "1. Một.",
    "2. Hai:",
    "2. Hai nữa",
    "1.Liền nhau",
    "2025. Các phòng",
    "1.1. Mục một:",
    "1.1.1. Ý nhỏ.",
    "1.2 Không chấm",
    "a) Điểm a;",
    "b) Điểm b.",
    "đ) Điểm đ",
    "a1) Điểm a1",
    "g.1) Ý",
    "i) Một",
    "ii) Hai",
    "(i) Ba",
    "(1) Bốn",
    "1) Năm",
    "a. Sáu",
    "- Đối với viên chức:",
    "- xã hội của tỉnh",
    "+ Cộng",
    "Cơ quan A hướng dẫn.",
    "theo quy định tại",
    "**Thời giờ nghỉ**",
    "**1.** Đậm",
    "** lẻ",
    "****",
    "“Điều 6. Tên mới",
    "Hai nội dung.”",
    "1. Sửa đổi như sau: “2. Mới",
    "\"1. Thẳng",
    "«Một",
    "hai»",
    "Nơi nhận:",
    "Nơi nhận:        GIÁM ĐỐC",
    "KT. GIÁM ĐỐC",
    "Nguyễn Văn A",
    "(Đã ký)",
    "UBND TỈNH X",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: {{so}}/QĐ-A",
    "X, ngày {{ngay}} tháng {{thang:8}}",
    "{{ten}} và {{",
    "QUY CHẾ",
    "QUYẾT ĐỊNH:",
    "NỘI QUY CƠ QUAN",
    "PHỤ LỤC",
    "Phụ lục II: Danh mục",
    "Mẫu số 02/NV",
    "I. GIỜ GIẤC",
    "II. Trang phục",
    "A. CHUNG",
    "| a | b |",
    "|---|---|",
    "| < | ^ |",
    "| 1. | x<br>y |",
    "| \\| |",
    "|",
    "chữ[^1] có",
    "[^1]: Chú thích",
    "[^2]: Không ai dẫn",
    "\\# thường",
    "1\\. thường",
    "Điều 7\\. thường",
    "x {.khoan}",
    "Tên gọi {.dieu}",
    "3. Ba {.van-ban}",
    "B {.muc-lon}",
    "C {.phu-luc}",
    "# D {#d}",
    "# D {#d}",
    "#### Bốn",
    "######",
    "#không cách",
    "\\",
    "<script>alert('1')</script> & \"x\"",
    "Luật này được Quốc hội thông qua ngày 1.",
    "……………",
    "+++",
    "王小明",
    "e\u{302}\u{301} tổ hợp",
    "\u{a0}\u{a0}2. Cách lạ",
    "a)\u{a0}Cách lạ",
    "1.",
    "b)",
    "1.[^1] Một",
    "a)[^2]Hai",
    "Khoản 1. Một",
    "Điểm b) Hai",
    "Chương mười hai",
    "Phần A.",
    "Mục iv:",
    "Điều 2",
    "điều 3. nhỏ",
    "\u{200b}Điều 4.\u{ad} Ẩn",
    "Điều ５. Rộng",
    "Một\u{b}a) Hai\u{2028}b) Ba",
    "‘1. Một",
    "‘‘2. Hai’’",
    "H’Hen và ‘nhóm’",
    "“Mở lại",
    "| cụt",
    "cuối |",
];

/// Reads a source and says what is wrong with what was read.
fn holds(source: &str) -> Result<Regulation, String> {
    let regulation = Regulation::parse(source, None).map_err(|error| error.to_string())?;
    if let Some(loss) = lost_in(source, &regulation) {
        return Err(format!("{loss:?}"));
    }
    if let Some(loss) = lost_on_page(&regulation) {
        return Err(format!("on the page: {loss:?}"));
    }
    let ids: BTreeSet<&str> = regulation.clauses().iter().map(|clause| clause.id.as_str()).collect();
    if ids.len() != regulation.clauses().len() {
        return Err("an address twice".to_owned());
    }
    for (place, clause) in regulation.clauses().iter().enumerate() {
        let outer = regulation.parent(clause);
        let depth = outer.map_or(0, |outer| outer.depth + 1);
        if clause.depth != depth || clause.parent.is_some_and(|parent| parent >= place) {
            return Err(format!("{} lies nowhere", clause.id));
        }
        if crate::documents::rules::ClauseId::parse(clause.id.as_str()).is_err() {
            return Err(format!("{} is no address", clause.id));
        }
    }
    let html: String = regulation.render_pieces().into_iter().map(|piece| piece.html).collect();
    for clause in regulation.clauses() {
        if html.matches(&format!(" id=\"{}\"", clause.id)).count() != 1 {
            return Err(format!("{} is not once on the page", clause.id));
        }
    }
    if html.matches('<').count() != html.matches('>').count() || html.contains("<script") {
        return Err("markup".to_owned());
    }
    for unit in regulation.articles() {
        let shown = regulation.render_article_html(&unit.id).ok_or("no page")?;
        let words: usize = regulation.text_of(&unit.id).ok_or("no text")?.split_whitespace().count();
        let parts = regulation.render_article_parts(&unit.id, words);
        if shown.is_empty() || parts.iter().any(String::is_empty) || regulation.sha256_of(&unit.id).is_none() {
            return Err(format!("{} cannot be read", unit.id));
        }
    }
    let paper = regulation.render_paper();
    let squeezed = |text: &str| {
        let mut signs: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        signs.sort_unstable();
        signs
    };
    let above = [paper.agency, paper.motto].concat().concat();
    let printed = format!("{above} {} {} {}", paper.number, paper.day, super::html::text(&paper.body));
    if squeezed(&printed) != squeezed(&regulation.canonical_text()) {
        return Err("the paper shows other words".to_owned());
    }
    Ok(regulation)
}

/// Any text: as a source, and as something pasted under a head.
pub(super) fn whatever(text: &str) -> Result<(), String> {
    match Regulation::parse(text, None) {
        Ok(_) => drop(holds(text)?),
        // Only a head is ever refused.
        Err(error) if error.message.is_empty() => return Err("refused without a word".to_owned()),
        Err(_) => {}
    }
    let regulation = holds(&format!("+++\n+++\n{}", marked(text)))?;
    match lost_words(text, &regulation) {
        None => Ok(()),
        Some(loss) => Err(format!("pasted: {loss:?}")),
    }
}

/// Signs of every plane, and among letters those that nobody sees: controls, line ends of all kinds, joiners, a mark of
/// byte order.
fn any_signs() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,40}",
        "[\\x00-\\x20\u{7f}-\u{a0}\u{ad}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{feff}Đa1.)|#*-]{0,40}"
    ]
}

fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        16 => proptest::sample::select(LINES).prop_map(str::to_owned),
        1 => "\\PC{0,20}",
        1 => any_signs(),
    ];
    proptest::collection::vec(line, 0..40).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn lines_in_any_order_are_read_without_losing_a_word(body in lines()) {
        if let Err(why) = holds(&format!("+++\n+++\n{body}\n")) {
            // Several documents with addresses of their own need a head that says which is the main one.
            prop_assert!(why.contains("main_part"), "{why}");
        }
    }

    #[test]
    fn what_was_pasted_is_read_word_for_word(pasted in prop_oneof![lines(), "[\\PC\n]{0,200}", any_signs()]) {
        let source = format!("+++\n+++\n{}", marked(&pasted));
        let regulation = holds(&source).map_err(TestCaseError::fail)?;
        prop_assert_eq!(lost_words(&pasted, &regulation), None);
    }

    #[test]
    fn a_level_that_is_set_changes_no_word_and_no_other_line(body in lines(), line in 1_usize..45, level in 0..15_usize) {
        let source = crate::documents::rules::parse::canonical(&format!("+++\n+++\n{body}\n"));
        let level = Level::ALL[level];
        let changed = set_level(&source, line, Some(level));
        for (number, (old, new)) in (1..).zip(source.lines().zip(changed.lines())) {
            prop_assert!(old == new || number == line && new.ends_with(&format!("{{.{level}}}")), "{new}");
        }
        prop_assert_eq!(set_level(&changed, line, None).lines().count(), source.lines().count());
        if let Err(why) = holds(&set_level(&format!("+++\n+++\n{body}\n"), line.max(3), Some(level))) {
            prop_assert!(why.contains("main_part"), "{why}");
        }
    }
}

#[test]
fn a_long_text_is_read_in_no_time() {
    for line in [
        "1. Một.\n",
        "“Mở\n\n",
        "a) x\n\nSau đó:\n\n",
        "1. Sửa đổi như sau: “2. Mới\n\n",
        "“2. Mới\n\n2. Bãi bỏ\n\n",
        "### Điều 1. A\n\n1. x\n\n",
        "GIÁM ĐỐC\n\nA B\n\n",
        "x\n\n",
        "| a | b |\n",
        "Chương I\n\n",
        "# A\n\n",
        "MỤC LỤC\n\nĐiều 1. A … 1\n\n",
        "Mẫu số 01: A\n\n",
        "PHỤ LỤC 1A\n\nSỞ Y\n\n",
        "QUY CHẾ\n\n",
        "SỞ Y\n\n",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n",
        "Phần II\n\nChương II\n\n",
    ] {
        let count = if cfg!(debug_assertions) { 3_000 } else { 20_000 } / line.matches('\n').count();
        let source = format!("+++\n+++\n### Điều 1. A\n\n1. x\n\n{}", line.repeat(count));
        let begun = std::time::Instant::now();
        let regulation = Regulation::parse(&source, None).unwrap();
        let parsed = begun.elapsed();
        regulation.canonical_text();
        assert!(regulation.clauses().iter().any(|clause| clause.kind == ClauseKind::Article));
        assert!(parsed.as_secs() < 4, "{line:?} took {parsed:?}");
    }
}
