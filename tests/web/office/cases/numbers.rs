//! Numbers that Word writes by itself.

use super::super::build::{definition, docx, li, lvl, num, p};
use super::{Case, case};

fn articles() -> String {
    let levels = [
        lvl(0, "upperRoman", "Chương %1", ""),
        lvl(1, "decimal", "Điều %2.", r#"<w:lvlRestart w:val="0"/>"#),
        lvl(2, "decimal", "%3.", ""),
        lvl(3, "lowerLetter", "%4)", ""),
    ];
    definition(0, &levels.concat()) + &num(1, 0, "")
}

pub(super) fn numbers() -> Vec<Case> {
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
