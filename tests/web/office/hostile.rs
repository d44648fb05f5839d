//! Files that are not what they say, and files made to do harm.

use super::build::{docx, li, p, zipped};
use super::text;
use nep::office::{Kind, Refused, Wanted};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// A compound file whose directory names one stream.
pub(crate) fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(1152, 0);
    bytes
}

/// A text of Word before 2007.
pub(crate) fn old_word() -> Vec<u8> {
    compound("WordDocument")
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

/// A PDF whose fonts stand in a packed stream.
fn packed_pdf() -> Vec<u8> {
    use std::io::Write as _;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(b"<< /Type /Page /Resources << /Font << /F1 5 0 R >> >> >>").unwrap();
    let mut bytes = b"%PDF-1.7\n1 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n".to_vec();
    bytes.extend(packer.finish().unwrap());
    bytes.extend(b"\nendstream");
    bytes
}

/// A zip whose only file asks for a password.
pub(crate) fn locked() -> Vec<u8> {
    let mut bytes = zipped(&[("quy-che.docx", b"x")]);
    // The flag stands in both headers.
    for mark in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let place = bytes.windows(4).position(|window| window == mark).unwrap();
        bytes[place + if mark[2] == 3 { 6 } else { 8 }] |= 1;
    }
    bytes
}

#[test]
fn a_file_is_what_it_holds_and_not_what_it_is_called() {
    let open_document = |kind: &str| {
        zipped(&[
            ("mimetype", format!("application/vnd.oasis.opendocument.{kind}").as_bytes()),
            ("content.xml", b"<x/>"),
        ])
    };
    let table: Vec<(Vec<u8>, Kind)> = vec![
        (Vec::new(), Kind::Empty),
        (b" \r\n".to_vec(), Kind::Empty),
        (zipped(&[("xl/workbook.xml", b"<x/>")]), Kind::Xlsx),
        (zipped(&[("ppt/presentation.xml", b"<x/>")]), Kind::Pptx),
        (zipped(&[("word/document.xml", b"<x/>"), ("word/vbaProject.bin", b"x")]), Kind::Macros),
        (zipped(&[("anh.png", b"x")]), Kind::Archive),
        (zipped(&[]), Kind::Archive),
        (open_document("text"), Kind::Odt),
        (open_document("spreadsheet"), Kind::Ods),
        (locked(), Kind::LockedZip),
        (compound("WordDocument"), Kind::OldWord),
        (compound("Workbook"), Kind::OldExcel),
        (compound("Book"), Kind::OldExcel),
        (compound("PowerPoint Document"), Kind::OldPowerPoint),
        (compound("EncryptedPackage"), Kind::Password),
        (compound("Khác"), Kind::Unknown),
        (b"%PDF-1.4\n<< /Type /Page /Resources << /Font << >> >> >>".to_vec(), Kind::Pdf),
        (packed_pdf(), Kind::Pdf),
        (b"%PDF-1.4\n<< /Subtype /Image /Filter /DCTDecode >>".to_vec(), Kind::ScannedPdf),
        (b"{\\rtf1\\ansi x}".to_vec(), Kind::Rtf),
        (b"<!DOCTYPE html><html><table></table></html>".to_vec(), Kind::Html),
        ("\u{FEFF}<html xmlns:x=\"urn\"><table>".as_bytes().to_vec(), Kind::Html),
        (utf16("<html><table><tr><td>Họ tên</td></tr></table></html>"), Kind::Html),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related".to_vec(), Kind::Html),
        (
            br#"<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>"#.to_vec(),
            Kind::WordXml,
        ),
        (b"\x89PNG\r\n\x1a\n".to_vec(), Kind::Image),
        (b"\xFF\xD8\xFF\xE0".to_vec(), Kind::Image),
        ("Điều 1. Phạm vi".as_bytes().to_vec(), Kind::Text),
        ("BM 01. Biểu mẫu".as_bytes().to_vec(), Kind::Text),
        (utf16("Điều 1. Phạm vi"), Kind::Text),
        (b"\xD0i\xEA\xCCu 1. Ph\xF2am vi".to_vec(), Kind::Text),
        (b"\x00\x01\x02\x03".to_vec(), Kind::Unknown),
    ];
    for (bytes, kind) in table {
        let refused = text(&bytes).unwrap_err();
        assert_eq!(refused, Refused::Kind(kind), "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(60)]));
        assert!(
            refused.say(Wanted::Docx).ends_with('.') && refused.say(Wanted::Docx).starts_with(['T', 'K']),
            "{}",
            refused.say(Wanted::Docx)
        );
    }
}

#[test]
fn a_damaged_text_of_word_is_refused_with_what_to_do() {
    let whole = docx(&p("Điều 1. Phạm vi")).bytes();
    let document = docx(&p("Điều 1.")).document();
    let of = |xml: &str| zipped(&[("word/document.xml", xml.as_bytes())]);
    let entity = document.replacen("<w:document", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><w:document", 1);
    let bad = || Refused::BadXml { part: "document.xml".to_owned() };
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(document.encode_utf16().flat_map(u16::to_le_bytes));
    let table = [
        (whole[..whole.len() / 2].to_vec(), Refused::Damaged),
        (zipped(&[("word/styles.xml", b"<x/>")]), Refused::NoDocument),
        (of(&document.replace("</w:body>", "")), bad()),
        (of(document.split("</w:sectPr>").next().unwrap()), bad()),
        (of(&document.replace("Điều", "&nbsp;")), bad()),
        (of(&entity), bad()),
        (of(&document.replace("<w:t ", &format!("{}<w:t ", "<w:r>".repeat(100_000)))), bad()),
        (of("<html/>"), bad()),
        (
            zipped(&[("word/document.xml", b"<w:document>\xFF\xFE</w:document>")]),
            Refused::BadXml { part: "word/document.xml".to_owned() },
        ),
        (docx("").bytes(), Refused::NoText { pictures: 0 }),
        (docx("<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>").bytes(), Refused::NoText { pictures: 1 }),
    ];
    for (place, (bytes, refused)) in table.into_iter().enumerate() {
        assert_eq!(text(&bytes).unwrap_err(), refused, "{place}");
        assert!(!refused.say(Wanted::Docx).contains('{'), "{}", refused.say(Wanted::Docx));
    }
    // UTF-16 is allowed and rare.
    assert_eq!(text(&zipped(&[("word/document.xml", &wide)])).unwrap().source, "Điều 1.\n");
    // A part of another name, as some writers have it.
    let relations = br#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>"#;
    let other = zipped(&[("_rels/.rels", relations), ("word\\document2.xml", document.as_bytes())]);
    assert_eq!(text(&other).unwrap().source, "Điều 1.\n");
}

/// A file of `size` zero letters, which packs to a thousandth.
pub(crate) fn bomb(size: usize) -> Vec<u8> {
    let mut xml = docx("").document().replace("<w:body>", "<w:body><w:p><w:r><w:t>");
    let end = xml.split_off(xml.find("<w:sectPr>").unwrap());
    xml.push_str(&"a".repeat(size));
    xml.push_str("</w:t></w:r></w:p>");
    xml.push_str(&end);
    zipped(&[("word/document.xml", xml.as_bytes())])
}

/// The same with directories that say it is small.
pub(crate) fn lying(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (mark, place) in [(&b"PK\x03\x04"[..], 22), (b"PK\x01\x02", 24)] {
        let at = bytes.windows(4).position(|window| window == mark).unwrap() + place;
        bytes[at..at + 4].copy_from_slice(&2000_u32.to_le_bytes());
    }
    bytes
}

#[test]
fn what_unpacks_without_end_is_refused_at_once() {
    let letters = bomb(10 << 20);
    let bomb = bomb(66 << 20);
    assert!(bomb.len() < 1 << 20);
    let many: Vec<(String, Vec<u8>)> = (0..4_001).map(|n| (format!("word/{n}"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let many = zipped(&many);
    let lying = lying(&bomb);
    let before = Instant::now();
    assert_eq!(text(&bomb).unwrap_err(), Refused::Bomb);
    assert_eq!(text(&letters).unwrap_err(), Refused::TooLong);
    assert!(matches!(text(&lying), Err(Refused::Bomb | Refused::Damaged)));
    assert_eq!(text(&many).unwrap_err(), Refused::Bomb);
    assert_eq!(text(&vec![b'a'; (32 << 20) + 1]).unwrap_err(), Refused::TooLarge);
    assert!(before.elapsed() < Duration::from_secs(15), "{:?}", before.elapsed());
}

#[test]
fn pictures_are_not_unpacked() {
    let pictures = vec![0; 100 << 20];
    let file = docx(&p("Điều 1. Phạm vi")).with("word/media/image1.bmp", &pictures).bytes();
    let before = Instant::now();
    assert_eq!(text(&file).unwrap().source, "Điều 1. Phạm vi\n");
    assert!(before.elapsed() < Duration::from_secs(1), "{:?}", before.elapsed());
}

/// Blocks with their words, numbered as they are put.
#[derive(Clone, Debug)]
enum Made {
    Plain(usize),
    Item(u32),
    Bold,
    Wrapped(&'static str),
    Rows(usize, usize),
}

fn made() -> impl Strategy<Value = Made> {
    prop_oneof![
        (1_usize..4).prop_map(Made::Plain),
        (0_u32..9).prop_map(Made::Item),
        Just(Made::Bold),
        prop::sample::select(vec!["ins", "moveTo", "smartTag", "hyperlink", "sdt", "customXml", "bdo"])
            .prop_map(Made::Wrapped),
        (1_usize..4, 1_usize..4).prop_map(|(rows, cells)| Made::Rows(rows, cells)),
    ]
}

fn written(made: &[Made], words: &mut Vec<String>) -> String {
    use super::build::{b, r, tbl, tc};
    let mut word = || {
        words.push(format!("từ{}x", words.len()));
        words.last().unwrap().clone()
    };
    let mut body = Vec::new();
    for one in made {
        body.push(match one {
            Made::Plain(runs) => {
                let runs: Vec<String> = (0..*runs).map(|_| r(&format!("{} ", word()))).collect();
                format!("<w:p>{}</w:p>", runs.concat())
            }
            Made::Item(level) => li(1, *level, &word()),
            Made::Bold => format!("<w:p>{}{}</w:p>", b(&word()), r(&format!(" {}", word()))),
            Made::Wrapped(wrap) => format!("<w:p><w:{wrap}>{}</w:{wrap}></w:p>", r(&word())),
            Made::Rows(rows, cells) => {
                let mut row = || {
                    let all: Vec<String> = (0..*cells).map(|_| tc("", &p(&word()))).collect();
                    format!("<w:tr>{}</w:tr>", all.concat())
                };
                let rows: Vec<String> = (0..*rows).map(|_| row()).collect();
                tbl(*cells, &rows.concat())
            }
        });
    }
    body.concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_the_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..400), mark in 0_usize..4) {
        let marks: [&[u8]; 4] = [b"", b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"%PDF-1.5 /ObjStm stream\n"];
        let whole: Vec<u8> = marks[mark].iter().copied().chain(bytes).collect();
        prop_assert!(text(&whole).is_err());
    }

    #[test]
    fn a_file_with_broken_bytes_is_read_or_refused(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = super::cases::all().remove(0).docx.bytes();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = text(&bytes).is_ok();
    }

    #[test]
    fn elements_in_any_order_are_read_or_refused(case in any::<prop::sample::Index>(), cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6)) {
        let cases = super::cases::all();
        let xml = cases[case.index(cases.len())].docx.document();
        let mut tags: Vec<String> = xml.split_inclusive('>').map(str::to_owned).collect();
        for (one, other) in cuts {
            let (one, other) = (one.index(tags.len()), other.index(tags.len()));
            tags.swap(one, other);
        }
        let _ = text(&zipped(&[("word/document.xml", tags.concat().as_bytes())])).is_ok();
    }

    #[test]
    fn no_word_is_lost_or_moved(made in prop::collection::vec(made(), 1..12)) {
        let mut words = Vec::new();
        let body = written(&made, &mut words);
        let read = text(&docx(&body).bytes()).unwrap().source;
        let found: Vec<&str> = read.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.starts_with("từ")).collect();
        prop_assert_eq!(found, words.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
