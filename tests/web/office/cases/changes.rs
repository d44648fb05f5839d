//! Changes not yet accepted.

use super::super::build::{definition, docx, li, lvl, num, p, pp, r, tbl, tc, tr};
use super::{Case, case};

pub(super) fn changes() -> Vec<Case> {
    let who = r#"w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z""#;
    let gone =
        |text: &str| format!(r#"<w:del {who}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>"#);
    let come = |text: &str| format!("<w:ins {who}>{}</w:ins>", r(text));
    let sentence =
        format!("<w:p>{}{}{}{}</w:p>", r("viên chức được nghỉ "), come("không quá "), gone("tối đa "), r("02 ngày"));
    let joined = pp(&format!("<w:rPr><w:del {who}/></w:rPr>"), &r("dòng trên ")) + &p("dòng dưới");
    let moved = pp(
        &format!("<w:rPr><w:moveFrom {who}/></w:rPr>"),
        &format!("<w:moveFrom {who}>{}</w:moveFrom>", r("Đoạn chuyển")),
    ) + &p("Giữa")
        + &pp(
            &format!("<w:rPr><w:moveTo {who}/></w:rPr>"),
            &format!("<w:moveTo {who}>{}</w:moveTo>", r("Đoạn chuyển")),
        );
    let row = |change: &str, text: &str| {
        format!("<w:tr><w:trPr><w:{change} {who}/></w:trPr>{}</w:tr>", tc("", &p(text)) + &tc("", &p("x")))
    };
    let rows = tbl(2, &(tr(&["giữ", "x"]) + &row("ins", "thêm") + &row("del", "bỏ")));
    let numbered = li(1, 0, "một")
        + &pp(
            &format!(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del {who}/></w:rPr>"#),
            &gone("đã xóa"),
        )
        + &li(1, 0, "hai");
    vec![
        case(
            "a-sentence-changed",
            docx(&sentence),
            "viên chức được nghỉ không quá 02 ngày\n",
            &["changes", "deleted"],
            false,
        ),
        case("paragraphs-joined", docx(&joined), "dòng trên dòng dưới\n", &["changes"], false),
        case("paragraphs-moved", docx(&moved), "Giữa\n\nĐoạn chuyển\n", &["changes"], false),
        case(
            "rows-changed",
            docx(&(rows + &p("Hết"))),
            "| giữ | x |\n| thêm | x |\n\nHết\n",
            &["changes", "deleted"],
            false,
        ),
        case(
            "a-deleted-line-is-not-counted",
            docx(&numbered).numbering(&(definition(0, &lvl(0, "decimal", "%1.", "")) + &num(1, 0, ""))),
            "1. một\n\n2. hai\n",
            &["changes", "deleted"],
            false,
        ),
    ]
}
