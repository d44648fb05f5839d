//! Files of offices: what is read from each kind, and a second reader that must find the same words.

pub(crate) mod build;
mod cases;
mod hostile;
mod second_reader;

pub(crate) use hostile::{bomb, compound, locked, lying, old_word};
use nep::office::rules::read;
use nep::office::{DocxText, Read, Refused, Wanted};

pub(crate) fn text(bytes: &[u8]) -> Result<DocxText, Refused> {
    match read(bytes, Wanted::Docx)? {
        Read::Docx(text) => Ok(text),
        Read::Book(_) => unreachable!("a text was wanted"),
    }
}

/// A text of one paragraph.
pub(crate) fn plain(words: &str) -> Vec<u8> {
    build::docx(&build::p(words)).bytes()
}

/// A file that LibreOffice wrote.
pub(crate) fn of_libreoffice(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/docx/{name}.docx", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn every_kind_of_file_is_read_as_it_is_printed() {
    let mut wrong = Vec::new();
    for case in cases::all() {
        match text(&case.docx.bytes()) {
            Ok(read) => {
                let told: Vec<String> = read
                    .notices
                    .iter()
                    .map(|notice| serde_json::to_value(notice).unwrap()["kind"].as_str().unwrap().to_owned())
                    .collect();
                if read.source != case.marked || told != case.told {
                    wrong.push(format!(
                        "{}:\n{}\ninstead of\n{}\ntold {told:?}, not {:?}",
                        case.name, read.source, case.marked, case.told
                    ));
                }
                for notice in &read.notices {
                    assert!(!notice.say().contains('{') && !notice.say().starts_with("office."), "{}", notice.say());
                }
            }
            Err(refused) => wrong.push(format!("{}: {refused:?}", case.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
