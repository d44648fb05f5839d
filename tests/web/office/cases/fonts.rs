//! Fonts from before Unicode.

use super::super::build::{definition, docx, li, lvl, num, p, rp};
use super::{Case, case};

pub(super) fn fonts() -> Vec<Case> {
    let font = |name: &str, text: &str| rp(&format!(r#"<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>"#), text);
    let tcvn = [
        format!("<w:p>{}</w:p>", font(".VnTime", "§iÒu 1. Ph¹m vi ¸p dông")),
        format!("<w:p>{}</w:p>", font(".VnTimeH", "quyÕt ®Þnh")),
        format!("<w:p>{}</w:p>", font(".VnTime", "Điều 2. Đã là Unicode")),
        format!("<w:p>{}</w:p>", font(".VnTime", "ng\u{AD}êi lao ®éng")),
    ];
    let vni = format!(
        "<w:p>{}{}</w:p>",
        font("VNI-Times", "Ñieàu 1. Pha"),
        rp(r#"<w:b/><w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>"#, "ïm vi aùp duïng")
    );
    let styles = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:rPrDefault></w:docDefaults>"#;
    vec![
        case(
            "old-font-tcvn3",
            docx(&tcvn.concat()),
            "Điều 1. Phạm vi áp dụng\n\nQUYẾT ĐỊNH\n\nĐiều 2. Đã là Unicode\n\nngười lao động\n",
            &["old_font", "old_font"],
            false,
        ),
        case("old-font-vni", docx(&vni), "Điều 1. Phạm **vi áp dụng**\n", &["old_font"], false),
        case(
            "old-font-of-the-whole-text",
            docx(&(li(1, 0, "Ph¹m vi") + &p("Néi dung")))
                .styles(styles)
                .numbering(&(definition(0, &lvl(0, "decimal", "§iÒu %1.", "")) + &num(1, 0, ""))),
            "Điều 1. Phạm vi\n\nNội dung\n",
            &["old_font"],
            false,
        ),
    ]
}
