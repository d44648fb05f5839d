//! LibreOffice reads the same files: the words must be the same, in the same order, numbers included.

use super::{cases, of_libreoffice, text};
use nep::office::Notice;
use std::path::Path;
use std::process::Command;

/// The words of marked text, without its marks.
fn words(marked: &str) -> Vec<String> {
    let mut words = Vec::new();
    for line in marked.lines() {
        let row = line.starts_with('|');
        if row && line.trim_matches(['|', '-']).is_empty() {
            continue;
        }
        let cells: Vec<&str> = if row { line.split(" | ").collect() } else { vec![line] };
        for cell in cells {
            let cell = if row { cell.trim_matches(['|', ' ']) } else { cell };
            if row && matches!(cell, "<" | "^") {
                continue;
            }
            let plain = cell.replace("**", "").replace("<br>", " ").replace(" · ", " ");
            let mut letters = plain.chars();
            let mut bare = String::new();
            while let Some(letter) = letters.next() {
                bare.extend(if letter == '\\' { letters.next() } else { Some(letter) });
            }
            words.extend(shown(&bare));
        }
    }
    words
}

/// Words that both readers write alike: signs before lines are left out, hyphens and spaces are of one kind, and a
/// number set close to its text is a word.
fn shown(text: &str) -> Vec<String> {
    let text = text.replace('\u{2011}', "-").replace(['\u{AD}', '\u{FEFF}'], "");
    let text = nep::text::nfc(&text);
    let is_sign =
        |word: &str| word.chars().all(|letter| matches!(letter, '-' | '+' | '•' | '◦' | '▪' | '\u{F0B7}' | '·'));
    let mut words = Vec::new();
    for line in text.lines() {
        let line = line.trim_start();
        let number =
            line.find(')').filter(|end| *end < 6 && !line.contains(' ') | line.find(' ').is_some_and(|gap| gap > *end));
        let (number, rest) = line.split_at(number.map_or(0, |end| end + 1));
        let all = number.split_whitespace().chain(rest.split_whitespace());
        words.extend(all.filter(|word| !is_sign(word)).map(str::to_owned));
    }
    words
}

/// Converts all files of `folder` in one go.
fn converted(folder: &Path, to: &str, files: &[std::path::PathBuf]) {
    let profile = tempfile::tempdir().unwrap();
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(folder)
        .args(files)
        .output()
        .expect("soffice: scripts/install brings it");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Files that LibreOffice wrote itself, from the sources beside them.
const OF_LIBREOFFICE: [&str; 3] = ["luat", "noi-quy", "quyet-dinh"];

#[test]
fn libreoffice_finds_the_same_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut all: Vec<(&str, Vec<u8>)> =
        cases::all().into_iter().filter(|case| case.same).map(|case| (case.name, case.docx.bytes())).collect();
    for name in OF_LIBREOFFICE {
        all.push((name, of_libreoffice(name)));
    }
    let mut files = Vec::new();
    for (name, bytes) in &all {
        let file = folder.path().join(format!("{name}.docx"));
        std::fs::write(&file, bytes).unwrap();
        files.push(file);
    }
    converted(folder.path(), "txt:Text (encoded):UTF8", &files);
    let mut wrong = Vec::new();
    for (name, bytes) in &all {
        let theirs = std::fs::read_to_string(folder.path().join(format!("{name}.txt"))).unwrap();
        let ours = words(&text(bytes).unwrap().source);
        if ours != shown(&theirs) {
            wrong.push(format!("{name}:\n{}\n{}", ours.join(" "), shown(&theirs).join(" ")));
        }
    }
    assert!(all.len() > 20 && wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What was typed into the sources stands in the text, with the marks of its kind.
#[test]
fn files_of_libreoffice_are_read_with_their_numbers_and_tables() {
    let read = |name: &str| text(&of_libreoffice(name)).unwrap().source;
    let has = |text: &str, lines: &[&str]| {
        for line in lines {
            assert!(text.lines().any(|one| one == *line), "{line}\n{text}");
        }
    };
    has(
        &read("noi-quy"),
        &[
            "**I. QUY ĐỊNH CHUNG**",
            "c. trả thẻ khi về.",
            "1. Buổi sáng từ 7 giờ 30.",
            "| TT | Ca | < | Giờ |",
            "|---|---|---|---|",
            "| 2 | ^ | Chiều | 13 giờ<br>(mùa hè: 14 giờ) |",
            "- Vi phạm lần hai thì **kiểm điểm**.",
            "4. Hiệu lực từ ngày ký.",
        ],
    );
    has(
        &read("luat"),
        &[
            "**Chương II. CÁCH CHÀO**",
            "**Điều 1. Chào buổi sáng**",
            "2.2. Đáp là lời nói sau đó, gồm:",
            "(ii) gật hai lần",
            "c) tiếp tục danh sách.",
            "a) danh sách mới.",
        ],
    );
    has(&read("quyet-dinh"), &["Số: /QĐ-TTY", "- Như Điều 2;", "**Nguyễn Văn Anh**"]);
}

/// What LibreOffice writes of changes, notes, boxes and headers is read by what it means.
#[test]
fn what_stands_outside_the_flow_of_a_file_of_libreoffice_is_told() {
    let read = text(&of_libreoffice("sua-doi")).unwrap();
    let lines = [
        "Điều 1. Nghỉ phép[^1]",
        "[^1]: Theo Điều 113 Bộ luật Lao động.",
        "Viên chức được nghỉ không quá 02 ngày.",
        "Trang",
        "Hiệu lực từ ngày ký[^2].",
        "[^2]: Ngày ghi ở đầu văn bản.",
    ];
    assert_eq!(read.source, format!("{}\n", lines.join("\n\n")));
    let places = vec!["Viên chức được nghỉ không quá 02 ngày.".to_owned()];
    assert_eq!(
        read.notices,
        [
            Notice::Changes { count: 2, places: places.clone() },
            Notice::Deleted { count: 1, places: vec!["tối đa".to_owned()] },
            Notice::Hidden { count: 1, places },
            Notice::Comments { count: 1 },
            Notice::TextBoxes { texts: vec!["DỰ THẢO".to_owned()] },
            Notice::Margins { texts: vec!["LƯU HÀNH NỘI BỘ".to_owned()] },
            Notice::PageNumbers { count: 1 },
        ]
    );
}
