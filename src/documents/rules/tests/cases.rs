//! Small texts as offices print them: what each of them has to be read as.

use super::super::{NoticeKind, lost_in, lost_on_page};
use super::{Regulation, id};

/// A case of `tests/fixtures/cases`, read without losing a word.
fn case(name: &str) -> Regulation {
    let path = format!("tests/fixtures/cases/{name}.md");
    read(&std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}")))
}

fn read(source: &str) -> Regulation {
    let regulation = Regulation::load(source).unwrap();
    assert_eq!(lost_in(source, &regulation), None);
    assert_eq!(lost_on_page(&regulation), None);
    assert_eq!(regulation.faults(source), Vec::<String>::new());
    regulation
}

pub(super) fn body(text: &str) -> Regulation {
    read(&format!("+++\ntitle = \"Thử\"\n+++\n{text}"))
}

/// Addresses, each with the words that belong to it alone.
pub(super) fn own(regulation: &Regulation, address: &str) -> Vec<String> {
    regulation.get(&id(address)).unwrap_or_else(|| panic!("no {address}")).lines()
}

pub(super) fn addresses(regulation: &Regulation) -> String {
    regulation.clauses().iter().map(|clause| clause.id.as_str()).collect::<Vec<_>>().join(" ")
}

pub(super) fn units(regulation: &Regulation) -> String {
    regulation.articles().map(|clause| clause.id.as_str()).collect::<Vec<_>>().join(" ")
}

pub(super) fn noticed(regulation: &Regulation) -> Vec<(usize, NoticeKind)> {
    regulation.notices().iter().map(|notice| (notice.line, notice.kind)).collect()
}

#[test]
fn what_is_quoted_belongs_to_the_clause_that_quotes_it() {
    let read = case("amending-quote");
    let expected = "nghi-dinh dieu-1 dieu-1.khoan-1 dieu-1.khoan-2 dieu-1.khoan-3";
    assert_eq!(addresses(&read), expected);
    assert_eq!(own(&read, "dieu-1.khoan-1").last().unwrap(), "3. Khoản mới thêm.”");
    assert_eq!(own(&read, "dieu-1.khoan-2").len(), 4);
    assert_eq!(noticed(&read), []);
}

#[test]
fn the_rules_of_an_annex_are_cited_and_the_annex_is_to_be_read() {
    let read = case("annex");
    assert_eq!(units(&read), "dieu-1 phu-luc");
    let point = read.get(&id("phu-luc.muc-1.khoan-2.diem-a")).unwrap();
    assert_eq!(point.label, "điểm a khoản 2 Mục I Phụ lục");
    assert_eq!(read.article_of(&point.id).unwrap().id, id("phu-luc"));
    assert!(read.render_article_html(&id("phu-luc")).unwrap().contains("Ở nơi khác."));
}

#[test]
fn braces_are_ordinary_signs_but_for_the_four_blanks() {
    assert_eq!(own(&case("braces"), "dieu-1.khoan-1"), ["1. Tin nhắn mẫu có chỗ điền {{ten}}."]);
}

#[test]
fn a_chapter_may_be_numbered_in_words() {
    let read = case("chuong-thu-nhat");
    assert_eq!(addresses(&read), "quy-che chuong-1 dieu-1");
    assert_eq!(read.get(&id("chuong-1")).unwrap().label, "Chương thứ nhất");
    let twenty_one =
        body("# QUY CHẾ\n\n## CHƯƠNG THỨ HAI MƯƠI MỐT\n\n## Chương thứ mười lăm BẢY VIỆC\n\n### Điều 1. A\n\nx\n");
    assert!(twenty_one.get(&id("chuong-15")).is_some(), "{}", addresses(&twenty_one));
}

#[test]
fn a_sentence_behind_a_list_belongs_to_the_khoan_and_is_printed_behind_the_list() {
    let read = case("closing-sentence");
    assert_eq!(own(&read, "dieu-1.khoan-2.diem-b"), ["b) Điểm b."]);
    assert_eq!(own(&read, "dieu-1.khoan-2"), ["2. Hai:", "Cơ quan A hướng dẫn khoản này."]);
    let text = read.text_of(&id("dieu-1")).unwrap();
    assert!(text.ends_with("b) Điểm b.\n\nCơ quan A hướng dẫn khoản này.\n"), "{text}");
    assert_eq!(own(&read, "noi-nhan"), ["THỦ TRƯỞNG", "Nguyễn Văn A"]);
}

#[test]
fn the_word_for_article_is_known_in_every_spelling_and_kept_as_printed() {
    for (name, title) in
        [("dieu-capitals", "ĐIỀU 1. PHẠM VI"), ("dieu-colon", "Điều 1: Phạm vi"), ("dieu-eth", "Ðiều 1. Phạm vi")]
    {
        let read = case(name);
        let article = read.get(&id("dieu-1")).unwrap();
        assert_eq!((article.title(), article.label.as_str()), (title.to_owned(), "Điều 1"));
    }
    assert_eq!(noticed(&case("dieu-eth")), [(12, NoticeKind::LookAlike)]);
    for line in [
        "**Điều 1.** Phạm vi",
        "ĐIỀU 1 PHẠM VI",
        "Điều 1 – Phạm vi",
        "Điều\u{a0}1.\u{a0}Phạm vi",
        "Điều 1.Phạm vi",
        "Điều 1\n\nPhạm vi",
        "**Điều 1**\nPhạm vi",
        "Đie\u{302}\u{300}u 1. Phạm vi",
        "Ɖiều 1) Phạm vi",
    ] {
        let read = body(&format!("NỘI QUY\n\n{line}\n\nNội dung một.\n\nĐiều 2. Hai\n\nNội dung hai.\n"));
        assert_eq!(units(&read), "dieu-1 dieu-2", "{line}");
    }
}

#[test]
fn articles_are_found_without_marks() {
    let read = case("dieu-without-marks");
    assert_eq!(units(&read), "dieu-1 dieu-2");
    assert_eq!(read.get(&id("dieu-2")).unwrap().heading, "Nguyên tắc");
    assert_eq!(own(&read, "dieu-1.khoan-2"), ["2. Khách thực hiện theo hướng dẫn."]);
}

#[test]
fn what_only_begins_with_the_word_is_no_article() {
    let text = "# QUY CHẾ\n\n### Điều 1. A\n\nĐiều kiện nghỉ phép\n\nĐiều chỉnh lịch trực.\n\nĐiều 5 của Luật này không áp dụng.\n\n\
        1. Thực hiện theo\nĐiều 2. Các phòng báo cáo.\n\nkhoản 2 Điều này\n\nĐiều 3\\. Không phải điều.\n\n2\\. Không phải khoản.\n";
    let read = body(text);
    assert_eq!(addresses(&read), "quy-che dieu-1 dieu-1.khoan-1");
    assert!(read.canonical_text().contains("Điều 3. Không phải điều.\n\n2. Không phải khoản."));
}

#[test]
fn the_article_of_a_form_is_none_of_the_text() {
    let read = case("form-in-annex");
    assert_eq!(addresses(&read), "quy-che dieu-1 mau-01 mau-01.dieu-1");
    assert_eq!(units(&read), "dieu-1 mau-01");
    assert_eq!(read.outline().counts.articles, 1);
}

#[test]
fn groups_have_titles_on_their_own_lines_and_short_addresses() {
    let read = case("muc-in-each-chapter");
    assert_eq!(addresses(&read), "quy-che chuong-1 chuong-1.muc-1 dieu-1 chuong-2 chuong-2.muc-1 dieu-2");
    let titles: Vec<String> = read.contents().into_iter().map(|line| line.title).collect();
    assert!(titles.contains(&"Mục 1 LÃNH ĐẠO".to_owned()) && titles.contains(&"Chương I QUY ĐỊNH CHUNG".to_owned()));
    assert_eq!(read.get(&id("chuong-ii.muc-1")).unwrap().id, id("chuong-2.muc-1"), "in the other numerals");
}

#[test]
fn five_levels_have_five_headings() {
    let read = case("phan-chuong-muc-tieu-muc");
    let expected = "quy-che phan-1 chuong-1 chuong-1.muc-1 chuong-1.muc-1.tieu-muc-1 dieu-1";
    assert_eq!(addresses(&read), expected);
    let html = read.render_document_html();
    for heading in ["<h2>PHẦN I.", "<h3>Chương I ", "<h4>Mục 1.", "<h5>Tiểu mục 1.", "<h6>Điều 1."] {
        assert!(html.contains(heading), "{heading}: {html}");
    }
    assert_eq!(read.contents().len(), 6);
}

#[test]
fn a_text_without_articles_is_read_by_its_sections() {
    let read = case("no-dieu");
    assert_eq!(units(&read), "muc-1 muc-2");
    assert_eq!(read.get(&id("muc-1.khoan-2")).unwrap().label, "khoản 2 Mục I");
    assert!(read.outline().counts.sentence().contains("0 điều"));
}

#[test]
fn who_receives_it_and_who_signs_on_one_line_close_the_text() {
    let read = case("noi-nhan-same-line");
    assert_eq!(read.text_of(&id("dieu-1")).unwrap(), "Điều 1. Thi hành\n\n1. Quy chế có hiệu lực từ ngày ký./.\n");
    assert_eq!(own(&read, "noi-nhan").len(), 3);
}

#[test]
fn a_number_that_is_printed_twice_has_two_addresses_and_a_notice() {
    let read = case("number-twice-as-printed");
    assert_eq!(own(&read, "dieu-1.khoan-2-2"), ["2. Hai nữa."]);
    assert_eq!(read.get(&id("dieu-1.khoan-2-2")).unwrap().label, "khoản 2 (lần 2) Điều 1");
    assert_eq!(noticed(&read), [(18, NoticeKind::Again)]);
}

#[test]
fn inserted_and_nested_numbers_are_addressed() {
    let expected = "quy-che dieu-1 dieu-1.khoan-1 dieu-1.khoan-1.diem-a dieu-1.khoan-1.diem-a1 dieu-1.khoan-1.diem-g \
        dieu-1.khoan-1.diem-g.diem-con-g.1 dieu-1.khoan-1.diem-g.diem-con-i dieu-1.khoan-1a dieu-1.khoan-2 \
        dieu-1.khoan-2.muc-2.1 dieu-1.khoan-2.muc-2.1.muc-2.1.1";
    assert_eq!(addresses(&case("sub-points")), expected);
}

#[test]
fn the_alphabet_of_points_has_no_gaps() {
    let letters = "a b c d đ e g h i k l m n o p q r s t u v x y";
    let points = format!("{}) Điểm;\n\n", letters.replace(' ', ") Điểm;\n\n"));
    let read = body(&format!("# QUY CHẾ\n\n### Điều 1. A\n\n1. Gồm:\n\n{points}2. Hết.\n"));
    assert_eq!(read.outline().counts.diem, 23);
    assert_eq!(noticed(&read), []);
    let roman = body(
        "# QUY CHẾ\n\n### Điều 1. A\n\n1. Gồm:\n\na) Một:\n\ni) x;\n\nii) y;\n\niii) z;\n\niv) u;\n\nv) w.\n\nb) Hai.\n",
    );
    assert_eq!((roman.outline().counts.diem, roman.outline().counts.sub_diem), (2, 5));
}

#[test]
fn a_table_is_a_table() {
    let read = case("table");
    let html = read.render_article_html(&id("dieu-1")).unwrap();
    assert!(
        html.contains(
            "<thead>\n<tr><th scope=\"col\">Số ngày nghỉ</th><th scope=\"col\">Báo trước</th></tr>\n</thead>"
        )
    );
    assert!(html.contains("<td data-label=\"Báo trước\">03 ngày</td>"), "{html}");
    assert!(html.find("</table>") < html.find("Quy định trên áp dụng"));
    assert!(read.render_paper().body.contains("<thead>"));
    assert!(read.canonical_text().contains("\n02 ngày trở lên\t03 ngày\n\nQuy định trên"));
}

#[test]
fn rows_of_a_table_are_no_khoan_and_cells_may_be_merged() {
    let read = body(
        "# QUY CHẾ\n\n### Điều 1. A\n\n1. Theo bảng:\n\n| 1. | Lệ phí | < |\n| 2. | <b> \\| \\< | 50<br>đồng |\n| ^ | x | ^ |\n\n2. Hết.\n",
    );
    assert_eq!(addresses(&read), "quy-che dieu-1 dieu-1.khoan-1 dieu-1.khoan-2");
    let html = read.render_article_html(&id("dieu-1")).unwrap();
    let wanted = [
        "<td colspan=\"2\">Lệ phí</td>",
        "<td rowspan=\"2\">2.</td>",
        "<td>&lt;b&gt; | &lt;</td>",
        "<td rowspan=\"2\">50<br>\nđồng</td>",
        "tabindex=\"0\"",
    ];
    for cell in wanted {
        assert!(html.contains(cell), "{cell}: {html}");
    }
}

#[test]
fn lists_of_letters_that_are_led_by_a_line_each_have_addresses_of_their_own() {
    let read = case("two-letter-lists");
    assert_eq!(addresses(&read), "quy-che dieu-1 dieu-1.diem-a dieu-1.diem-b dieu-1.diem-a-2 dieu-1.diem-b-2");
    assert_eq!(noticed(&read), []);
    let text = read.text_of(&id("dieu-1")).unwrap();
    assert!(text.contains("b) Đeo thẻ.\n\n- Đối với người lao động:\n\na) Đúng ca;"), "{text}");
}

#[test]
fn a_line_that_a_page_cut_is_joined_and_told() {
    let dash = case("wrapped-dash");
    assert_eq!(own(&dash, "dieu-1.khoan-1"), ["1. Phục vụ phát triển kinh tế - xã hội của tỉnh."]);
    assert_eq!(noticed(&dash), [(15, NoticeKind::Joined)]);
    let year = case("wrapped-year");
    assert_eq!(addresses(&year), "quy-che dieu-1 dieu-1.khoan-1");
    assert_eq!(noticed(&year), [(15, NoticeKind::Joined)]);
}
