//! What stands around the rules of a text: forms that show a document, closing blocks, titles, annexes.

use super::super::{ClauseKind, NoticeKind};
use super::cases::{addresses, body, noticed, own, units};
use super::id;

const COUNTRY: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc\n\n";

#[test]
fn a_letterhead_in_a_form_does_not_end_the_form() {
    let read = body(&format!(
        "# QUY CHẾ\n\nĐiều 1. A\n\nX.\n\nMẫu số 01\n\nSỞ Y\n\n{COUNTRY}HỢP ĐỒNG LAO ĐỘNG\n\nĐiều 1. Bên A\n\n1. X.\n\nĐiều 2. Bên B\n\nY.\n\n\
         Mẫu số 02\n\n{COUNTRY}ĐƠN XIN NGHỈ\n\nKính gửi: Giám đốc\n\n1. Họ tên\n\n2. Tuổi\n"
    ));
    let expected = "quy-che dieu-1 mau-01 mau-01.dieu-1 mau-01.dieu-1.khoan-1 mau-01.dieu-2 mau-02 mau-02.khoan-1 \
        mau-02.khoan-2";
    assert_eq!(addresses(&read), expected);
    assert_eq!(units(&read), "dieu-1 mau-01 mau-02");
    assert_eq!(read.outline().counts.articles, 1);
    assert_eq!(noticed(&read), []);
    let titles: Vec<String> = read.contents().into_iter().map(|line| line.title).collect();
    assert!(titles.contains(&"Mẫu số 01 HỢP ĐỒNG LAO ĐỘNG".to_owned()), "{titles:?}");
    assert!(titles.contains(&"Mẫu số 02 ĐƠN XIN NGHỈ".to_owned()), "{titles:?}");
}

#[test]
fn a_decision_that_a_form_shows_is_no_document() {
    let shown =
        format!("SỞ Y\n\n{COUNTRY}QUYẾT ĐỊNH\n\nVề việc cho nghỉ\n\nĐiều 1. Cho nghỉ.\n\nNơi nhận:\n\n- A\n\nGIÁM ĐỐC");
    let read = body(&format!(
        "# QUY CHẾ\n\nĐiều 1. A\n\nX.\n\nPhụ lục I\n\nBIỂU MẪU\n\nMẫu số 02\n\n{shown}\n\nMẫu số 03\n\nĐƠN\n\nPhụ lục II\n\nQUYẾT ĐỊNH MẪU\n\n{shown}\n"
    ));
    let expected = "quy-che dieu-1 phu-luc-1 phu-luc-1.mau-02 phu-luc-1.mau-02.dieu-1 phu-luc-1.mau-02.noi-nhan \
        phu-luc-1.mau-03 phu-luc-2 phu-luc-2.dieu-1 phu-luc-2.noi-nhan";
    assert_eq!(addresses(&read), expected);
    assert_eq!((read.outline().counts.parts, units(&read).as_str()), (1, "dieu-1 phu-luc-1 phu-luc-2"));
}

#[test]
fn a_document_that_is_issued_behind_a_form_is_one() {
    let read = body(&format!(
        "# QUYẾT ĐỊNH\n\nĐiều 1. Ban hành.\n\nMẫu số 01\n\n{COUNTRY}ĐƠN\n\nQUY CHẾ\n\n(Ban hành kèm theo Quyết định số 12/QĐ-A)\n\nĐiều 1. A\n\nX.\n"
    ));
    assert_eq!(addresses(&read), "quyet-dinh quyet-dinh.dieu-1 quyet-dinh.mau-01 quy-che dieu-1");
}

#[test]
fn a_plan_that_is_issued_without_a_signature_above_it_is_a_document() {
    let read = body(&format!(
        "QUYẾT ĐỊNH\n\nĐiều 1. A.\n\nĐiều 2. Thi hành./.\n\nKẾ HOẠCH\n\n(Kèm theo Quyết định số 1)\n\nI. MỤC TIÊU\n\n1. A\n\n2. B\n\n\
         PHỤ LỤC\n\nDANH SÁCH\n\n1. AN\n\n2. BÌNH\n\nSỞ Y\n\n{COUNTRY}BIÊN BẢN\n"
    ));
    let expected = "quyet-dinh quyet-dinh.dieu-1 quyet-dinh.dieu-2 ke-hoach muc-1 muc-1.khoan-1 muc-1.khoan-2 phu-luc \
        phu-luc.khoan-1 phu-luc.khoan-2 quoc-hieu";
    assert_eq!(addresses(&read), expected);
}

#[test]
fn a_title_behind_a_signature_is_a_title_whatever_the_document_is_called() {
    for title in [
        "NỘI QUY LAO ĐỘNG",
        "BỘ QUY TẮC ỨNG XỬ",
        "THỎA ƯỚC LAO ĐỘNG TẬP THỂ",
        "QUY CHẾ LÀM VIỆC CỦA SỞ Y",
        "ĐỀ ÁN SẮP XẾP",
        "QUY CHUẨN KỸ THUẬT",
        "CẨM NANG VĂN HÓA CÔNG SỞ",
    ] {
        for (closing, chapter) in [
            ("GIÁM ĐỐC\n\nNguyễn Văn A", ""),
            ("Nơi nhận:\n\n- A\n\nGIÁM ĐỐC\n\nNGUYỄN VĂN A", "Chương I\n\nCHUNG\n\n"),
        ] {
            let read = body(&format!(
                "QUYẾT ĐỊNH\n\nĐiều 1. Ban hành.\n\nĐiều 2. Thi hành./.\n\n{closing}\n\n{title}\n\n(Kèm theo Quyết định số 1)\n\n\
                 {chapter}Điều 1. A\n\nX.\n\nĐiều 2. B\n\nY.\n"
            ));
            assert_eq!(units(&read), "quyet-dinh.dieu-1 quyet-dinh.dieu-2 dieu-1 dieu-2", "{title}");
            assert_eq!(own(&read, "quyet-dinh.dieu-2"), ["Điều 2. Thi hành./."], "{title}");
            let parts: Vec<&str> = read
                .clauses()
                .iter()
                .filter(|one| one.kind == ClauseKind::Part)
                .map(|one| one.heading.as_str())
                .collect();
            assert_eq!(parts, ["QUYẾT ĐỊNH", title]);
            assert_eq!(noticed(&read), []);
        }
    }
}

#[test]
fn what_closes_a_text_is_no_part_of_its_last_clause() {
    for closing in [
        "Nơi nhận: Như Điều 2; Lưu VT.",
        "NƠI NHẬN:\n\n- Như Điều 2;\n\n- Lưu VT.",
        "NƠI NHẬN:\n1. Như Điều 2;\n2. Lưu VT.",
        "X, ngày 01 tháng 7 năm 2026\n\nGIÁM ĐỐC\n\nLê A",
        "CHỦ TỊCH\nLê A\nX, ngày 01 tháng 7 năm 2026",
        "XÁC NHẬN CỦA PHÒNG\n\nĐẠI DIỆN BÊN A\n\nLê A",
        "CHỦ TỊCH\n\n[daky]\n\nLê A",
        "Giám đốc\n(Đã ký và đóng dấu)\nLê A",
    ] {
        for between in ["\n\n", "\n"] {
            let read = body(&format!("# QUY CHẾ\n\nĐiều 1. A\n\n1. Một./.{between}{closing}\n"));
            assert_eq!(addresses(&read), "quy-che dieu-1 dieu-1.khoan-1 noi-nhan", "{closing}");
            assert_eq!(own(&read, "dieu-1.khoan-1"), ["1. Một./."], "{closing}");
        }
    }
    let rule =
        body("# QUY CHẾ\n\nĐiều 1. A\n\n1. Văn bản có:\n\nNơi nhận: ghi đủ tên cơ quan.\n\nGiám đốc\n\nquyết định.\n");
    assert_eq!(addresses(&rule), "quy-che dieu-1 dieu-1.khoan-1");
    let titles = body(
        "# QUY CHẾ\n\nChương I QUYỀN CỦA\nĐẠI DIỆN LAO ĐỘNG\n\nĐiều 1. A\n\nĐẠI DIỆN LAO ĐỘNG\n\nNgười lao động có đại diện.\n\n1. B.\n",
    );
    assert_eq!(addresses(&titles), "quy-che chuong-i dieu-1 dieu-1.khoan-1");
    assert_eq!(titles.get(&id("chuong-i")).unwrap().heading, "QUYỀN CỦA ĐẠI DIỆN LAO ĐỘNG");
    assert_eq!(titles.get(&id("dieu-1")).unwrap().heading, "A");
}

#[test]
fn an_annex_is_read_whole_and_cited_with_all_that_lies_in_it() {
    let read = body(
        "# QUY CHẾ\n\nĐiều 1. A\n\nX.\n\nPhụ lục I\n\nTIÊU CHUẨN\n\nLời đầu.\n\nI. CHUNG\n\n1. Một:\n\na) Hai.\n\nChương I\n\nB\n\n\
         Điều 1. A\n\n1. X.\n\nPhụ lục II\n\nHỢP ĐỒNG\n\nĐiều 1. B\n\nY.\n",
    );
    let expected = "quy-che dieu-1 phu-luc-1 phu-luc-1.muc-1 phu-luc-1.muc-1.khoan-1 phu-luc-1.muc-1.khoan-1.diem-a \
        phu-luc-1.chuong-i phu-luc-1.dieu-1 phu-luc-1.dieu-1.khoan-1 phu-luc-2 phu-luc-2.dieu-1";
    assert_eq!(addresses(&read), expected);
    assert_eq!(units(&read), "dieu-1 phu-luc-1 phu-luc-2");
    assert_eq!(read.article_of(&id("phu-luc-2")).unwrap().id, id("phu-luc-2"));
    assert_eq!(noticed(&read), []);
}

#[test]
fn what_an_annex_numbers_is_counted_and_what_a_form_numbers_is_not() {
    let read = body(
        "# QUY CHẾ\n\nĐiều 1. A\n\n1. X.\n\nPhụ lục I\n\nA\n\nĐiều 1. A\n\n1. X.\n\nMẫu số 01\n\nĐiều 1. B\n\n1. Y.\n\na) Z.\n",
    );
    let counts = read.outline().counts;
    assert_eq!((counts.articles, counts.khoan, counts.diem, counts.forms), (2, 2, 0, 1));
}

#[test]
fn a_first_group_that_is_not_the_first_by_its_number_is_told() {
    let first = body("# QUY CHẾ\n\nChương I\n\nA\n\nTiểu mục 2\n\nB\n\nĐiều 1. A\n\nX.\n");
    assert_eq!(noticed(&first), [(10, NoticeKind::Jump)]);
    let through = body(
        "# LUẬT\n\nPhần I\n\nA\n\nChương I\n\nB\n\nĐiều 1. A\n\nX.\n\nPhần II\n\nC\n\nChương II\n\nD\n\nĐiều 2. B\n\nX.\n",
    );
    assert_eq!(noticed(&through), [], "chapters are counted through parts");
}

#[test]
fn the_number_of_an_annex_may_mix_figures_and_letters() {
    for (first, second, expected) in [
        ("1A", "1B", "phu-luc-1a phu-luc-1b"),
        ("III.1", "III.2", "phu-luc-3-1 phu-luc-3-2"),
        ("1.1", "1.2", "phu-luc-1-1 phu-luc-1-2"),
        ("2-A", "2-B", "phu-luc-2-a phu-luc-2-b"),
        ("IIa", "IIb", "phu-luc-2a phu-luc-2b"),
        ("I", "II", "phu-luc-1 phu-luc-2"),
        ("01/CV", "02/CV", "phu-luc-01-cv phu-luc-02-cv"),
    ] {
        let read = body(&format!(
            "# QUY CHẾ\n\nĐiều 1. A\n\nX.\n\nPHỤ LỤC {first}\n\nBẢNG\n\nX\n\nPHỤ LỤC {second}: DANH SÁCH\n\nX\n"
        ));
        assert_eq!(addresses(&read), format!("quy-che dieu-1 {expected}"));
        assert_eq!(noticed(&read), [], "{first}");
    }
}

#[test]
fn a_typed_table_of_contents_holds_no_articles() {
    let rules = "Chương I\n\nCHUNG\n\nĐiều 1. Phạm vi\n\nX.\n\nĐiều 2. Hai\n\nY.\n";
    for lines in [
        "MỤC LỤC\nChương I. CHUNG ..... 1\nĐiều 1. Phạm vi .... 1\nĐiều 2. Hai … 2",
        "MỤC LỤC\n\nChương I CHUNG\n\nĐiều 1. Phạm vi\n\nĐiều 2. Hai",
        "MỤC LỤC\n\nĐiều 1. Phạm vi\n\nĐiều 2. Hai",
        "Mục lục:\n\n- Điều 1. Phạm vi\t1\n\n- Điều 2. Hai\t2",
    ] {
        for (text, place) in [
            (format!("# QUY CHẾ\n\n{lines}\n\n{rules}"), "quy-che muc-luc chuong-i dieu-1 dieu-2"),
            (format!("# QUY CHẾ\n\n{rules}\n{lines}\n"), "quy-che chuong-i dieu-1 dieu-2 muc-luc"),
            (format!("{lines}\n\nQUY CHẾ\n\n{rules}"), "quy-che chuong-i dieu-1 dieu-2"),
        ] {
            let read = body(&text);
            assert_eq!(addresses(&read), place, "{text}");
            assert_eq!(units(&read), "dieu-1 dieu-2");
            assert_eq!(own(&read, "dieu-2").last().unwrap(), "Y.");
            assert_eq!(noticed(&read).iter().map(|one| one.1).collect::<Vec<_>>(), [NoticeKind::Listed], "{text}");
        }
    }
    let named = body("# QUY CHẾ\n\nĐiều 1. A\n\nMục lục\n\nĐiều 2. B\n\nHồ sơ có mục lục.\n\nĐiều 3. C\n\nX.\n");
    assert_eq!(units(&named), "dieu-1 dieu-2 dieu-3");
}

#[test]
fn a_list_of_forms_opens_no_form() {
    for list in ["Mẫu số 01: Đơn xin nghỉ\nMẫu số 02: Biên bản", "Mẫu số 01: Đơn xin nghỉ\n\nMẫu số 02: Biên bản"]
    {
        let read = body(&format!(
            "# QUY CHẾ\n\nĐiều 1. A\n\nX.\n\nPHỤ LỤC\n\nDANH MỤC BIỂU MẪU\n\n{list}\n\nMẫu số 01\n\nĐƠN XIN NGHỈ\n\nX\n\nMẫu số 02: Biên bản\n\nY\n"
        ));
        assert_eq!(addresses(&read), "quy-che dieu-1 phu-luc phu-luc.mau-01 phu-luc.mau-02");
        assert_eq!(noticed(&read).iter().map(|one| one.1).collect::<Vec<_>>(), [NoticeKind::Listed; 2]);
    }
    let each = body(
        "# QUY CHẾ\n\nĐiều 1. A\n\nX.\n\nPhụ lục I\n\nA\n\nMẫu số 01: B\n\nPhụ lục II\n\nC\n\nMẫu số 01: D\n\nX\n",
    );
    assert_eq!(addresses(&each), "quy-che dieu-1 phu-luc-1 phu-luc-1.mau-01 phu-luc-2 phu-luc-2.mau-01");
}
