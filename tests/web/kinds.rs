//! Texts of many kinds, from file to paper: read page by page, examined, confirmed, printed, and no word lost on the way.

use crate::journey::read_everything;
use crate::office::{of_libreoffice, text};
use crate::support::{Site, Visitor, html};
use nep::config::Config;
use nep::documents::rules::{Regulation, lost_in, lost_on_page};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// The marked texts of `tests/fixtures/texts`, and files of an office: one of automatic numbers, one with footnotes.
const MARKED: [&str; 6] = [
    "luat-nhieu-muc",
    "nghi-dinh-sua-doi",
    "noi-quy-khong-dieu",
    "quy-che-mau-va-bang",
    "quy-dinh-chu-thich",
    "quyet-dinh-quy-che",
];
const OFFICE: [&str; 2] = ["noi-quy", "sua-doi"];
/// Confirmed without questions.
const UNASKED: &str = "nghi-dinh-sua-doi";

/// Two statements about the first clause of a text.
fn bank(document: &str, regulation: &Regulation) -> String {
    let clause = regulation.articles().next().unwrap().id.clone();
    let mut bank = format!("document = \"{document}\"\nversion = \"1\"\ntitle = \"{document}\"\n\n");
    write!(bank, "[[blueprint]]\nname = \"Chung\"\nclauses = [\"{clause}\"]\nshare = 1\n\n").unwrap();
    for (n, answer) in [(1, true), (2, false)] {
        write!(
            bank,
            "[[question]]\nid = \"{document}-{n}\"\nkind = \"truth\"\nclauses = [\"{clause}\"]\n\
             audience = \"participant\"\ndifficulty = 1\nstem = \"Nhận định {n} về {document}\"\nanswer = {answer}\n\
             explanation = \"Theo văn bản.\"\nwhy = \"Theo văn bản.\"\n\n"
        )
        .unwrap();
    }
    bank
}

/// Each text as a document of a content folder, with the source it was read from.
fn content() -> (TempDir, Vec<(String, Regulation)>) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("quizzes")).unwrap();
    let marked = MARKED.map(|name| {
        let source = fs::read_to_string(Path::new("tests/fixtures/texts").join(name).with_extension("md")).unwrap();
        (name.to_owned(), source)
    });
    let office = OFFICE.map(|name| {
        let read = text(&of_libreoffice(name)).unwrap();
        (
            format!("tep-{name}"),
            format!("+++\ntitle = \"Tệp {name}\"\nshort_title = \"Tệp {name}\"\n+++\n\n{}", read.source),
        )
    });
    let mut texts = Vec::new();
    for (document, source) in marked.into_iter().chain(office) {
        let regulation = Regulation::load(&source).unwrap();
        assert_eq!(lost_in(&source, &regulation), None, "{document}");
        assert_eq!(lost_on_page(&regulation), None, "{document}");
        let at = folder.path().join("documents").join(&document);
        fs::create_dir_all(&at).unwrap();
        fs::write(at.join("1.md"), source).unwrap();
        if document != UNASKED {
            let at = folder.path().join("quizzes").join(&document).with_extension("toml");
            fs::write(at, bank(&document, &regulation)).unwrap();
        }
        texts.push((document, regulation));
    }
    (folder, texts)
}

/// Letters and digits alone: signs of lists and rules of tables are drawn, not written.
fn letters(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).collect()
}

/// Every line of a text stands on a page, in its order; footnotes stand where the page has them, and on paper number and
/// day stand in the letterhead.
fn shows(page: &str, canonical: &str, (what, paper): (&str, bool)) {
    let page = letters(page);
    let mut from = 0;
    for line in canonical.lines().filter(|line| !letters(line).is_empty()) {
        let words = letters(line);
        let moves = line.starts_with('[') || paper && (line.starts_with("Số:") || line.contains(", ngày "));
        let found = page.get(from..).and_then(|rest| rest.find(&words)).map(|at| from + at);
        assert!(
            found.is_some() || moves && page.contains(&words),
            "{what}: “{line}” is not on the page after what stands before it\n{page}"
        );
        from = found.filter(|_| !moves).map_or(from, |at| at + words.len());
    }
}

/// Every part of every unit as its reader sees it.
async fn pages(visitor: &Visitor, document: &str, regulation: &Regulation) -> String {
    let mut all = String::new();
    for unit in regulation.articles() {
        let at = format!("/documents/{document}/clauses/{}", unit.id);
        let mut part = 1;
        loop {
            let page = visitor.get(&format!("{at}?phan={part}")).await.is(200).text();
            all.push_str(&html::words(page.split_once("<main").unwrap().1));
            part += 1;
            if !page.contains(&format!("href=\"?phan={part}\"")) {
                break;
            }
        }
    }
    all
}

#[tokio::test]
async fn texts_of_every_kind_go_from_file_to_paper_without_losing_a_word() {
    let (folder, texts) = content();
    let path = folder.path().to_owned();
    let site = Box::pin(Site::start_with(|config| Config { content: Some(path), ..config })).await;
    site.alone();
    let visitor = site.visit(&site.hen).await;
    let units: usize = texts.iter().map(|(_, text)| text.articles().count()).sum();
    assert_eq!(read_everything(&visitor).await, i64::try_from(units).unwrap());
    for (document, regulation) in &texts {
        let canonical = regulation.canonical_text();
        let whole = visitor.get(&format!("/documents/{document}")).await.is(200).words();
        shows(&whole, &canonical, (document, false));
        let paper = visitor.get(&format!("/documents/{document}/print")).await.is(200).words();
        shows(&paper, &canonical, (document, true));
        let read = letters(&pages(&visitor, document, regulation).await);
        for unit in regulation.articles() {
            let heading = letters(&unit.label);
            assert!(read.contains(&heading), "{document}: {} is read on no page", unit.label);
        }
    }
    // Two questions a text are fewer than a sitting usually has: all are asked.
    let attempt = visitor.pass(&site).await;
    assert_eq!(site.asked(&attempt).await.len(), 2 * (texts.len() - 1));
    let fields = site.ack_fields(&site.hen).await;
    assert_eq!(fields.iter().filter(|field| field.0 == "point").count(), texts.len(), "a point a text");
    visitor.post_all("/acknowledgment", &fields).await.goes_to("/acknowledgment/receipt");
    let code = site.text("select code from acknowledgment").await;
    let paper = visitor.get(&format!("/acknowledgment/print/{code}")).await.is(200).words();
    for (document, regulation) in &texts {
        assert!(
            paper.contains(regulation.head().text("title").unwrap()),
            "{document} is not confirmed on paper: {paper}"
        );
    }
    assert_eq!(site.int("select count(*) from acknowledgment_version").await, i64::try_from(texts.len()).unwrap());
    assert_eq!(nep::verify::ledger(&site.app.db).await.unwrap(), []);
}

#[test]
fn the_content_of_another_organisation_passes_the_check() {
    let mut check = Command::new(env!("CARGO_BIN_EXE_nep"));
    let done = check.args(["check", "--content", "tests/fixtures/second-agency"]).output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success() && said.contains("1 ngân hàng, 4 câu hỏi, 0 lỗi"), "{said}");
    assert!(said.contains("không có Điều nào: đọc theo từng mục"), "{said}");
}
