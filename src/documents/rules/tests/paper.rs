//! On A4 each line has the place and the type that Nghị định 30/2020/NĐ-CP gives it, in the words of the source.

use super::{Regulation, html, small};

const SEED: &str = include_str!("../../../../tests/fixtures/quyet-dinh-va-quy-che.txt");
const TEXT: &str = include_str!("../../../../documents/quy-che-nhom-zalo/1.md");

/// Another office's text, with what ours has not: a chapter's own lines, a deputy who signs, nobody to receive it.
const OTHER: &str = "+++\nmain_part = \"noi-quy\"\n+++\n\
Số: 07/QĐ-TTYT\n\nEa Kar, ngày 02 tháng 01 năm 2026\n\n\
# QUYẾT ĐỊNH {#quyet-dinh}\n\nVề việc ban hành Nội quy\n\nGIÁM ĐỐC TRUNG TÂM Y TẾ\n\nHUYỆN EA KAR\n\n\
Căn cứ Luật số 15;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Ban hành Nội quy.\n\n\
Nơi nhận:\n\nKT. GIÁM ĐỐC\n\nPHÓ GIÁM ĐỐC\n\nH’Lan <Niê>\n\n\
# NỘI QUY {#noi-quy}\n\nRa vào cơ quan\n\n## CHƯƠNG I QUY ĐỊNH CHUNG\n\n### Điều 1. Giờ giấc\n\n1. Đúng giờ.\n";

fn other() -> String {
    Regulation::parse(OTHER, None).unwrap().render_paper().body
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_paper_shows_the_words_of_the_seed_in_order() {
    let paper = Regulation::parse(TEXT, None).unwrap().render_paper();
    let shown = format!("{} {} {}", paper.number, paper.day, html::text(&paper.body));
    assert_eq!(squeezed(&shown), squeezed(&SEED.replace("**", "")));
}

#[test]
fn number_and_day_stand_in_the_head_and_blanks_stay_as_wide() {
    let paper = small().render_paper();
    assert_eq!(paper.number, "Số:       /QĐ-IOC");
    assert_eq!(paper.day, "ngày \u{a0}\u{a0}\u{a0}\u{a0} tháng 8 năm 2025");
    assert!(!paper.body.contains("/QĐ-IOC"));
}

#[test]
fn authority_grounds_and_decision_are_told_by_where_they_stand() {
    let body = other();
    let wanted = [
        "<h2 class=\"ten-loai\">QUYẾT ĐỊNH</h2>\n<p class=\"trich-yeu\">Về việc ban hành Nội quy</p>",
        "<p class=\"tham-quyen\">GIÁM ĐỐC TRUNG TÂM Y TẾ</p>\n<p class=\"tham-quyen\">HUYỆN EA KAR</p>",
        "<p class=\"can-cu\">Căn cứ Luật số 15;</p>\n<p class=\"tham-quyen\">QUYẾT ĐỊNH:</p>",
        "<p class=\"dieu\"><span class=\"so\">Điều 1.</span> Ban hành Nội quy.</p>",
    ];
    for piece in wanted {
        assert!(body.contains(piece), "{piece}: {body}");
    }
}

#[test]
fn whom_it_goes_to_stands_beside_who_signs_it() {
    let signed = "<div class=\"noi-nhan\">\n<p>Nơi nhận:</p>\n</div>\n<div class=\"ky\">\n\
        <p class=\"chuc-danh\">KT. GIÁM ĐỐC</p>\n<p class=\"chuc-danh\">PHÓ GIÁM ĐỐC</p>\n\
        <p class=\"ho-ten\">H’Lan &lt;Niê&gt;</p>";
    assert!(other().contains(signed), "{}", other());
    let ours = Regulation::parse(TEXT, None).unwrap().render_paper().body;
    assert!(
        ours.contains("<li>- Lưu: VT.</li>\n</ul>\n</div>\n<div class=\"ky\">\n<p class=\"chuc-danh\">GIÁM ĐỐC</p>")
    );
}

#[test]
fn what_a_decision_issues_begins_a_page_and_a_chapter_takes_two_lines() {
    let body = other();
    assert_eq!(body.matches("trang-moi").count(), 1);
    assert!(
        body.contains("<section class=\"phan trang-moi\"><div class=\"tieu-de\">\n<h2 class=\"ten-loai\">NỘI QUY</h2>")
    );
    let chapter =
        "<span class=\"dong\"><span class=\"tu\">CHƯƠNG</span> I</span>\n<span class=\"dong\">QUY ĐỊNH CHUNG</span>";
    assert!(body.contains(chapter), "{body}");
    let ours = Regulation::parse(TEXT, None).unwrap().render_paper().body;
    assert!(ours.contains("<p class=\"kem-theo\">(Ban hành kèm theo Quyết định số"));
}

#[test]
fn the_word_of_an_annex_is_two_words() {
    let body = |text: &str| Regulation::parse(&format!("+++\n+++\n{text}"), None).unwrap().render_paper().body;
    for (marker, shown) in [
        ("PHỤ LỤC", "<span class=\"tu\">PHỤ LỤC</span></span>"),
        ("PHỤ LỤC II", "<span class=\"tu\">PHỤ LỤC</span> II</span>"),
    ] {
        let body = body(&format!("Điều 1. Phạm vi\n\n{marker}\n\nBIỂU MẪU\n"));
        assert!(body.contains(shown), "{body}");
    }
    let form = body("Điều 1. Phạm vi\n\nMẪU 01/ĐK-TC\n\nĐƠN\n");
    assert!(form.contains("<span class=\"tu\">MẪU</span> 01/ĐK-TC</span>"), "{form}");
    let body = body("Chương I\n\nCHUNG\n\nMục 1\n\nA\n\nTIỂU MỤC 2\n\nB\n\nĐiều 1. Phạm vi\n");
    assert!(body.contains("<span class=\"tu\">TIỂU MỤC</span> 2</span>"), "{body}");
}

#[test]
fn a_letterhead_of_the_texts_own_is_the_letterhead() {
    let text = include_str!("../../../../tests/fixtures/texts/quyet-dinh-quy-che.md");
    let paper = Regulation::parse(text, None).unwrap().render_paper();
    assert_eq!(paper.agency, ["UBND TỈNH X", "TRUNG TÂM Y"]);
    assert_eq!(paper.motto, ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]);
    let before = paper.body.split("ten-loai").next().unwrap();
    assert!(!before.contains("CỘNG HÒA") && !before.contains("TRUNG TÂM Y"), "{before}");
    let paper = Regulation::parse(TEXT, None).unwrap().render_paper();
    assert!(paper.agency.is_empty() && paper.motto.is_empty());
}
