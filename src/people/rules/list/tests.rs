mod files;

use super::facts::Place;
use super::*;
use crate::people::rules::Name;

fn known() -> Known {
    Known::of(["Phòng Kỹ thuật", "Phòng Hành chính – Dịch vụ"])
}

fn draft(text: &str) -> Draft {
    recognise(&read(text), &known())
}

/// `line họ|lót|tên|phòng|chức vụ|mã`, a line each.
fn people(text: &str) -> Vec<String> {
    let row = |row: &Row| {
        let Row { line, family, middle, given, department, position, code, .. } = row;
        format!("{line} {family}|{middle}|{given}|{department}|{position}|{code}")
    };
    draft(text).rows.iter().map(row).collect()
}

fn said(text: &str) -> Vec<(Said, usize)> {
    draft(text).said.iter().map(|note| (note.kind, note.line)).collect()
}

#[test]
fn a_heading_row_is_nobody() {
    let text = "Họ và tên\tPhòng\tChức vụ\tMã nhân sự\nVõ Thị Em\tPhòng Kỹ thuật\tViên chức\tNV101";
    assert_eq!(people(text), ["2 Võ|Thị|Em|Phòng Kỹ thuật|Viên chức|NV101"]);
    assert_eq!(said(text), [(Said::Heading, 1)]);
}

#[test]
fn the_order_of_columns_is_told_from_what_stands_in_them() {
    assert_eq!(
        people("Nguyễn Văn Đảo\tViên chức\tPhòng Kỹ thuật\tNV201"),
        ["1 Nguyễn|Văn|Đảo|Phòng Kỹ thuật|Viên chức|NV201"]
    );
    assert_eq!(
        people("NV201\tNguyễn Văn Đảo\tKiểm lâm viên\tHạt Kiểm lâm"),
        ["1 Nguyễn|Văn|Đảo|Hạt Kiểm lâm|Kiểm lâm viên|NV201"]
    );
    let text = "1\tNguyễn Văn Đảo\tNam\t0912345678\tChuyên viên\tHC-DV\n2\tTrần Thị Bé\tNữ\t0912345679\tVăn thư\tHC-DV";
    assert_eq!(people(text), ["1 Nguyễn|Văn|Đảo|HC-DV|Chuyên viên|", "2 Trần|Thị|Bé|HC-DV|Văn thư|"]);
    assert_eq!(said(text), [(Said::Extra, 3), (Said::Extra, 4)]);
    assert_eq!(
        people("Nguyễn Văn Đảo\tXưởng in\tThợ in\nTrần Bé\tXưởng in\t"),
        ["1 Nguyễn|Văn|Đảo|Xưởng in|Thợ in|", "2 Trần||Bé|Xưởng in||"]
    );
    // Neither is known: the department is supposed to come first, and that is said.
    let text = "Nguyễn Văn Đảo\tQuan trắc\tDiều phối\nTrần Bé\tQuan trắc\tPhân tích";
    assert_eq!(people(text), ["1 Nguyễn|Văn|Đảo|Quan trắc|Diều phối|", "2 Trần||Bé|Quan trắc|Phân tích|"]);
    assert_eq!(said(text), [(Said::Supposed, 0)]);
    assert_eq!(
        people("Nguyễn Văn Đảo\tViên chức\nTrần Bé\tViên chức"),
        ["1 Nguyễn|Văn|Đảo||Viên chức|", "2 Trần||Bé||Viên chức|"]
    );
}

#[test]
fn a_list_as_an_office_prints_it_is_read_with_the_lines_of_the_paste() {
    let text = "UBND TỈNH X\t\t\t\nDANH SÁCH VIÊN CHỨC PHÒNG KỸ THUẬT\t\t\t\n\t\t\t\nSTT\tHọ và tên\tChức vụ\tSố điện thoại\n1\t2\t3\t4\n\
                1\tNguyễn Văn Anh\tTrưởng phòng\t912345601\n2\tTrần Thị Bé\tViên chức\t912345602\nTổng cộng: 2 người\t\t\t\n\
                \t\t\tX, ngày … tháng … năm …\nNGƯỜI LẬP\t\t\tGIÁM ĐỐC\n\t\t\tNguyễn Văn Cao\n";
    assert_eq!(
        people(text),
        ["6 Nguyễn|Văn|Anh|Phòng Kỹ thuật|Trưởng phòng|", "7 Trần|Thị|Bé|Phòng Kỹ thuật|Viên chức|"]
    );
    let wanted = [
        (Said::Above, 1),
        (Said::InTitle, 2),
        (Said::Heading, 4),
        (Said::Heading, 5),
        (Said::Total, 8),
        (Said::Tail, 9),
        (Said::Tail, 10),
        (Said::Tail, 11),
        (Said::Extra, 4),
    ];
    assert_eq!(said(text).into_iter().filter(|one| one.0 != Said::Extra).collect::<Vec<_>>(), wanted[..8]);
    assert!(said(text).contains(&wanted[8]));
}

#[test]
fn a_department_may_stand_over_its_people() {
    let text = "STT\tHọ và tên\tChức vụ\nI\tPhòng Hành chính\t\n1\tLê Ba\tKế toán\nII\tPHÒNG KỸ THUẬT\t\n1\tLê Tư\tKỹ sư\n2\tLê Năm\t\n\tTổ Lái xe (2 người)\t\n1\tLê Sáu\tLái xe";
    let wanted = [
        "3 Lê||Ba|Phòng Hành chính|Kế toán|",
        "5 Lê||Tư|Phòng Kỹ thuật|Kỹ sư|",
        "6 Lê||Năm|Phòng Kỹ thuật||",
        "8 Lê||Sáu|Tổ Lái xe|Lái xe|",
    ];
    assert_eq!(people(text), wanted);
    let bare = "PHÒNG KỸ THUẬT\nNguyễn Văn An\nTrần Thị Bé\nĐội 1:\nLê Ba";
    assert_eq!(
        people(bare),
        ["2 Nguyễn|Văn|An|Phòng Kỹ thuật||", "3 Trần|Thị|Bé|Phòng Kỹ thuật||", "5 Lê||Ba|Đội 1||"]
    );
}

#[test]
fn names_in_two_and_three_columns_are_joined() {
    let text = "TT\tHọ và tên đệm\tTên\tĐơn vị\n1\tNguyễn Thị \tBé\tPhòng Kỹ thuật\n2\tLê\tBa\tPhòng Kỹ thuật";
    assert_eq!(people(text), ["2 Nguyễn|Thị|Bé|Phòng Kỹ thuật||", "3 Lê||Ba|Phòng Kỹ thuật||"]);
    let bare = "Nguyễn Thị\tBé\tPhòng Kỹ thuật\nTrần Văn\tCao\tPhòng Kỹ thuật\nLê\tDũng\tĐội 1";
    assert_eq!(
        people(bare),
        ["1 Nguyễn|Thị|Bé|Phòng Kỹ thuật||", "2 Trần|Văn|Cao|Phòng Kỹ thuật||", "3 Lê||Dũng|Đội 1||"]
    );
}

#[test]
fn letters_of_old_fonts_and_spellings_of_one_department_are_one() {
    assert_eq!(people("\u{d0}ặng Văn \u{d0}ông\tPhòng Kỹ thuật"), ["1 Đặng|Văn|Đông|Phòng Kỹ thuật||"]);
    let text = "Lê Ba\tPhong nghiep vu\nLê Tư\tPhòng Nghiệp vụ\nLê Năm\tPHÒNG KỸ THUẬT";
    assert_eq!(
        people(text),
        ["1 Lê||Ba|Phòng Nghiệp vụ||", "2 Lê||Tư|Phòng Nghiệp vụ||", "3 Lê||Năm|Phòng Kỹ thuật||"]
    );
}

#[test]
fn bare_names_and_chats_are_read_one_a_line() {
    let text = "1. Anh Nguyễn Văn Anh - TP - 0912345601\n2. Chị Trần Thị Bé - NV - 0912 345 602\n3/ A. Hùng đội 2 - NV - 0912.345.603";
    let found = people(text);
    assert_eq!(found[..2], ["1 Nguyễn|Văn|Anh||TP|", "2 Trần|Thị|Bé||NV|"]);
    assert_eq!(people("Nguyễn Văn Anh\n\nTrần Thị Bé 0912345678"), ["1 Nguyễn|Văn|Anh|||", "3 Trần|Thị|Bé|||"]);
    assert!(people("1\t\t\n2\t\t\n3\t\t").is_empty());
    assert!(people("STT\tHọ và tên\tGhi chú\n1\t\t\n2\t\t").is_empty());
}

fn present(id: &str, code: &str, full_name: &str, department: &str, position: &str) -> Present {
    let [id, code, full_name, department, position] = [id, code, full_name, department, position].map(str::to_owned);
    Present { id, code, full_name, department, position, reached: true, ..Present::default() }
}

#[test]
fn rows_are_reviewed_against_what_is_there() {
    let text = "Một Hai Ba\tPhòng Kỹ thuật\tViên chức\tNV101\nBốn Năm Sáu\tPhòng Kỹ thuật\tViên chức\tNV101\nVõ Lặp Lại\tPhòng Kỹ thuật\tViên chức\tNV007\n\
                một hai ba\tPhòng Kỹ thuật\tViên chức\t\nLê Mới\tHC DV\tViên chức\t\n\tPhòng Kỹ thuật\tViên chức\t";
    let mut list = draft(text);
    let an = present("a", "NV007", "Đặng Văn Ân", "Phòng Kỹ thuật", "Viên chức");
    let people = vec![
        an.clone(),
        present("b", "", "Võ Lặp Lại", "Phòng Kỹ thuật", ""),
        present("c", "", "Lê Mới", "Phòng Kỹ thuật", ""),
    ];
    let facts = Facts::of(known(), people);
    let (rows, answers) = review(&list, &facts);
    assert!(rows[0].marks.is_empty() && rows[0].on);
    assert_eq!(rows[1].marks, [Mark::CodeTwice(1)]);
    assert_eq!(rows[2].marks, [Mark::CodeTaken(an)]);
    assert_eq!(rows[3].marks, [Mark::Twice(1)]);
    assert_eq!(rows[4].marks, [Mark::Elsewhere("Phòng Kỹ thuật".into()), Mark::NewDepartment]);
    assert_eq!(rows[5].marks, [Mark::Fault(Place::Name, "list.name_missing")]);
    let on: Vec<bool> = rows.iter().map(|row| row.on).collect();
    assert_eq!(on, [true, false, false, false, true, false]);
    let like = vec!["Phòng Hành chính – Dịch vụ".to_owned()];
    assert_eq!(answers, [Answer { name: "HC DV".into(), people: 1, like, fresh: false }]);
    // A yes is one that was asked for.
    list.rows[3].on = Some(true);
    assert!(review(&list, &facts).0[3].stopped);
    list.rows[3].anyway = true;
    assert!(review(&list, &facts).0[3].on);
    list.rename("HC DV", "Phòng Hành chính – Dịch vụ");
    assert!(review(&list, &facts).1.is_empty());
    // Somebody says that the code is right and the name another one now.
    list.rows[2].is = "a".into();
    let seen = &review(&list, &facts).0[2];
    assert_eq!(seen.marks, [Mark::Changes(Place::Name, "Đặng Văn Ân".into())]);
    assert!(seen.changes() && seen.is == "a");
}

/// By code a person is known; by name alone somebody has to say so, unless nothing would change.
#[test]
fn people_who_are_there_are_changed_by_code_and_asked_about_by_name() {
    let text = "Mã NV\tHọ và tên\tPhòng\tChức vụ\nNV1\tLê Ba\tPhòng Kỹ thuật\tTrưởng phòng\nNV2\tLê Tư\tPhòng Kỹ thuật\tkỹ sư\n\
                \tLê Năm\tPhòng Kỹ thuật\tKỹ sư\n\tLê Sáu\tPhòng Kỹ thuật\tLái xe\nNV7\tLê Bảy\t\t";
    let mut list = draft(text);
    let mut people = vec![
        present("a", "NV1", "Lê Ba", "Phòng Hành chính – Dịch vụ", "Kỹ sư"),
        present("b", "NV2", "Lê Tư", "Phòng Kỹ thuật", "Kỹ sư"),
        present("c", "NV3", "Lê Năm", "Phòng Kỹ thuật", "Kỹ sư"),
        present("d", "", "Lê Sáu", "Phòng Kỹ thuật", "Kỹ sư"),
        present("e", "NV7", "Lê Bảy", "Phòng Kỹ thuật", "Kỹ sư"),
        present("f", "", "Lê Tám", "Phòng Kỹ thuật", ""),
    ];
    let facts = Facts::of(known(), people.clone());
    let rows = review(&list, &facts).0;
    let position = |was: &str| Mark::Changes(Place::Position, was.to_owned());
    let moved = Mark::Changes(Place::Department, "Phòng Hành chính – Dịch vụ".into());
    assert_eq!(rows[0].marks, [moved, position("Kỹ sư")]);
    assert!(rows[0].changes() && rows[1].same() && rows[2].same() && rows[4].same());
    assert_eq!((rows[3].marks.as_slice(), rows[3].on, rows[3].likely()), (&[Mark::There][..], false, Some("d")));
    list.rows[3].is = "d".into();
    let again = review(&list, &facts).0;
    assert!(again[3].changes() && again[3].marks == [position("Kỹ sư")]);
    let away = missing(&list, &facts, &again);
    assert_eq!(away.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["f"]);
    // Whoever has left, is out of reach or holds a role is not changed by a list.
    for (change, key) in [
        (Present { gone: true, ..people[0].clone() }, "list.has_left"),
        (Present { reached: false, ..people[0].clone() }, "list.out_of_reach"),
        (Present { held: true, ..people[0].clone() }, "list.holds_role"),
    ] {
        people[0] = change;
        let seen = &review(&list, &Facts::of(known(), people.clone())).0[0];
        assert!(seen.hindered() && !seen.on && seen.marks.contains(&Mark::Fault(Place::Name, key)), "{key}");
    }
}

#[test]
fn what_is_stored_of_a_list_is_people_and_no_other_column() {
    let text = "STT\tHọ và tên\tSố CCCD\tĐiện thoại\tPhòng\n1\tLê Ba\t066012345678\t0912345678\tPhòng Kỹ thuật";
    let kept = serde_json::to_string(&draft(text)).unwrap();
    assert!(!kept.contains("0660") && !kept.contains("0912") && kept.contains("Số CCCD"), "{kept}");
    let again: Draft = serde_json::from_str(&kept).unwrap();
    assert_eq!(again, draft(text));
    assert_eq!(Name::guess("Lê Ba").full(), again.rows[0].full());
}

/// Lists of offices as they come: each with the people that stand in it, `tên@phòng`.
#[test]
fn messy_lists_of_offices_are_read() {
    let found = |text: &str| {
        let rows = draft(text).rows;
        rows.iter().map(|row| format!("{}@{}", row.full(), row.department)).collect::<Vec<_>>().join(" ")
    };
    for (text, people) in [
        ("TT\tHọ tên\tBộ phận (*)\n01\tLê Ba\tTổ 1\n02\tLê Tư\tTổ 1", "Lê Ba@Tổ 1 Lê Tư@Tổ 1"),
        ("Mã NV\tHọ và tên\tĐơn vị\nA-01\tLê Ba\tKhoa Nội\nA-02\tLê Tư\tKhoa Ngoại", "Lê Ba@Khoa Nội Lê Tư@Khoa Ngoại"),
        ("Họ\tTên\tPhòng ban\nHồ Văn\tBa\tPhòng A\nLê\tTư\tPhòng A", "Hồ Văn Ba@Phòng A Lê Tư@Phòng A"),
        ("STT\tHọ và tên\tNgày sinh\t\tPhòng\n\t\tNam\tNữ\t\n1\tLê Ba\t1999\t\tPhòng A", "Lê Ba@Phòng A"),
        ("Lê Ba\tba@x.vn\tPhòng A\nLê Tư\ttu@x.vn\tPhòng A", "Lê Ba@Phòng A Lê Tư@Phòng A"),
        ("Lê Ba, Phòng A\nLê Tư, Phòng B", "Lê Ba@Phòng A Lê Tư@Phòng B"),
        ("Phòng A\tLê Ba\nPhòng A\tLê Tư", "Lê Ba@Phòng A Lê Tư@Phòng A"),
        ("DANH SÁCH CÁN BỘ ĐỘI 3 NĂM 2026\n1. Lê Ba\n2. Lê Tư", "Lê Ba@Đội 3 Lê Tư@Đội 3"),
        (
            "A\tBAN GIÁM ĐỐC\t\n1\tLê Ba\tGiám đốc\nB\tPHÒNG KỸ THUẬT\t\n1\tLê Tư\tKỹ sư",
            "Lê Ba@Ban Giám đốc Lê Tư@Phòng Kỹ thuật",
        ),
        ("STT\tHọ và tên\tChức vụ\n1\tLê Ba\tKỹ sư\nSTT\tHọ và tên\tChức vụ\n2\tLê Tư\tKỹ sư", "Lê Ba@ Lê Tư@"),
        ("Họ và tên\tPhòng\n\"Lê\nBa\"\tPhòng A", "Lê Ba@Phòng A"),
        ("Bà Trần Thị Bé;P. Kỹ thuật\nĐ/c Lê Ba;P. Kỹ thuật", "Trần Thị Bé@P. Kỹ thuật Lê Ba@P. Kỹ thuật"),
    ] {
        assert_eq!(found(text), people, "{text}");
    }
}
