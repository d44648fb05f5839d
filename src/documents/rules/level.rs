//! What a line is said to be by whoever corrects how it was read: a mark at its end, `{.dieu}`.

use super::clause::ClauseKind;
use super::words::breaks;
use crate::text::say;

text_enum! {
    /// What a line may be said to be.
    pub enum Level {
        /// Only text, whatever it begins with.
        Plain = "van-ban",
        /// The title of a document inside the document.
        Part = "tai-lieu",
        Annex = "phu-luc",
        Form = "mau",
        Division = "phan",
        Chapter = "chuong",
        Subchapter = "muc-lon",
        Subsection = "tieu-muc",
        Section = "de-muc",
        Article = "dieu",
        Khoan = "khoan",
        Muc = "muc",
        Diem = "diem",
        SubDiem = "diem-con",
        Closing = "noi-nhan",
    }
}

impl Level {
    /// The kind of clause it opens; `None` for what is only text.
    pub fn kind(self) -> Option<ClauseKind> {
        Some(match self {
            Self::Plain => return None,
            Self::Part => ClauseKind::Part,
            Self::Annex => ClauseKind::Annex,
            Self::Form => ClauseKind::Form,
            Self::Division => ClauseKind::Division,
            Self::Chapter => ClauseKind::Chapter,
            Self::Subchapter => ClauseKind::Subchapter,
            Self::Subsection => ClauseKind::Subsection,
            Self::Section => ClauseKind::Section,
            Self::Article => ClauseKind::Article,
            Self::Khoan => ClauseKind::Khoan,
            Self::Muc => ClauseKind::Muc,
            Self::Diem => ClauseKind::Diem,
            Self::SubDiem => ClauseKind::SubDiem,
            Self::Closing => ClauseKind::Closing,
        })
    }
}

/// A line without the mark at its end, and what the mark says; an escaped or unknown one is part of the line.
pub(super) fn split(line: &str) -> (&str, Option<Level>) {
    let found = line.strip_suffix('}').and_then(|line| line.rsplit_once("{."));
    let known = found.and_then(|(before, word)| Some((before, Level::parse(word)?)));
    let known = known.filter(|(before, _)| !before.ends_with('\\') && !before.trim().is_empty());
    known.map_or((line, None), |(before, level)| (before.trim_end(), Some(level)))
}

/// The source with one of its lines said to be something else, or with `None` left to be read by its words.
///
/// `line` is counted from 1, as in notices and in the outline. A line that is not there, or holds nothing, changes
/// nothing; every other line stays as it is, byte for byte.
pub fn set_level(source: &str, line: usize, level: Option<Level>) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    for (number, whole) in (1..).zip(lines(source)) {
        let text = whole.trim_end_matches(breaks);
        let end = whole.get(text.len()..).unwrap_or_default();
        let (bare, _) = split(text.trim_end());
        if number != line || bare.trim().is_empty() {
            out.push_str(whole);
            continue;
        }
        out.push_str(bare);
        if let Some(level) = level {
            out.extend([" {.", level.as_str(), "}"]);
        }
        out.push_str(end);
    }
    out
}

/// The lines of a source as they are counted, each with its end. Other breaks than a line feed end a line of the body alone.
fn lines(source: &str) -> Vec<&str> {
    let body = source.find("\n+++").map_or(0, |at| at + 1);
    let mut lines = Vec::new();
    let mut from = 0;
    for (at, sign) in source.char_indices() {
        let end = at + sign.len_utf8();
        let pair = sign == '\r' && source.get(end..).is_some_and(|rest| rest.starts_with('\n'));
        if breaks(sign) && !pair && (at >= body || matches!(sign, '\n' | '\r')) {
            lines.extend(source.get(from..end));
            from = end;
        }
    }
    lines.extend(source.get(from..).filter(|rest| !rest.is_empty()));
    lines
}

impl Level {
    /// Its name on a page.
    pub fn name(self) -> &'static str {
        self.kind().map_or_else(|| say("level.plain"), ClauseKind::name)
    }
}

impl ClauseKind {
    /// Its name on a page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Part => say("level.part"),
            Self::Annex => say("level.annex"),
            Self::Form => say("level.form"),
            Self::Letterhead => say("level.letterhead"),
            Self::Division => say("level.division"),
            Self::Chapter => say("level.chapter"),
            Self::Subchapter => say("level.subchapter"),
            Self::Subsection => say("level.subsection"),
            Self::Section => say("level.section"),
            Self::Closing => say("level.closing"),
            Self::Article => say("level.article"),
            Self::Khoan => say("level.khoan"),
            Self::Y => say("level.y"),
            Self::Muc => say("level.muc"),
            Self::Diem => say("level.diem"),
            Self::SubDiem => say("level.sub_diem"),
        }
    }
}
