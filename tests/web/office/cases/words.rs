//! Letters, marks, fields, sections.

use super::super::build::{b, docx, field, p, pp, r, rp};
use super::{Case, case};

pub(super) fn words() -> Vec<Case> {
    let body = [
        format!("<w:p>{}</w:p>", b("Điều 3.") + &r(" Giờ trực") + "<w:r><w:tab/><w:t>ca ngày</w:t></w:r>"),
        format!("<w:p>{}<w:r><w:br/></w:r>{}</w:p>", b("Điều 4. Đổi ca"), r("Phải báo trước.")),
        format!("<w:p>{}{}</w:p>", r("Điê\u{300}u\u{a0}\u{a0}5. Giờ nghỉ trước"), r("\u{AD} ca; xem C:\\tep")),
        p("&lt;b&gt; &amp; {{ten}} | # ** [^1]"),
        p("# đầu dòng"),
        format!("<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>{}</w:p>", r(" hết")),
        p("   "),
    ];
    let bookmarks = r#"<w:p><w:r><w:t>thờ</w:t></w:r><w:bookmarkStart w:id="1" w:name="x"/><w:proofErr w:type="spellStart"/><w:r><w:t xml:space="preserve">i gian </w:t></w:r><w:bookmarkEnd w:id="1"/><w:hyperlink w:anchor="x"><w:r><w:t>làm việc</w:t></w:r></w:hyperlink><w:smartTag w:uri="u" w:element="e"><w:r><w:t xml:space="preserve"> tại</w:t></w:r></w:smartTag><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t xml:space="preserve"> Trung tâm</w:t></w:r></w:sdtContent></w:sdt></w:p>"#;
    let fields =
        format!("<w:p>{}{}{}{}</w:p>", r("theo "), field("REF dieu4 \\h", "Điều 4"), r(" trang "), field("PAGE", "7"));
    let sections = [
        pp(r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>"#, &r("Trang dọc")),
        pp(
            r#"<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:cols w:num="2"/></w:sectPr>"#,
            &r("Trang ngang"),
        ),
        p("Trang dọc nữa"),
    ];
    let signs = [
        "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>".to_owned()
            + &r(" Có ")
            + "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0A8\"/></w:r>"
            + &r(" Không ")
            + &rp(r#"<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>"#, "ü")
            + &r(" đã nộp")
            + "</w:p>",
        "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F04A\"/></w:r>".to_owned() + &r(" vui") + "</w:p>",
        format!("<w:p>{}</w:p>", rp(r#"<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>"#, "Điều này vẫn là chữ")),
    ];
    let initial =
        pp(r#"<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>"#, &r("Đ"))
            + &p("iều lệ của cơ quan");
    let caps = format!(
        "<w:p>{}{}{}{}</w:p>",
        rp("<w:caps/>", "Quyết định "),
        rp(r#"<w:caps w:val="0"/>"#, "về việc "),
        rp("<w:smallCaps/>", "nghỉ phép "),
        rp(r#"<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/><w:caps/>"#, "quyÕt ®Þnh")
    );
    vec![
        case("capitals", docx(&caps), "QUYẾT ĐỊNH về việc nghỉ phép QUYẾT ĐỊNH\n", &["old_font"], false),
        case(
            "signs",
            docx(&signs.concat()),
            "☑ Có ☐ Không ✓ đã nộp\n\n□ vui\n\nĐiều này vẫn là chữ\n",
            &["signs"],
            false,
        ),
        case("an-initial-is-part-of-its-word", docx(&initial), "Điều lệ của cơ quan\n", &[], false),
        case(
            "words-and-marks",
            docx(&body.concat()),
            "**Điều 3.** Giờ trực ca ngày\n\n**Điều 4. Đổi ca**\nPhải báo trước.\n\nĐiều 5. Giờ nghỉ trước ca; xem C:\\\\tep\n\n<b> & \\{\\{ten}} | # \\*\\* \\[^1]\n\n\\# đầu dòng\n\na-b hết\n",
            &[],
            true,
        ),
        case("bookmarks-in-words", docx(bookmarks), "thời gian làm việc tại Trung tâm\n", &[], true),
        case("fields-show-their-result", docx(&fields), "theo Điều 4 trang\n", &["page_numbers"], false),
        case(
            "sections-are-one-text",
            docx(&sections.concat()),
            "Trang dọc\n\nTrang ngang\n\nTrang dọc nữa\n",
            &[],
            true,
        ),
    ]
}
