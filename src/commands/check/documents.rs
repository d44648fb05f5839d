//! What `nep check` says of the documents: how each was understood, and what is worth a second look.

use crate::documents::library::{Library, SourceFile};
use crate::documents::rules::{ClauseKind, Outline, Regulation};
use std::fmt::Write as _;

/// The documents, judged.
pub(super) struct Judged {
    /// For a person to compare with the texts.
    pub(super) report: String,
    /// One sentence each, with the file it is about.
    pub(super) failures: Vec<String>,
}

/// Judges every document of a library. A library without any is a failure: there is nothing that could be right.
pub(super) fn judge(library: &Library) -> anyhow::Result<Judged> {
    let mut judged = Judged { report: String::new(), failures: Vec::new() };
    if library.files(library.source()).is_empty() {
        judged.failures.push("documents/: không có văn bản nào (cần documents/<mã văn bản>/1.md)".to_owned());
    }
    for stray in library.strays(library.source()) {
        judged.failures.push(format!("{stray}: đuôi tệp không đúng, văn bản phải có đuôi .md"));
    }
    for file in library.files(library.source()) {
        let name = format!("documents/{}/{}", file.document, file.file);
        let regulation = Regulation::parse(&file.text, None)?;
        let faults = regulation.faults(&file.text);
        judged.failures.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
        describe(&mut judged.report, &name, file, &regulation.outline())?;
    }
    Ok(judged)
}

/// Counts, where the annexes and tables are, and what is worth a look.
fn describe(out: &mut String, name: &str, file: &SourceFile, outline: &Outline) -> std::fmt::Result {
    writeln!(out, "{name}: {}", outline.counts.sentence())?;
    if outline.counts.articles == 0 {
        writeln!(out, "  văn bản {} không có Điều nào: đọc theo từng mục", file.document)?;
    }
    for line in &outline.lines {
        if matches!(line.kind, ClauseKind::Annex | ClauseKind::Form) {
            writeln!(out, "  dòng {}: {} ({})", line.line, line.words, line.id)?;
        }
        if line.tables > 0 {
            writeln!(out, "  dòng {}: {} bảng trong {} ({})", line.line, line.tables, line.label, line.id)?;
        }
    }
    for notice in &outline.notices {
        writeln!(out, "  {}", notice.at_line())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// What is said of a content folder with these files.
    fn said(files: &[(&str, &[u8])]) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("documents/x")).unwrap();
        fs::create_dir_all(folder.path().join("quizzes")).unwrap();
        for (name, content) in files {
            fs::write(folder.path().join("documents/x").join(name), content).unwrap();
        }
        let library = Library::load(Some(folder.path())).map_err(|error| error.to_string())?;
        Ok(judge(&library).unwrap().failures)
    }

    const GOOD: &[u8] = "+++\ntitle = \"Thử\"\n+++\n# QUY CHẾ\n\n### Điều 1. A\n\n1. Một.\n".as_bytes();

    #[test]
    fn a_text_that_can_be_read_passes() {
        assert_eq!(said(&[("1.md", GOOD)]), Ok(Vec::new()));
    }

    #[test]
    fn nothing_is_never_right_and_what_is_wrong_is_named_with_its_file() {
        assert!(said(&[]).unwrap()[0].starts_with("documents/: "));
        let wrong = said(&[("1.txt", GOOD)]).unwrap();
        assert!(wrong.iter().any(|one| one.starts_with("documents/x/1.txt: ")), "{wrong:?}");
        assert!(said(&[("1.docx", b"PK\x03\x04\xff")]).unwrap().len() == 2);
        let untitled = String::from_utf8_lossy(GOOD).replace("title = \"Thử\"\n", "");
        let untitled = said(&[("1.md", untitled.as_bytes())]).unwrap();
        assert!(untitled[0].starts_with("documents/x/1.md: "), "{untitled:?}");
        for text in [b"+++\ntitle = \"a\"\n+++\n# A\n\nx\n".as_slice(), b"\xff\xfe", b"x"] {
            let refused = said(&[("1.md", text)]).unwrap_err();
            assert!(refused.contains("x/1.md"), "{refused}");
        }
    }

    /// What is told of slips in a content folder with these files.
    fn slips(files: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        Library::load(Some(folder.path())).unwrap().slips()
    }

    #[test]
    fn what_is_misspelt_is_named_with_its_file() {
        let good = std::str::from_utf8(GOOD).unwrap();
        assert_eq!(slips(&[("documents/x/1.md", good)]), Vec::<String>::new());
        let odd = good.replace("title", "kindd = \"text\"\ntitle");
        let told = slips(&[("documents/x/1.md", odd.as_str()), ("documents/x/01.md", good)]);
        assert!(told.len() == 2 && told.iter().all(|one| one.contains("documents/x/1.md")), "{told:?}");
        let told = slips(&[("documents/x/1.md", good), ("texts/organisation.toml", "[settings]\n\"org.nam\" = \"A\"")]);
        assert!(told.len() == 1 && told[0].contains("org.nam"), "{told:?}");
        let bare = "id = \"a\"\nversion = 1\ntitle = \"A\"\nlead = \"A\"\nclosing = \"A\"\nnote = \"A\"\n";
        let told = slips(&[("documents/x/1.md", good), ("documents/x/statement.toml", bare)]);
        assert!(told.len() == 1 && told[0].starts_with("documents/x/statement.toml"), "{told:?}");
    }

    #[test]
    fn the_report_has_counts_and_lines() {
        let library = Library::load(None).unwrap();
        let report = judge(&library).unwrap().report;
        assert!(report.contains("documents/quy-che-nhom-zalo/1.md: 2 văn bản, 3 chương, 8 điều, 14 khoản"), "{report}");
        assert!(report.contains("“Điều 8. Điều khoản áp dụng”"), "{report}");
    }
}
