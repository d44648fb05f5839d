//! Forms of numbers, and lists that start or go on in ways of their own.

use super::super::build::{definition, docx, li, lvl, num, pp, r};
use super::{Case, case};

pub(super) fn more_numbers() -> Vec<Case> {
    let forms = ["decimalZero", "upperLetter", "lowerRoman", "lowerLetter"];
    let lists: String = (0..4).map(|id| definition(id, &lvl(0, forms[id as usize], "%1.", ""))).collect::<String>()
        + &(0..4).map(|id| num(id + 1, id, "")).collect::<String>();
    let body: String = (1..=4).flat_map(|list| (1..=5).map(move |_| li(list, 0, "mục"))).collect();
    let styled = r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Dieu"><w:name w:val="Dieu"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="DieuCon"><w:name w:val="DieuCon"/><w:basedOn w:val="Dieu"/></w:style><w:style w:type="paragraph" w:styleId="Khoan"><w:name w:val="Khoan"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="KhoanCon"><w:name w:val="KhoanCon"/><w:basedOn w:val="Dieu"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr><w:rPr><w:b w:val="0"/></w:rPr></w:style>"#;
    let of = |style: &str, text: &str| pp(&format!(r#"<w:pStyle w:val="{style}"/>"#), &r(text));
    let by_style = [
        of("Dieu", "Phạm vi"),
        of("Khoan", "Khoản một"),
        of("Khoan", "Khoản hai"),
        of("DieuCon", "Đối tượng"),
        of("Khoan", "Khoản một"),
        pp(r#"<w:pStyle w:val="Dieu"/><w:numPr><w:numId w:val="0"/></w:numPr>"#, &r("Thời giờ nghỉ giữa ca")),
        of("Dieu", "Hiệu lực"),
        of("KhoanCon", "Khoản của kiểu con"),
    ];
    let style_lists = definition(
        0,
        &(lvl(0, "decimal", "Điều %1.", r#"<w:pStyle w:val="Dieu"/>"#)
            + &lvl(1, "decimal", "%2.", r#"<w:pStyle w:val="Khoan"/>"#)),
    ) + &num(1, 0, "");
    let bullets =
        definition(0, &(lvl(0, "bullet", "-", "") + &lvl(1, "bullet", "+", "") + &lvl(2, "bullet", "\u{F0B7}", "")))
            + &num(1, 0, "");
    let close = definition(0, &lvl(0, "decimal", "Điều %1. ", r#"<w:suff w:val="nothing"/>"#)) + &num(1, 0, "");
    let start = r#"<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/><w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl></w:abstractNum>"#.to_owned()
        + &num(1, 0, "")
        + &num(2, 0, r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/></w:lvlOverride>"#);
    vec![
        case(
            "forms-of-numbers",
            docx(&body).numbering(&lists),
            "01. mục\n\n02. mục\n\n03. mục\n\n04. mục\n\n05. mục\n\nA. mục\n\nB. mục\n\nC. mục\n\nD. mục\n\nE. mục\n\ni. mục\n\nii. mục\n\niii. mục\n\niv. mục\n\nv. mục\n\na. mục\n\nb. mục\n\nc. mục\n\nd. mục\n\ne. mục\n",
            &[],
            true,
        ),
        case(
            "numbers-of-styles",
            docx(&by_style.concat()).numbering(&style_lists).styles(styled),
            "**Điều 1. Phạm vi**\n\n1. Khoản một\n\n2. Khoản hai\n\n**Điều 2. Đối tượng**\n\n1. Khoản một\n\n**Thời giờ nghỉ giữa ca**\n\n**Điều 3. Hiệu lực**\n\n1. Khoản của kiểu con\n",
            &[],
            true,
        ),
        case(
            "signs-before-lines",
            docx(&[li(1, 0, "gạch"), li(1, 1, "cộng"), li(1, 2, "chấm")].concat()).numbering(&bullets),
            "- gạch\n\n+ cộng\n\n- chấm\n",
            &[],
            true,
        ),
        case(
            "number-close-to-its-text",
            docx(&[li(1, 0, "Phạm vi"), li(1, 0, "Đối tượng")].concat()).numbering(&close),
            "Điều 1. Phạm vi\n\nĐiều 2. Đối tượng\n",
            &[],
            true,
        ),
        case(
            "levels-that-are-skipped",
            docx(
                &[
                    li(1, 1, "mục"),
                    li(1, 1, "mục"),
                    li(1, 0, "khoản"),
                    li(1, 2, "sâu"),
                    li(1, 0, "khoản"),
                    li(1, 1, "mục"),
                ]
                .concat(),
            )
            .numbering(
                &(definition(
                    0,
                    &(lvl(0, "decimal", "%1.", "")
                        + &lvl(1, "decimal", "%1.%2.", "")
                        + &lvl(2, "lowerLetter", "%1.%2.%3)", "")),
                ) + &num(1, 0, "")),
            ),
            "1.1. mục\n\n1.2. mục\n\n2. khoản\n\n2.1.a) sâu\n\n3. khoản\n\n3.1. mục\n",
            &[],
            true,
        ),
        case(
            "lists-in-turns",
            docx(
                &[
                    li(1, 0, "a"),
                    li(2, 0, "b"),
                    li(1, 0, "c"),
                    li(2, 0, "d"),
                    li(1, 1, "e"),
                    li(2, 1, "f"),
                    li(2, 1, "g"),
                ]
                .concat(),
            )
            .numbering(
                &(definition(0, &(lvl(0, "decimal", "%1.", "") + &lvl(1, "lowerLetter", "%2)", "")))
                    + &num(1, 0, "")
                    + &num(2, 0, r#"<w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride>"#)),
            ),
            "1. a\n\n2. b\n\n3. c\n\n4. d\n\na) e\n\nc) f\n\nd) g\n",
            &[],
            true,
        ),
        case(
            "a-level-changed-for-one-list",
            docx(&[li(1, 0, "một"), li(2, 0, "hai"), li(2, 0, "ba")].concat()).numbering(
                &(definition(0, &lvl(0, "decimal", "%1.", ""))
                    + &num(1, 0, "")
                    + &num(
                        2,
                        0,
                        &format!(
                            r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>{}</w:lvlOverride>"#,
                            lvl(0, "upperLetter", "Phần %1", "")
                        ),
                    )),
            ),
            "1. một\n\nPhần A hai\n\nPhần B ba\n",
            &[],
            true,
        ),
        case(
            "words-for-numbers",
            docx(&[li(1, 0, "một"), li(1, 0, "hai"), li(2, 0, "ba"), li(3, 0, "bốn"), li(4, 0, "năm")].concat())
                .numbering(
                    &(definition(0, &lvl(0, "cardinalText", "Phần %1.", ""))
                        + &definition(1, &lvl(0, "ordinal", "%1.", ""))
                        + &definition(2, &lvl(0, "none", "Chú ý:", ""))
                        + &definition(
                            3,
                            r#"<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>"#,
                        )
                        + &num(1, 0, "")
                        + &num(2, 1, "")
                        + &num(3, 2, "")
                        + &num(4, 3, "")),
                ),
            "Phần Một. một\n\nPhần Hai. hai\n\n1. ba\n\nChú ý: bốn\n\n0. năm\n",
            &[],
            // LibreOffice writes such numbers in English.
            false,
        ),
        case(
            "lists-that-start-later",
            docx(&[li(1, 0, "năm"), li(1, 0, "sáu"), li(2, 0, "mười hai"), li(2, 0, "mười ba")].concat())
                .numbering(&start),
            "Điều 5. năm\n\nĐiều 6. sáu\n\nĐiều 12. mười hai\n\nĐiều 13. mười ba\n",
            &[],
            true,
        ),
    ]
}
