//! Tables, and those that only set text side by side.

use super::super::build::{bare, definition, docx, li, lvl, num, p, tbl, tc, tr};
use super::{Case, case};

pub(super) fn tables() -> Vec<Case> {
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
    let counted = tbl(2, &format!("<w:tr>{}{}</w:tr>", tc("", &li(1, 0, "")), tc("", &p("việc"))).repeat(2));
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
            "| Họ tên | Ngày sinh | < |\n|---|---|---|\n| ^ | Nam | Nữ |\n| Nguyễn Văn Anh<br>(tổ trưởng) | 1990 |  |\n\nHết\n",
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
