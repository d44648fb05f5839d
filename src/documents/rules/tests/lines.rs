//! Every line that begins like a number or a heading is taken for one, or told.

use super::super::{NoticeKind, lost_words, marked, set_level};
use super::cases::{addresses, body, noticed, own};

/// A text of one article with lines of their own below it.
fn under(lines: &[&str]) -> super::Regulation {
    body(&format!("# QUY CHẾ\n\nĐiều 1. A\n\nLời đầu.\n\n{}\n", lines.join("\n\n")))
}

/// The words of what was told as not taken.
fn told(regulation: &super::Regulation) -> Vec<&str> {
    let not_taken = regulation.notices().iter().filter(|notice| notice.kind == NoticeKind::NotTaken);
    not_taken.map(|notice| notice.words.as_str()).collect()
}

#[test]
fn a_group_begins_right_below_a_line_without_an_end() {
    for (before, group) in [
        ("Mọi người đúng giờ", "Chương II\nHAI"),
        ("Theo đề nghị của phòng,", "Chương II\nHAI"),
        ("2. Hai", "**Chương II**\nHAI"),
        ("b) Hai", "Chương II. QUY ĐỊNH CHUNG"),
        ("Hợp đồng một năm", "Chương II\nHAI"),
    ] {
        let read =
            body(&format!("QUY CHẾ\nLÀM VIỆC\nChương I\nMỘT\nĐiều 1. A\n{before}\n{group}\nMục 1\nBA\nĐiều 2. B\n"));
        let found: Vec<&str> = read.clauses().iter().map(|clause| clause.id.as_str()).collect();
        for wanted in ["chuong-1", "chuong-2", "chuong-2.muc-1", "dieu-2"] {
            assert!(found.contains(&wanted), "{wanted} below {before}: {found:?}");
        }
    }
    let named = body("# QUY CHẾ\n\nĐiều 1. A\n\nMọi người thực hiện theo quy định tại\nChương II\ncủa Luật.\n");
    assert_eq!(addresses(&named), "quy-che dieu-1");
    let decided = body("# QUY CHẾ\n\nCăn cứ Luật;\nQUYẾT ĐỊNH:\n\nĐiều 1. A\n\nX.\n");
    assert_eq!(own(&decided, "quy-che")[1..], ["Căn cứ Luật;", "QUYẾT ĐỊNH:"]);
}

#[test]
fn an_article_may_begin_with_a_small_letter() {
    let read = body(
        "# QUY CHẾ\n\nĐiều 1. A\n\nMột.\n\n### Điều 2. e-mail công vụ\n\nHai.\n\n**Điều 3.** áp dụng cho mọi người.\n\nĐiều 4. chánh văn phòng thi hành.\n",
    );
    assert_eq!(addresses(&read), "quy-che dieu-1 dieu-2 dieu-3 dieu-4");
    assert_eq!(noticed(&read), []);
}

#[test]
fn a_line_like_an_article_is_told_in_every_spelling() {
    let lines = [
        "**Điều 2. Hai",
        "Điều 2 Trách nhiệm của phòng",
        "Điều 3 (được bãi bỏ)",
        "Điều 2 và 3. (Bãi bỏ)",
        "Điều2. X",
        "Điều 2.1. X",
        "Điều 2 a. X",
        "Điều 2…. X",
        "*Điều 2. X*",
        "__Điều 2.__ X",
        "> Điều 2. X",
        "- Điều 2. X",
        "Điều ２. X",
        "Đìêu 2. X",
        "điều 2: x",
        "Khoản 2 quy định rõ",
        "Điều hai.Hai",
        "Điều 2, Hai",
        "Điều thứ 2 — hai",
    ];
    let read = under(&lines);
    assert_eq!(addresses(&read), "quy-che dieu-1");
    assert_eq!(told(&read), lines);
    // The same lines pasted.
    let pasted = format!("QUY CHẾ\n\nĐiều 1. A\n\nLời đầu.\n\n{}\n", lines.join("\n\n"));
    assert_eq!(told(&body(&marked(&pasted))), lines);
    let above = body("# QUY CHẾ\n\nChương I\n\nĐiều 2 Trách nhiệm\n\nĐiều 1\nĐiều 4 Trách nhiệm\n\n1. Một\n");
    assert_eq!(told(&above), ["Điều 2 Trách nhiệm", "Điều 4 Trách nhiệm"]);
    let plain = ["Điều kiện thôi", "Mục tiêu chung", "Phần mềm dùng chung", "Mẫu đơn", "Điểm mới", "Khoản chi 5 đồng"];
    assert_eq!(noticed(&under(&plain)), []);
}

#[test]
fn signs_that_nobody_sees_hide_no_number() {
    for hidden in ["\u{200b}", "\u{feff}", "\u{ad}", "\u{2060}", "\u{200e}", "\u{200c}"] {
        let text = format!(
            "# QUY CHẾ\n\n{hidden}Điều 1.{hidden} A\n\n{hidden}1. Một\n\n2{hidden}. Hai\n\nĐi{hidden}ều 2. B\n\nX.\n"
        );
        let read = body(&text);
        assert_eq!(addresses(&read), "quy-che dieu-1 dieu-1.khoan-1 dieu-1.khoan-2 dieu-2", "{hidden:?}");
        assert_eq!(lost_words(&text.replace("# ", ""), &read), None);
    }
}

#[test]
fn a_footnote_may_follow_the_number_at_once() {
    let read = body("# QUY CHẾ\n\nĐiều 1. A\n\n1.[^2] Một.\n\na)[^3] A;\n\nb)Hai.\n\n[^2]: x\n\n[^3]: y\n");
    assert_eq!(addresses(&read), "quy-che dieu-1 dieu-1.khoan-1 dieu-1.khoan-1.diem-a dieu-1.khoan-1.diem-b");
    assert_eq!(own(&read, "dieu-1.khoan-1"), ["1.[2] Một."]);
    assert_eq!(own(&read, "dieu-1.khoan-1.diem-b"), ["b)Hai."]);
}

#[test]
fn a_khoan_or_a_point_may_be_called_by_its_name() {
    let read = under(&["Khoản 1. Một", "Khoản 2: hai", "Điểm a. A", "Điểm b) B", "Khoản 3 Điều 5 không áp dụng."]);
    let expected = "quy-che dieu-1 dieu-1.khoan-1 dieu-1.khoan-2 dieu-1.khoan-2.diem-a dieu-1.khoan-2.diem-b";
    assert_eq!(addresses(&read), expected);
    assert_eq!(own(&read, "dieu-1.khoan-2"), ["Khoản 2: hai", "Khoản 3 Điều 5 không áp dụng."]);
}

#[test]
fn a_number_may_stand_above_its_words() {
    let read = body("# QUY CHẾ\n\nĐiều 1. A\n\n1.\n\nNội dung một.\n\n2.\nNội dung hai:\n\na)\n\nMột.\n\n2025.\n");
    assert_eq!(addresses(&read), "quy-che dieu-1 dieu-1.khoan-1 dieu-1.khoan-2 dieu-1.khoan-2.diem-a");
    assert_eq!(own(&read, "dieu-1.khoan-2"), ["2. Nội dung hai:", "2025."]);
    assert_eq!(own(&read, "dieu-1.khoan-2.diem-a"), ["a) Một."]);
    assert_eq!(told(&read), ["2025."]);
}

#[test]
fn groups_may_be_numbered_in_words_in_small_numerals_or_in_letters() {
    let lines = ["Chương một.\n\nMỘT", "CHƯƠNG MƯỜI HAI\n\nHAI", "Chương thứ hai mươi mốt\n\nBA", "Chương iv.\n\nBỐN"];
    let read = body(&format!("# QUY CHẾ\n\n{}\n\nĐiều 1. A\n\nX.\n", lines.join("\n\n")));
    assert_eq!(addresses(&read), "quy-che chuong-1 chuong-12 chuong-21 chuong-iv dieu-1");
    let letters =
        body("# QUY CHẾ\n\nPhần A.\n\nCHUNG\n\nMỤC B.\n\nRIÊNG\n\nĐiều 1. A\n\nX.\n\nPhụ lục: Danh mục\n\nX.\n");
    assert_eq!(addresses(&letters), "quy-che phan-a phan-a.muc-b dieu-1 phu-luc");
    let lines = ["Chương IIII.", "Phụ lục kèm theo", "Biểu số 01", "Mẫu số: 01"];
    assert_eq!(told(&under(&lines)), lines);
}

#[test]
fn other_forms_of_a_number_are_told() {
    let lines = [
        "1 .Một",
        "a ) x",
        "[1] Một",
        "*1.* x",
        "aa) x",
        "１．Một",
        "①. x",
        "1, Một",
        "a.Một",
        "- 1. x",
        "2 –Hai",
        "2.1 – Hai",
        "2; hai",
    ];
    assert_eq!(told(&under(&lines)), lines);
    assert_eq!(noticed(&body("# QUY CHẾ\n\nĐiều 1. A\n\n1. Năm\nĐiều 2. C\n\nX.\n\nQ. TRƯỞNG BAN\n\nLê A\n")), []);
}

#[test]
fn the_title_of_an_article_goes_on_where_a_page_cut_it() {
    let read = body(
        "# QUY CHẾ\n\nĐiều 1. Phạm vi điều chỉnh và đối tượng áp dụng của\nQuy chế này\n\nMột.\n\nĐiều 2\nĐối tượng áp dụng\nNội dung hai.\n\n\
         Điều 3. Chánh Văn phòng và\ncác phòng thi hành./.\n",
    );
    let titles: Vec<String> = read.contents().into_iter().map(|line| line.title).collect();
    let wanted =
        ["Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng của Quy chế này", "Điều 2 Đối tượng áp dụng", "Điều 3."];
    assert_eq!(titles[1..], wanted);
    assert_eq!(own(&read, "dieu-3"), ["Điều 3. Chánh Văn phòng và\ncác phòng thi hành./."]);
}

#[test]
fn a_number_that_goes_back_was_not_there_already() {
    let read = under(&["1. A", "3. C", "2. B", "2. D"]);
    let kinds: Vec<NoticeKind> = noticed(&read).into_iter().map(|(_, kind)| kind).collect();
    assert_eq!(kinds, [NoticeKind::Jump, NoticeKind::Jump, NoticeKind::Again]);
}

#[test]
fn every_line_break_is_one_and_lines_are_counted_alike() {
    for sign in ['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}', '\r'] {
        let text = format!("# QUY CHẾ\n\nĐiều 1. A\n\n1. Một:{sign}a) A;{sign}b) B.\n\nx\n");
        let read = body(&text);
        let expected = "quy-che dieu-1 dieu-1.khoan-1 dieu-1.khoan-1.diem-a dieu-1.khoan-1.diem-b";
        assert_eq!(addresses(&read), expected, "{sign:?}");
        let source = format!("+++\ntitle = \"Thử\"\n+++\n{text}");
        let set = set_level(&source, read.clauses()[4].line, super::super::Level::parse("van-ban"));
        assert!(set.contains(&format!("{sign}b) B. {{.van-ban}}\n")), "{set:?}");
    }
}

#[test]
fn a_quotation_may_stand_between_single_signs_or_open_anew_with_each_paragraph() {
    let read = body(
        "# QUY CHẾ\n\nĐiều 1. A\n\n1. Sửa như sau: ‘1. Một\n\n2. Hai’\n\n2. Khác:\n\n‘‘3. X\n\n4. Y’’.\n\n3. Của H’Hen:\n\n\
         “1. Một.\n\n“2. Hai.\n\n“3. Ba.”\n\n4. Bốn.\n",
    );
    assert_eq!(addresses(&read), "quy-che dieu-1 dieu-1.khoan-1 dieu-1.khoan-2 dieu-1.khoan-3 dieu-1.khoan-4");
    assert_eq!(noticed(&read), []);
}

#[test]
fn footnotes_without_words_without_a_reference_and_twice_are_told() {
    let read = body("# QUY CHẾ\n\nĐiều 1. A\n\nChữ[^1] và[^2].\n\n[^1]: a\n\n[^1]: b\n\n[^3]: c\n");
    let expected = [(8, NoticeKind::NoteMissing), (12, NoticeKind::NoteAgain), (14, NoticeKind::NoteUncalled)];
    assert_eq!(noticed(&read), expected);
}

#[test]
fn a_row_of_a_table_that_was_cut_is_told() {
    let read = under(&["| 1 | Dòng bị\nngắt giữa ô |\n| 2 | x |"]);
    assert_eq!(noticed(&read), [(11, NoticeKind::BrokenRow)]);
}

#[test]
fn a_list_of_dashes_without_signs_at_the_end_is_a_list() {
    let read = body("# QUY CHẾ\n\nĐiều 1. A\n\n1. Gồm:\na) Một\nb) Hai\n- gạch một\n- gạch hai\nCâu cuối\n\n2. Hết.\n");
    assert_eq!(own(&read, "dieu-1.khoan-1.diem-b"), ["b) Hai", "- gạch một", "- gạch hai"]);
    assert_eq!(own(&read, "dieu-1.khoan-1"), ["1. Gồm:", "Câu cuối"]);
    assert_eq!(noticed(&read), []);
}
