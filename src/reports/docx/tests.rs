use super::schema::ORDER;
use super::{list, report};
use crate::reports::rules::{Letterhead, List, Piece, Report, Table};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::process::Command;

const AT: i64 = 1_800_000_000_000;

fn head() -> Letterhead {
    Letterhead {
        parent: "ỦY BAN NHÂN DÂN TỈNH".to_owned(),
        agency: "TRUNG TÂM GIÁM SÁT, ĐIỀU HÀNH ĐÔ THỊ THÔNG MINH".to_owned(),
        number: "Số:        /BC-IOC".to_owned(),
        day: "Đắk Lắk, ngày      tháng      năm 2026".to_owned(),
    }
}

fn signs() -> Vec<String> {
    ["TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG HÀNH CHÍNH – DỊCH VỤ"].map(str::to_owned).into()
}

/// Signed by hand, or an annex.
fn people(n: usize, hand: bool) -> List {
    let row = |place: usize| {
        let cells = ["Nguyễn Thị Ngọc Ánh", "Chuyên viên", "Phòng Vận hành", "", "", ""].map(str::to_owned);
        std::iter::once(place.to_string()).chain(cells).collect()
    };
    let columns = Table::new("STT|Họ và tên|Chức vụ|Phòng|A|B|C", &[45, 195, 150, 225, 95, 170, 120], &[1, 2, 3]);
    List {
        head: hand.then(head),
        titles: vec!["DANH SÁCH".to_owned()],
        under: "(Đợt “Phổ biến Quy chế cho thành viên mới”)".to_owned(),
        table: Table { rows: (1..=n).map(row).collect(), hand, ..columns },
        total: format!("Danh sách có {n} người./."),
        signs: if hand { signs() } else { Vec::new() },
    }
}

fn paper() -> Report {
    let columns = Table::new("STT|Phòng|Tổng số", &[100, 700, 200], &[1]);
    let table = Table { rows: vec![vec![String::new(), "Tổng".to_owned(), "3".to_owned()]], summed: true, ..columns };
    let text = |words: &str| words.to_owned();
    Report {
        head: head(),
        subject: text("Kết quả triển khai đợt"),
        grounds: vec![text("Căn cứ Quy chế;")],
        pieces: vec![
            Piece::Heading(text("I. TÌNH HÌNH")),
            Piece::Under(text("1. Nội dung")),
            Piece::Text(text("Viên chức < đọc > & ký.")),
            Piece::Point(text("Đã đọc")),
            Piece::Table(table),
            Piece::Note(text("Tỷ lệ")),
            Piece::Text(text("Trên đây là báo cáo./.")),
        ],
        recipients: vec![text("- Lưu: VT.")],
        signs: signs(),
    }
}

/// The parts of a file that are XML, by name.
fn parts(file: Vec<u8>) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut found = Vec::new();
    for place in 0..zip.len() {
        let mut part = zip.by_index(place).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        if part.is_file() {
            part.read_to_string(&mut text).unwrap();
            found.push((name, text));
        }
    }
    found
}

/// What a strict reader would refuse in a part: children out of their order or twice, a cell that does not end with a
/// paragraph, a row with other cells than the grid has columns, an id twice.
fn faults(part: &str, ids: &mut BTreeSet<String>) -> Vec<String> {
    let mut reader = Reader::from_str(part);
    let (mut open, mut faults): (Vec<(String, Vec<String>)>, Vec<String>) = (vec![Default::default()], Vec::new());
    loop {
        let event = reader.read_event().unwrap();
        let (tag, is_open) = match &event {
            Event::Eof => break,
            Event::Start(tag) => (tag, true),
            Event::Empty(tag) => (tag, false),
            Event::End(_) => {
                let (name, children) = open.pop().unwrap();
                faults.extend(wrong(&name, &children));
                continue;
            }
            _ => continue,
        };
        let name = tag.name().as_ref().to_owned();
        for attribute in tag.attributes() {
            let attribute = attribute.unwrap();
            if attribute.key.as_ref() == "w14:paraId" {
                let id = attribute.value.to_string();
                if !ids.insert(id.clone()) {
                    faults.push(format!("id {id} twice"));
                }
            }
            if name == "w:gridCol" && attribute.key.as_ref() != "w:w" {
                faults.push("a column of a grid with more than its width".to_owned());
            }
        }
        open.last_mut().unwrap().1.push(name.clone());
        if is_open {
            open.push((name, Vec::new()));
        } else {
            faults.extend(wrong(&name, &[]));
        }
    }
    assert_eq!(open.len(), 1);
    faults
}

fn wrong(name: &str, children: &[String]) -> Option<String> {
    let told = || Some(format!("{name}: {children:?}"));
    if name == "w:tc" && children.last().map(String::as_str) != Some("w:p") {
        return told();
    }
    if name == "w:body" && children.last().map(String::as_str) != Some("w:sectPr") {
        return told();
    }
    let order: Vec<&str> = ORDER.iter().find(|one| one.0 == name)?.1.split_whitespace().collect();
    let places: Vec<_> =
        children.iter().map(|one| order.iter().position(|known| one.strip_prefix("w:") == Some(known))).collect();
    let repeats = name == "w:sectPr";
    let sorted = places.windows(2).all(|pair| pair[0] < pair[1] || repeats && pair[0] == pair[1]);
    if sorted && places.iter().all(Option::is_some) { None } else { told() }
}

#[test]
fn every_file_is_in_the_order_of_the_schema() {
    let files = [
        report(&paper(), AT).unwrap(),
        list(&people(3, true), AT).unwrap(),
        list(&people(40, false), AT).unwrap(),
        list(&people(0, false), AT).unwrap(),
    ];
    for file in files {
        let (mut ids, parts) = (BTreeSet::new(), parts(file));
        assert!(
            parts.iter().any(|one| one.0 == "word/document.xml") && parts.iter().any(|one| one.0 == "word/header1.xml")
        );
        for (name, part) in parts.iter().filter(|one| one.0.ends_with("xml")) {
            assert_eq!(faults(part, &mut ids), Vec::<String>::new(), "{name}");
        }
        let document = &parts.iter().find(|one| one.0 == "word/document.xml").unwrap().1;
        assert!(!document.contains("</w:tbl><w:tbl>"), "two tables that Word would make one");
    }
}

#[test]
fn the_last_page_of_a_signing_list_has_people_on_it_however_long_the_list_is() {
    let folder = tempfile::tempdir().unwrap();
    let sizes = [1, 3, 7, 8, 9, 12, 15, 16, 23, 24, 25, 26, 27, 28, 29, 30, 44, 45, 60];
    let file = |n: usize| folder.path().join(format!("{n}.docx"));
    for n in sizes {
        std::fs::write(file(n), list(&people(n, true), AT).unwrap()).unwrap();
    }
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.path().join("profile").display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .args(sizes.map(file))
        .output()
        .expect("soffice: scripts/install brings it");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for n in sizes {
        let pdf = file(n).with_extension("pdf");
        let read = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output().expect("pdftotext");
        let text = crate::text::nfc(&String::from_utf8(read.stdout).unwrap());
        let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        let rows: Vec<usize> = pages.iter().map(|page| page.matches("Nguyễn Thị Ngọc Ánh").count()).collect();
        assert_eq!(rows.iter().sum::<usize>(), n);
        assert!(pages.iter().all(|page| page.contains("Họ và tên")), "{n}: headings on every page: {rows:?}");
        let last = pages.last().unwrap();
        assert!(last.contains("TL. GIÁM ĐỐC") && last.contains("Danh sách có"), "{n}: {rows:?}");
        assert!(rows.iter().all(|one| *one >= n.min(3)), "{n}: {rows:?}");
    }
}
