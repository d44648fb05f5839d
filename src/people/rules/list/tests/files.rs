//! Files as offices have them, each with the people that stand in it. Those of other programs lie in
//! `tests/fixtures/lists`, written by `tests/fixtures/lists/make`; the others are written here.

use super::super::*;
use super::known;
use crate::office::{Book, Kind, Read, Refused, Wanted};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::time::{Duration, Instant};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/lists/", $name)).as_slice()
    };
}

fn book(bytes: &[u8]) -> Result<Book, Refused> {
    match crate::office::rules::read(bytes, Wanted::List)? {
        Read::Book(book) => Ok(book),
        Read::Docx(_) => unreachable!("a list was wanted"),
    }
}

fn draft(bytes: &[u8]) -> Draft {
    Draft::of_book(&book(bytes).unwrap(), &known()).unwrap()
}

fn nobody(bytes: &[u8]) -> Nobody {
    Draft::of_book(&book(bytes).unwrap(), &known()).unwrap_err()
}

/// `line họ tên|phòng|chức vụ|mã|số`, a line each.
fn people(draft: &Draft) -> Vec<String> {
    let row = |row: &Row| {
        let Row { line, department, position, code, phone, .. } = row;
        format!("{line} {}|{department}|{position}|{code}|{phone}", row.full())
    };
    draft.rows.iter().map(row).collect()
}

fn notes(draft: &Draft, line: usize) -> Vec<Said> {
    let row = draft.rows.iter().find(|row| row.line == line);
    row.map(|row| row.notes.iter().map(|note| note.kind).collect()).unwrap_or_default()
}

fn said(draft: &Draft, kind: Said) -> Vec<(usize, &str)> {
    draft.said.iter().filter(|note| note.kind == kind).map(|note| (note.line, note.text.as_str())).collect()
}

fn source(draft: &Draft) -> &Source {
    draft.source.as_ref().unwrap()
}

/// A workbook of one sheet.
fn sheet(fill: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    sheets(|book| fill(book.add_worksheet()))
}

fn sheets(fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book).unwrap();
    book.save_to_buffer().unwrap()
}

/// Rows of cells; what is a number is written as one.
fn write(sheet: &mut Worksheet, from: u32, rows: &[&[&str]]) -> Result<(), XlsxError> {
    for (row, cells) in (from..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*cells).filter(|one| !one.1.is_empty()) {
            match cell.parse::<f64>() {
                Ok(number) if !cell.starts_with('0') => sheet.write_number(row, column, number)?,
                _ => sheet.write_string(row, column, *cell)?,
            };
        }
    }
    Ok(())
}

/// Title, joined headings, a row of numbers, departments as rows, a filter, ditto marks, an error, sums and signatures.
#[test]
fn a_list_of_staff_is_read_alike_from_three_formats() {
    let shown = [
        "8 Nguyễn Văn Anh|Phòng Hành chính|Trưởng phòng|VC01|+84912345601",
        "9 Trần Thị Bé|Phòng Hành chính|Văn thư|VC02|+84912345602",
        "12 Phạm Văn Dũng|Phòng Kỹ thuật|Kỹ sư|VC04|+84912345604",
        "13 H’Bia Êban|Phòng Kỹ thuật|Kỹ sư|VC05|+84912345605",
        "14 Hoàng Em|Phòng Kỹ thuật||VC06|",
    ];
    let all = [&shown[..2], &["10 Lê Ẩn|Phòng Hành chính|Lái xe|VC03|+84912345603"], &shown[2..]].concat();
    for bytes in [fixture!("danh-sach.xlsx"), fixture!("danh-sach.ods"), fixture!("danh-sach.xls")] {
        let mut list = draft(bytes);
        assert_eq!(people(&list), shown);
        assert!(list.asks_hidden() && source(&list).page().unwrap().hidden_people == 1);
        list.source.as_mut().unwrap().hidden = Some(true);
        list.read_again(&known());
        assert!(!list.asks_hidden());
        assert_eq!(people(&list), all);
    }
    for bytes in [fixture!("danh-sach.xlsx"), fixture!("danh-sach.ods"), fixture!("danh-sach.xls")] {
        let list = draft(bytes);
        assert!(said(&list, Said::Blind).is_empty());
        assert_eq!(said(&list, Said::Total).len() + said(&list, Said::Tail).len(), 4);
        assert_eq!(said(&list, Said::HiddenSheets), [(0, "1")]);
        assert_eq!(notes(&list, 13), [Said::Ditto, Said::TwoPhones]);
        assert_eq!(notes(&list, 14), [Said::BadCell, Said::NotPhone]);
        let labels: Vec<&str> = said(&list, Said::Extra).iter().map(|one| one.1).collect();
        assert_eq!(labels, ["Ngày sinh Nam", "Ngày sinh Nữ"]);
        let pages = &source(&list).pages;
        let counts: Vec<(&str, usize)> = pages.iter().map(|page| (page.name.as_str(), page.people)).collect();
        assert_eq!((counts, source(&list).at), (vec![("Khách mời", 2), ("Viên chức", 6)], 1));
        let kept = serde_json::to_string(&list).unwrap();
        assert!(!kept.contains("1999") && !kept.contains("45292") && !kept.contains("15/02/1980"), "{kept}");
    }
}

#[test]
fn the_other_sheet_is_read_when_that_is_chosen_and_never_both() {
    let mut list = draft(fixture!("danh-sach.ods"));
    list.source.as_mut().unwrap().turn(0);
    list.read_again(&known());
    assert_eq!(people(&list), ["2 Khách Một Hai|Sở Y|||", "3 Khách Ba Bốn|Sở Y|||"]);
}

/// Columns that nobody needs are not kept; a hidden one is asked about; CSV of three programs is one list.
#[test]
fn files_of_letters_are_read_in_whatever_set_and_with_whatever_between() {
    let wanted = [
        "2 Nguyễn Văn Anh|Đội 1|Đội trưởng|A-01|+84912345601",
        "3 Trần Thị Bé|Đội 1|Đội trưởng|A-02|+84912345602",
        "4 Y Wăn Niê|Đội 2; cơ sở 2|Nhân viên|A-03|",
    ];
    for bytes in [
        fixture!("cham-phay-utf8.csv"),
        fixture!("tab-utf16.csv"),
        fixture!("phay-1258.csv"),
        fixture!("nhan-vien.xls"),
        fixture!("nhan-vien.ods"),
        fixture!("nhan-vien.xlsx"),
    ] {
        let list = draft(bytes);
        assert_eq!(people(&list), wanted);
        let kept = serde_json::to_string(&list).unwrap();
        for word in ["06601", "@x.vn", "3.66", "2.34"] {
            assert!(!kept.contains(word), "{word} is kept");
        }
        let labels: Vec<&str> = said(&list, Said::Extra).iter().map(|one| one.1).collect();
        assert_eq!(labels, ["CCCD", "Email", "Hệ số lương"]);
        assert!(!list.asks_hidden(), "what is hidden there is not read anyway");
    }
}

#[test]
fn a_merged_department_is_everybodys_and_one_written_once_is_asked_about() {
    // LibreOffice stores no value of a formula in XLS: what stands there is no name, and is told.
    let files = [
        (fixture!("to-doi.xlsx"), "Nguyễn Văn Anh"),
        (fixture!("to-doi.ods"), "Nguyễn Văn Anh"),
        (fixture!("to-doi.xls"), "0"),
    ];
    for (bytes, first) in files {
        let mut list = draft(bytes);
        let wanted = [
            &format!("4 {first}|Tổ Lái xe|||"),
            "5 Trần Thị Bé|Tổ Lái xe|||",
            "6 Lê Ba|Tổ Lái xe|||",
            "7 Lê Tư|Tổ Bảo vệ|||",
            "8 Lê Năm||||",
        ];
        assert_eq!(people(&list), wanted);
        assert!(!serde_json::to_string(&list).unwrap().contains("thai sản"), "remarks are nobody's business");
        list.carry_down();
        assert_eq!(list.rows[4].department, "Tổ Bảo vệ");
    }
}

#[test]
fn headings_of_three_rows_are_joined_from_top_to_bottom() {
    let bytes = sheet(|sheet| {
        let plain = Format::new();
        write(
            sheet,
            3,
            &[&["", "", "", "Nam", "Nữ", "", ""], &["1", "Lê Ba", "Kỹ sư", "1/2/1980", "", "Phòng A", "0912345601"]],
        )?;
        sheet.merge_range(0, 0, 0, 6, "DANH SÁCH CÁN BỘ", &plain)?;
        sheet.merge_range(1, 0, 3, 0, "Số TT", &plain)?;
        sheet.merge_range(1, 1, 1, 4, "Thông tin cá nhân", &plain)?;
        sheet.merge_range(2, 1, 3, 1, "Họ và tên", &plain)?;
        sheet.merge_range(2, 2, 3, 2, "Chức danh", &plain)?;
        sheet.merge_range(2, 3, 2, 4, "Năm sinh", &plain)?;
        sheet.merge_range(1, 5, 1, 6, "Nơi làm việc", &plain)?;
        sheet.merge_range(2, 5, 3, 5, "Phòng", &plain)?;
        sheet.merge_range(2, 6, 3, 6, "ĐT di động", &plain)?;
        Ok(())
    });
    assert_eq!(people(&draft(&bytes)), ["5 Lê Ba|Phòng A|Kỹ sư||+84912345601"]);
}

#[test]
fn a_group_without_a_word_for_department_is_one_when_it_is_merged_over_the_table() {
    let bytes = sheet(|sheet| {
        write(sheet, 0, &[&["STT", "Họ tên", "Chức vụ", "Điện thoại"], &[""], &["1", "Lê Ba", "Giám đốc", ""]])?;
        sheet.merge_range(1, 0, 1, 3, "LÃNH ĐẠO", &Format::new())?;
        write(sheet, 3, &[&[""], &["2", "Lê Tư", "Kỹ sư", ""]])?;
        sheet.merge_range(3, 0, 3, 3, "Khối vận hành (1 người)", &Format::new()).map(|_| ())
    });
    assert_eq!(people(&draft(&bytes)), ["3 Lê Ba|Lãnh đạo|Giám đốc||", "5 Lê Tư|Khối vận hành|Kỹ sư||"]);
}

#[test]
fn two_numbers_in_front_and_a_repeated_heading_are_nobody() {
    let bytes = sheet(|sheet| {
        write(
            sheet,
            0,
            &[
                &["STT", "TT", "Họ và tên", "Đơn vị", "Số điện thoại", "Số điện thoại"],
                &["1", "1", "Lê Ba", "Đội 1", "912345601", "912345609"],
                &["STT", "TT", "Họ và tên", "Đơn vị", "Số điện thoại", "Số điện thoại"],
                &["2", "1", "Lê Tư", "Đội 2", "912345602", ""],
                &["", "", "Cộng", "2", "", ""],
            ],
        )
    });
    assert_eq!(people(&draft(&bytes)), ["2 Lê Ba|Đội 1|||+84912345601", "4 Lê Tư|Đội 2|||+84912345602"]);
}

#[test]
fn a_heading_over_the_wrong_column_is_told_and_what_is_no_number_is_never_stored_as_one() {
    let bytes = sheet(|sheet| {
        write(
            sheet,
            0,
            &[
                &["Họ và tên", "Số điện thoại", "Email", "Chức vụ", "Mã số"],
                &["Lê Ba", "ba@x.vn", "0912345601", "Phòng A", "1"],
                &["Lê Tư", "tu@x.vn", "0912345602", "Phòng B", "2"],
                &["Lê Năm", "nam@x.vn", "0912345603", "Phòng A", "3"],
            ],
        )
    });
    let mut list = draft(&bytes);
    assert!(people(&list).iter().all(|one| one.ends_with("||") || one.ends_with('|')), "{:?}", people(&list));
    let told: Vec<&str> = said(&list, Said::Mismatch).iter().map(|one| one.1).collect();
    assert_eq!(told, ["Số điện thoại", "Email", "Chức vụ"]);
    assert_eq!(said(&list, Said::Counts), [(5, "Mã số")]);
    assert!(!serde_json::to_string(&list).unwrap().contains("@x.vn"));
    // Somebody says what the columns are.
    let open: Vec<&str> = source(&list)
        .page()
        .unwrap()
        .columns
        .iter()
        .filter(|one| one.may_be_chosen())
        .map(|one| one.label.as_str())
        .collect();
    assert_eq!(open, ["Họ và tên", "Email", "Chức vụ", "Mã số"]);
    let chosen = [Column::Name, Column::Phone, Column::Department, Column::Code];
    list.source.as_mut().unwrap().choose(&chosen);
    list.read_again(&known());
    let wanted =
        ["2 Lê Ba|Phòng A||1|+84912345601", "3 Lê Tư|Phòng B||2|+84912345602", "4 Lê Năm|Phòng A||3|+84912345603"];
    assert_eq!(people(&list), wanted);
    assert!(said(&list, Said::Mismatch).is_empty());
}

#[test]
fn names_stay_names_whatever_is_written_with_them() {
    let names = [
        "NGUYỄN VĂN ANH",
        "Trần  Thị   Bé",
        "H'Bia Êban",
        "Linh",
        "Sisavath Keo",
        "王小明",
        "Hà A",
        "BS. Trần Thị Bé",
        "Ông Nguyễn Văn Anh",
    ];
    let bytes = sheet(|sheet| {
        write(sheet, 0, &[&["Họ và tên", "Phòng"]])?;
        for (row, name) in (1..).zip(names) {
            write(sheet, row, &[&[name, "Phòng A"]])?;
        }
        Ok(())
    });
    let list = draft(&bytes);
    let full: Vec<String> = list.rows.iter().map(Row::full).collect();
    let wanted = [
        "Nguyễn Văn Anh",
        "Trần Thị Bé",
        "H’Bia Êban",
        "Linh",
        "Sisavath Keo",
        "王小明",
        "Hà A",
        "Trần Thị Bé",
        "Nguyễn Văn Anh",
    ];
    assert_eq!(full, wanted);
    assert_eq!((notes(&list, 2), notes(&list, 5)), (vec![Said::Capitals], vec![Said::OneWord]));
}

#[test]
fn names_of_three_columns_and_a_full_one_beside_them_are_read() {
    let of = |heads: &[&str], row: &[&str]| {
        let bytes = sheet(|sheet| write(sheet, 0, &[heads, row]));
        draft(&bytes).rows.iter().map(Row::full).collect::<Vec<_>>().join(",")
    };
    assert_eq!(of(&["ho", "ten", "Phòng"], &["Trần", "Văn Cao", "P1"]), "Trần Văn Cao");
    assert_eq!(of(&["Họ", "Chữ lót", "Tên", "Phòng"], &["Trần", "Thị", "Bé ", "P1"]), "Trần Thị Bé");
    assert_eq!(of(&["Họ và tên đệm", "Tên", "Họ và tên"], &["Trần Thị", "Be", "Trần Thị Bé"]), "Trần Thị Bé");
}

#[test]
fn a_form_without_people_is_nobodys_list() {
    let blank = sheet(|sheet| {
        write(sheet, 0, &[&["STT", "Họ và tên", "Phòng"], &["1", "", "Phòng A"], &["2", "", "Phòng A"], &["3", "", ""]])
    });
    let tasks = sheet(|sheet| {
        write(
            sheet,
            0,
            &[
                &["PHIẾU ĐÁNH GIÁ CÔNG VIỆC"],
                &["Họ và tên: Nguyễn Văn Anh"],
                &["STT", "Nội dung công việc", "Kết quả"],
                &["1", "Soạn thảo văn bản đi", "Hoàn thành tốt"],
                &["2", "Trực tổng đài ban đêm", "Hoàn thành tốt"],
                &["3", "Kiểm tra thiết bị mạng", "Hoàn thành"],
            ],
        )
    });
    for bytes in [blank, tasks, sheet(|sheet| write(sheet, 0, &[&["Tháng", "Số liệu"], &["1", "200"], &["2", "300"]]))]
    {
        assert_eq!(nobody(&bytes), Nobody::None);
    }
    let empty = sheet(|_| Ok(()));
    assert_eq!(book(&empty).unwrap_err(), Refused::Kind(Kind::Empty));
}

#[test]
fn the_example_of_the_template_is_nobody() {
    let bytes = sheet(|sheet| {
        write(
            sheet,
            0,
            &[
                &["STT", "Mã nhân sự", "Họ và tên", "Phòng", "Chức vụ", "Số điện thoại", "Ngày vào làm"],
                &[
                    "0",
                    "NV000",
                    "Nguyễn Văn Ví Dụ",
                    "Phòng Ví dụ",
                    "Chuyên viên",
                    "0912345678",
                    "15/02/2024",
                    say("template.example"),
                ],
                &["1", "NV001", "Lê Ba", "Phòng A", "", "0912345601", "1/3/2024"],
            ],
        )
    });
    let list = draft(&bytes);
    assert_eq!(people(&list), ["3 Lê Ba|Phòng A||NV001|+84912345601"]);
    assert_eq!(list.rows[0].joined, "2024-03-01");
    assert_eq!(said(&list, Said::Example), [(2, "")]);
}

#[test]
fn letters_of_old_fonts_are_made_unicode_and_that_is_told() {
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let cells: [&[&str]; 2] = [&["Hä vµ tªn", "Phßng"], &["TrÇn ThÞ BÐ", "§éi 1"]];
    let workbook = sheet(|sheet| write(sheet, 0, &cells));
    for bytes in [
        workbook,
        latin("Hä vµ tªn;Phßng\nTrÇn ThÞ BÐ;§éi 1\n"),
        "Hoï vaø teân;Phoøng\nTraàn Thò Beù;Ñoäi 1\n".as_bytes().to_vec(),
        latin("Hoï vaø teân;Phoøng\nTraàn Thò Beù;Ñoäi 1\n"),
    ] {
        let list = draft(&bytes);
        assert_eq!(people(&list), ["2 Trần Thị Bé|Đội 1|||"]);
        assert_eq!(said(&list, Said::OldLetters).len(), 1);
    }
}

/// `line day`, a line each.
fn days(draft: &Draft) -> Vec<String> {
    draft.rows.iter().map(|row| format!("{} {}", row.line, row.joined)).collect()
}

#[test]
fn the_first_day_at_work_is_read_as_a_number_a_day_and_a_text_and_a_birthday_never_is() {
    let bytes = sheet(|sheet| {
        let rows: [&[&str]; 7] = [
            &["Họ và tên", "Ngày sinh", "Phòng", "Ngày vào cơ quan", "Ngày vào Đảng"],
            &["Lê Ba", "29000", "Phòng A", "45292", "40000"],
            &["Lê Tư", "29001", "Phòng A", "15/2/2024", "40001"],
            &["Lê Năm", "29002", "Phòng A", "31/02/2024", ""],
            &["Lê Sáu", "29003", "Phòng A", "1/9/24", ""],
            &["Lê Bảy", "29004", "Phòng A", "", ""],
            &["Lê Tám", "29005", "Phòng A", "", ""],
        ];
        write(sheet, 0, &rows)?;
        let day = Format::new().set_num_format("d-mmm-yy");
        sheet.write_number_with_format(5, 3, 45_352.0, &day).map(|_| ())
    });
    let list = draft(&bytes);
    assert_eq!(days(&list), ["2 2024-01-01", "3 2024-02-15", "4 ", "5 2024-09-01", "6 2024-03-01", "7 "]);
    assert_eq!((notes(&list, 4), notes(&list, 5)), (vec![Said::BadDay], vec![Said::ShortYear]));
    let labels: Vec<&str> = said(&list, Said::Extra).iter().map(|one| one.1).collect();
    assert_eq!(labels, ["Ngày sinh", "Ngày vào Đảng"]);
    let kept = serde_json::to_string(&list).unwrap();
    assert!(!kept.contains("2900") && !kept.contains("4000"), "{kept}");
}

#[test]
fn a_column_that_has_the_month_first_somewhere_is_told_and_not_guessed() {
    let text =
        "Họ và tên;Phòng;Ngày tuyển dụng\nLê Ba;Phòng A;2/15/2024\nLê Tư;Phòng A;3/2/2024\nLê Năm;Phòng A;4/4/2024\n";
    let list = draft(text.as_bytes());
    assert_eq!(days(&list), ["2 ", "3 ", "4 2024-04-04"]);
    assert_eq!((notes(&list, 2), notes(&list, 3)), (vec![Said::BadDay], vec![Said::UnsureDay]));
}

#[test]
fn a_column_of_days_is_chosen_and_left_like_any_other() {
    let text = "Họ và tên;Phòng;Ngày tuyển dụng;Ngày vào cơ quan;Ngày điều động;Ngày sinh\n\
                Lê Ba;Phòng A;1/2/2020;1/3/2020;1/4/2020;1/5/1990\n";
    let mut list = draft(text.as_bytes());
    assert_eq!(days(&list), ["2 2020-03-01"], "the day that says most");
    let open = |list: &Draft| {
        let page = source(list).page().unwrap();
        page.columns.iter().filter(|one| one.may_be_chosen()).map(|one| one.label.clone()).collect::<Vec<_>>()
    };
    assert_eq!(open(&list), ["Họ và tên", "Phòng", "Ngày tuyển dụng", "Ngày vào cơ quan", "Ngày điều động"]);
    let (name, house) = (Column::Name, Column::Department);
    for (columns, day) in [
        ([name, house, Column::Joined, Column::Extra, Column::Extra], "2 2020-02-01"),
        ([name, house, Column::Extra, Column::Extra, Column::Joined], "2 2020-04-01"),
        ([name, house, Column::Extra, Column::Extra, Column::Extra], "2 "),
    ] {
        list.source.as_mut().unwrap().choose(&columns);
        list.read_again(&known());
        assert_eq!(days(&list), [day]);
    }
    let wrong = draft("Họ và tên;Phòng;Ngày vào làm\nLê Ba;Phòng A;0912345601\n".as_bytes());
    assert_eq!((days(&wrong), said(&wrong, Said::Mismatch)), (vec!["2 ".to_owned()], vec![(3, "Ngày vào làm")]));
}

#[test]
fn days_that_count_from_1904_are_the_same_days() {
    use std::io::{Cursor, Read as _, Write as _};
    let bytes = sheet(|sheet| {
        write(
            sheet,
            0,
            &[&["Họ và tên", "Phòng", "Ngày vào làm"], &["Lê Ba", "Phòng A", "43875"], &["Lê Tư", "Phòng A", ""]],
        )?;
        sheet.write_number_with_format(2, 2, 43_876.0, &Format::new().set_num_format("dd/mm/yyyy")).map(|_| ())
    });
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..old.len() {
        let mut part = old.by_index(place).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        new.start_file(part.name().unwrap(), zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ").as_bytes()).unwrap();
    }
    let bytes = new.finish().unwrap().into_inner();
    let mut list = draft(&bytes);
    assert_eq!(days(&list), ["2 2024-02-15", "3 2024-02-16"]);
    list.read_again(&known());
    assert_eq!(days(&list), ["2 2024-02-15", "3 2024-02-16"]);
}

#[test]
fn a_file_that_is_no_list_says_what_it_is_in_one_sentence() {
    let (html, pdf) = (fixture!("trang.xls"), b"%PDF-1.4\n<< /Type /Page /Resources << /Font << >> >> >>".as_slice());
    for (bytes, kind) in
        [(html, Kind::Html), (pdf, Kind::Pdf), (b"".as_slice(), Kind::Empty), (b"\x89PNG\r\n".as_slice(), Kind::Image)]
    {
        let refused = book(bytes).unwrap_err();
        assert_eq!(refused, Refused::Kind(kind));
        assert!(refused.say(Wanted::List).contains("tệp") || kind == Kind::Empty, "{}", refused.say(Wanted::List));
    }
    let cut = fixture!("danh-sach.xlsx").get(..4_000).unwrap();
    assert_eq!(book(cut).unwrap_err(), Refused::Damaged);
}

/// So many seconds of a program that is built to be used; one that is built to be tested takes its time.
fn unhurried(seconds: u64) -> Duration {
    Duration::from_secs(if cfg!(debug_assertions) { 5 * seconds } else { seconds })
}

#[test]
fn a_sheet_that_goes_to_the_last_row_and_column_is_quick() {
    let bytes = sheet(|sheet| {
        write(sheet, 0, &[&["Họ và tên", "Phòng"], &["Lê Ba", "Phòng A"]])?;
        let bold = Format::new().set_bold();
        sheet.write_blank(1_048_575, 16_383, &bold)?;
        for row in 0..60_000 {
            sheet.write_blank(row, 5, &bold)?;
        }
        Ok(())
    });
    let before = Instant::now();
    assert_eq!(people(&draft(&bytes)), ["2 Lê Ba|Phòng A|||"]);
    assert!(before.elapsed() < unhurried(3), "{:?}", before.elapsed());
    let far = sheet(|sheet| {
        write(sheet, 0, &[&["Họ và tên", "Phòng"], &["Lê Ba", "Phòng A"]])?;
        sheet.write_string(0, 16_383, "x")?;
        sheet.write_string(1_048_575, 0, "x").map(|_| ())
    });
    assert_eq!(nobody(&far), Nobody::Long);
}

#[test]
fn two_thousand_rows_are_read_in_less_than_three_seconds() {
    let bytes = sheet(|sheet| {
        write(sheet, 0, &[&["STT", "Mã NV", "Họ và tên", "Phòng", "Chức vụ", "Điện thoại"]])?;
        for n in 1..=2_000_u32 {
            let cells = [
                n.to_string(),
                format!("NV{n:04}"),
                format!("Nguyễn Văn {}", char::from(b'A' + u8::try_from(n % 26).unwrap())),
                format!("Phòng {}", n % 30),
                "Kỹ sư".to_owned(),
                format!("0912{n:06}"),
            ];
            write(sheet, n, &[&cells.each_ref().map(String::as_str)])?;
        }
        Ok(())
    });
    let before = Instant::now();
    let list = draft(&bytes);
    let facts = Facts::of(known(), Vec::new());
    let reviewed = review(&list, &facts).0;
    assert_eq!((list.rows.len(), reviewed.len()), (2_000, 2_000));
    assert!(before.elapsed() < unhurried(3), "{:?}", before.elapsed());
}

/// Words that lists are made of, and nonsense.
fn cell() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "",
        "STT",
        "Họ và tên",
        "Họ",
        "Tên",
        "Phòng",
        "Chức vụ",
        "Số điện thoại",
        "1",
        "2",
        "Lê Ba",
        "Trần Thị Bé",
        "Phòng A",
        "nt",
        "″",
        "#N/A",
        "0912345601",
        "9.12E+8",
        "Tổng cộng",
        "NGƯỜI LẬP",
        "I",
        "(",
        ")",
        "- , .",
        "王",
        "H'",
        "\u{302}",
        "ŉ",
        "İ",
    ]);
    prop_oneof![4 => words.prop_map(str::to_owned), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn no_cells_make_the_reader_panic(
        rows in prop::collection::vec((prop::collection::vec(cell(), 0..9), any::<bool>()), 0..14),
        merges in prop::collection::vec((0..16_usize, 0..10_usize, 0..16_usize, 0..10_usize), 0..6),
        hidden in prop::collection::vec(0..10_usize, 0..3),
        columns in prop::collection::vec(prop::sample::select(Column::ALL.to_vec()), 0..12),
    ) {
        use crate::office::rules::book::{Merge, Row as Cells, Sheet};
        let text = rows.iter().map(|row| row.0.join(";")).collect::<Vec<_>>().join("\r\n");
        let cells = |(number, (cells, hidden)): (usize, (Vec<String>, bool))| Cells { number, hidden, cells };
        let rows = (1..).zip(rows).map(cells).collect();
        let merge = |(top, left, bottom, right)| Merge { top, left, bottom, right };
        let merges = merges.into_iter().map(merge).collect();
        let sheet = Sheet { rows, merges, hidden_columns: hidden, ..Sheet::default() };
        let book = Book { sheets: vec![sheet], text: Some(text), ..Book::default() };
        if let Ok(mut list) = Draft::of_book(&book, &known()) {
            let facts = Facts::of(known(), vec![Present { full_name: "Lê Ba".into(), department: "Phòng A".into(), ..Present::default() }]);
            let reviewed = review(&list, &facts).0;
            prop_assert_eq!(reviewed.len(), list.rows.len());
            missing(&list, &facts, &reviewed);
            let source = list.source.as_mut().unwrap();
            source.choose(&columns);
            source.hidden = Some(true);
            list.read_again(&known());
            let source = list.source.as_mut().unwrap();
            source.turn(1);
            list.read_again(&known());
            let stored: Draft = serde_json::from_str(&serde_json::to_string(&list).unwrap()).unwrap();
            prop_assert_eq!(stored, list);
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = book(&bytes).is_ok();
    }
}
