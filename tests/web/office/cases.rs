//! One file for every kind of thing that real texts of offices hold, and what is to be read from it.

use super::build::{Docx, b, bare, definition, docx, field, li, lvl, num, p, pp, r, rp, tbl, tc, tr};

/// A file and its reading.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) docx: Docx,
    pub(crate) marked: &'static str,
    /// What is told, by its word.
    pub(crate) told: &'static [&'static str],
    /// LibreOffice reads the same words in the same order.
    pub(crate) same: bool,
}

fn case(name: &'static str, docx: Docx, marked: &'static str, told: &'static [&'static str], same: bool) -> Case {
    Case { name, docx, marked, told, same }
}

/// All cases.
pub(crate) fn all() -> Vec<Case> {
    let mut all = numbers();
    all.extend(more_numbers());
    all.extend(words());
    all.extend(tables());
    all.extend(asides());
    all.extend(changes());
    all.extend(fonts());
    all
}

fn articles() -> String {
    let levels = [
        lvl(0, "upperRoman", "Chương %1", ""),
        lvl(1, "decimal", "Điều %2.", r#"<w:lvlRestart w:val="0"/>"#),
        lvl(2, "decimal", "%3.", ""),
        lvl(3, "lowerLetter", "%4)", ""),
    ];
    definition(0, &levels.concat()) + &num(1, 0, "")
}

fn numbers() -> Vec<Case> {
    let body = [
        li(1, 0, "QUY ĐỊNH CHUNG"),
        li(1, 1, "Phạm vi"),
        li(1, 2, "Quy chế này quy định giờ làm việc."),
        p("a) Buổi sáng: từ 7 giờ 30."),
        li(1, 2, "Trường hợp khác:"),
        li(1, 3, "Ca đêm;"),
        li(1, 3, "Ca ngày."),
        li(1, 0, "THỜI GIỜ"),
        li(1, 1, "Điều kiện nghỉ phép"),
        li(1, 2, "Báo trước 03 ngày."),
    ];
    let shared = [
        li(1, 0, "Một"),
        li(1, 0, "Hai"),
        p("Xen giữa"),
        li(2, 0, "Ba, cùng định nghĩa"),
        li(3, 0, "Một, bắt đầu lại"),
        li(3, 0, "Hai"),
    ];
    let shared_lists = definition(0, &lvl(0, "decimal", "%1.", ""))
        + &num(1, 0, "")
        + &num(2, 0, "")
        + &num(3, 0, r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>"#);
    let legal = [
        li(1, 0, "Chương đầu"),
        li(1, 1, "Mục con"),
        li(1, 1, "Mục con"),
        li(1, 2, "Sâu hơn"),
        li(1, 0, "Chương sau"),
        li(1, 1, "Mục con"),
    ];
    let legal_lists = definition(
        0,
        &[
            lvl(0, "upperRoman", "%1.", ""),
            lvl(1, "decimal", "%1.%2", "<w:isLgl/>"),
            lvl(2, "decimal", "%1.%2.%3.", ""),
        ]
        .concat(),
    ) + &num(1, 0, "");
    vec![
        case(
            "numbers-of-word",
            docx(&body.concat()).numbering(&articles()),
            "Chương I QUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n\n1. Quy chế này quy định giờ làm việc.\n\na) Buổi sáng: từ 7 giờ 30.\n\n2. Trường hợp khác:\n\na) Ca đêm;\n\nb) Ca ngày.\n\nChương II THỜI GIỜ\n\nĐiều 2. Điều kiện nghỉ phép\n\n1. Báo trước 03 ngày.\n",
            &[],
            // LibreOffice 7.4 knows no list that never begins again.
            false,
        ),
        case(
            "articles-in-each-chapter",
            docx(&body.concat()).numbering(&articles().replace(r#"<w:lvlRestart w:val="0"/>"#, "")),
            "Chương I QUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n\n1. Quy chế này quy định giờ làm việc.\n\na) Buổi sáng: từ 7 giờ 30.\n\n2. Trường hợp khác:\n\na) Ca đêm;\n\nb) Ca ngày.\n\nChương II THỜI GIỜ\n\nĐiều 1. Điều kiện nghỉ phép\n\n1. Báo trước 03 ngày.\n",
            &[],
            true,
        ),
        case(
            "lists-of-one-definition",
            docx(&shared.concat()).numbering(&shared_lists),
            "1. Một\n\n2. Hai\n\nXen giữa\n\n3. Ba, cùng định nghĩa\n\n1. Một, bắt đầu lại\n\n2. Hai\n",
            &[],
            true,
        ),
        case(
            "legal-numbers",
            docx(&legal.concat()).numbering(&legal_lists),
            "I. Chương đầu\n\n1.1 Mục con\n\n1.2 Mục con\n\nI.2.1. Sâu hơn\n\nII. Chương sau\n\n2.1 Mục con\n",
            &[],
            // LibreOffice 7.4 does not know `isLgl`.
            false,
        ),
    ]
}

fn more_numbers() -> Vec<Case> {
    let forms = ["decimalZero", "upperLetter", "lowerRoman", "lowerLetter"];
    let lists: String = (0..4).map(|id| definition(id, &lvl(0, forms[id as usize], "%1.", ""))).collect::<String>()
        + &(0..4).map(|id| num(id + 1, id, "")).collect::<String>();
    let body: String = (1..=4).flat_map(|list| (1..=5).map(move |_| li(list, 0, "mục"))).collect();
    let styled = r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Dieu"><w:name w:val="Dieu"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="DieuCon"><w:name w:val="DieuCon"/><w:basedOn w:val="Dieu"/></w:style><w:style w:type="paragraph" w:styleId="Khoan"><w:name w:val="Khoan"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let of = |style: &str, text: &str| pp(&format!(r#"<w:pStyle w:val="{style}"/>"#), &r(text));
    let by_style = [
        of("Dieu", "Phạm vi"),
        of("Khoan", "Khoản một"),
        of("Khoan", "Khoản hai"),
        of("DieuCon", "Đối tượng"),
        of("Khoan", "Khoản một"),
        pp(r#"<w:pStyle w:val="Dieu"/><w:numPr><w:numId w:val="0"/></w:numPr>"#, &r("Thời giờ nghỉ giữa ca")),
        of("Dieu", "Hiệu lực"),
    ];
    let style_lists = definition(
        0,
        &(lvl(0, "decimal", "Điều %1.", r#"<w:pStyle w:val="Dieu"/>"#)
            + &lvl(1, "decimal", "%2.", r#"<w:pStyle w:val="Khoan"/>"#)),
    ) + &num(1, 0, "");
    let bullets =
        definition(0, &(lvl(0, "bullet", "-", "") + &lvl(1, "bullet", "+", "") + &lvl(2, "bullet", "\u{F0B7}", r#""#)))
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
            "**Điều 1. Phạm vi**\n\n1. Khoản một\n\n2. Khoản hai\n\n**Điều 2. Đối tượng**\n\n1. Khoản một\n\n**Thời giờ nghỉ giữa ca**\n\n**Điều 3. Hiệu lực**\n",
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

fn words() -> Vec<Case> {
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
    vec![
        case(
            "words-and-marks",
            docx(&body.concat()),
            "**Điều 3.** Giờ trực ca ngày\n\n**Điều 4. Đổi ca**\nPhải báo trước.\n\nĐiều 5. Giờ nghỉ trước ca; xem C:\\\\tep\n\n<b> & \\{{ten}} | # \\*\\* \\[^1]\n\n\\# đầu dòng\n\na-b hết\n",
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

fn tables() -> Vec<Case> {
    let fees = tbl(
        3,
        &[tr(&["TT", "Tên", "Mức"]), tr(&["1.", "Lệ phí cấp thẻ", "50.000"]), tr(&["2.", "Lệ phí | khác", ""])]
            .concat(),
    );
    let merged = tbl(
        3,
        &[
            format!(
                "<w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr>",
                tc(r#"<w:vMerge w:val="restart"/>"#, &p("Họ tên")),
                tc(r#"<w:gridSpan w:val="2"/>"#, &p("Ngày sinh"))
            ),
            format!(
                "<w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}{}</w:tr>",
                tc("<w:vMerge/>", "<w:p/>"),
                tc("", &p("Nam")),
                tc("", &p("Nữ"))
            ),
            format!(
                "<w:tr>{}{}{}</w:tr>",
                tc("", &(p("Nguyễn Văn Anh") + &p("(tổ trưởng)"))),
                tc("", &p("1990")),
                tc("", "<w:p/>")
            ),
        ]
        .concat(),
    );
    let nested = tbl(
        2,
        &format!(
            "<w:tr>{}{}</w:tr>",
            tc("", &p("Ca")),
            tc("", &(p("Giờ:") + &tbl(2, &[tr(&["sáng", "7 giờ"]), tr(&["chiều", "13 giờ"])].concat()) + "<w:p/>"))
        ),
    );
    let head = bare(
        2,
        "",
        &[
            format!(
                "<w:tr>{}{}</w:tr>",
                tc("", &(p("UBND TỈNH X") + &p("TRUNG TÂM Y"))),
                tc("", &(p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + &p("Độc lập - Tự do - Hạnh phúc")))
            ),
            tr(&["Số:    /QĐ-TTY", "Đắk Lắk, ngày   tháng   năm 2026"]),
        ]
        .concat(),
    );
    let end = bare(
        2,
        r#"<w:tblStyle w:val="TableNormal"/>"#,
        &format!(
            "<w:tr>{}{}</w:tr>",
            tc("", &(p("Nơi nhận:") + &p("- Như Điều 3;") + &p("- Lưu: VT."))),
            tc("", &(p("GIÁM ĐỐC") + "<w:p/><w:p/>" + &p("Nguyễn Văn Anh")))
        ),
    );
    let counted = tbl(
        2,
        &(1..=2).map(|_| format!("<w:tr>{}{}</w:tr>", tc("", &li(1, 0, "")), tc("", &p("việc")))).collect::<String>(),
    );
    let frame = tbl(1, &tr(&["Chữ trong khung"]));
    vec![
        case(
            "rows-like-clauses",
            docx(&(fees + &p("Hết"))),
            "| TT | Tên | Mức |\n|---|---|---|\n| 1. | Lệ phí cấp thẻ | 50.000 |\n| 2. | Lệ phí \\| khác |  |\n\nHết\n",
            &[],
            true,
        ),
        case(
            "merged-cells",
            docx(&(merged + &p("Hết"))),
            "| Họ tên | Ngày sinh | < |\n| ^ | Nam | Nữ |\n|---|---|---|\n| Nguyễn Văn Anh<br>(tổ trưởng) | 1990 |  |\n\nHết\n",
            &[],
            true,
        ),
        case(
            "table-in-a-cell",
            docx(&(nested + &p("Hết"))),
            "| Ca | Giờ:<br>sáng · 7 giờ<br>chiều · 13 giờ |\n\nHết\n",
            &[],
            true,
        ),
        case(
            "letterhead-and-signature",
            docx(&(head + &p("QUYẾT ĐỊNH") + &end + &p(""))),
            "UBND TỈNH X\n\nTRUNG TÂM Y\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc\n\nSố: /QĐ-TTY\n\nĐắk Lắk, ngày tháng năm 2026\n\nQUYẾT ĐỊNH\n\nNơi nhận:\n\n- Như Điều 3;\n\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nNguyễn Văn Anh\n",
            &["layout"],
            true,
        ),
        case(
            "numbers-alone-in-cells",
            docx(&(counted + &p("Hết"))).numbering(&(definition(0, &lvl(0, "decimal", "%1", "")) + &num(1, 0, ""))),
            "| 1 | việc |\n| 2 | việc |\n\nHết\n",
            &[],
            true,
        ),
        case("a-frame-is-no-table", docx(&(frame + &p("Hết"))), "Chữ trong khung\n\nHết\n", &[], true),
    ]
}

const SHAPE: &str = r#"<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="900000" cy="300000"/><wp:wrapNone/><wp:docPr id="1" name="Text Box 1"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"#;

fn asides() -> Vec<Case> {
    let body = format!(
        r#"<w:p>{}<w:r><w:footnoteReference w:id="2"/></w:r>{}<w:r><w:endnoteReference w:id="3"/></w:r></w:p>{}"#,
        r("Giờ hành chính"),
        r(" do Giám đốc quy định"),
        p("Hết")
    );
    let note = |kind: &str, id: u32, text: &str| {
        format!(r#"<w:{kind} w:id="{id}"><w:p><w:r><w:{kind}Ref/></w:r>{}</w:p></w:{kind}>"#, r(text))
    };
    let box_ = format!("<w:p>{SHAPE}{}</w:p>{}", r("Điều 1. Phạm vi"), p("Hết"));
    let comments = format!(
        r#"<w:p><w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>{}{}</w:p>{}"#,
        r("Thấy được"),
        rp("<w:vanish/>", " chị Bé xem lại"),
        rp(r#"<w:vanish w:val="0"/>"#, " luôn"),
        pp("<w:rPr><w:vanish/></w:rPr>", &rp("<w:vanish/>", "ẩn cả đoạn"))
    );
    let contents = format!(
        r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \o </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}</w:p><w:p>{}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>{}"#,
        r("Điều 1. Phạm vi 2"),
        r("Điều 2. Đối tượng 3"),
        p("Điều 1. Phạm vi")
    );
    let formula = format!("<w:p>{}<m:oMath><m:r><m:t>a+b=c</m:t></m:r></m:oMath></w:p>", r("Lương "));
    let header = format!("<w:p>{}{}</w:p>", r("MẬT "), field("PAGE", "1"));
    let picture = r#"<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="a"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r><w:r><w:object><o:OLEObject Type="Embed"/></w:object></w:r></w:p><w:altChunk r:id="rId9"/>"#;
    vec![
        case(
            "notes",
            docx(&body)
                .footnotes(
                    &(r#"<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"#
                        .to_owned()
                        + &note("footnote", 2, " Từ 7 giờ 30.")),
                )
                .endnotes(&note("endnote", 3, " Theo Điều 9.")),
            "Giờ hành chính[^1] do Giám đốc quy định[^2]\n\n[^1]: Từ 7 giờ 30.\n\n[^2]: Theo Điều 9.\n\nHết\n",
            &[],
            false,
        ),
        case("a-text-box-once", docx(&box_), "Điều 1. Phạm vi\n\nHết\n", &["text_boxes"], false),
        case("hidden-and-comments", docx(&comments), "Thấy được luôn\n", &["hidden", "comments"], false),
        case("a-table-of-contents", docx(&contents), "Điều 1. Phạm vi\n", &["contents"], false),
        case("equations-keep-letters", docx(&formula), "Lương a+b=c\n", &["equations"], false),
        case("headers-are-told", docx(&p("Nội dung")).header(&header), "Nội dung\n", &["margins"], false),
        case(
            "what-is-no-text",
            docx(&(picture.to_owned() + &p("Chữ"))),
            "Chữ\n",
            &["pictures", "objects", "files"],
            false,
        ),
    ]
}

fn changes() -> Vec<Case> {
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
        case("a-sentence-changed", docx(&sentence), "viên chức được nghỉ không quá 02 ngày\n", &["changes"], false),
        case("paragraphs-joined", docx(&joined), "dòng trên dòng dưới\n", &["changes"], false),
        case("paragraphs-moved", docx(&moved), "Giữa\n\nĐoạn chuyển\n", &["changes"], false),
        case("rows-changed", docx(&(rows + &p("Hết"))), "| giữ | x |\n| thêm | x |\n\nHết\n", &["changes"], false),
        case(
            "a-deleted-line-is-not-counted",
            docx(&numbered).numbering(&(definition(0, &lvl(0, "decimal", "%1.", "")) + &num(1, 0, ""))),
            "1. một\n\n2. hai\n",
            &["changes"],
            false,
        ),
    ]
}

fn fonts() -> Vec<Case> {
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
