//! What is worth a second look in a text as it was read.

use super::clause::ClauseKind;
use crate::text::{say, say_with};

/// What kind of thing is worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// It begins like a number and was not taken for one.
    NotTaken,
    /// A number that does not follow the one before it.
    Jump,
    /// A number that was there already.
    Again,
    /// A quotation that never closes.
    OpenQuote,
    /// A line like the title of an article, without a number.
    Untitled,
    /// A heading without a title.
    NoTitle,
    /// Đ written with a letter that only looks like it.
    LookAlike,
    /// A line that was cut and was joined to the one before it.
    Joined,
    /// Articles begin again at 1 without a title before them.
    Restart,
    /// Which of several documents is the main one was guessed.
    MainPart,
    /// A line of a table of contents or of a list of forms: it names what stands elsewhere.
    Listed,
    /// A level was set by hand.
    Set,
    /// A row of a table was cut: the line is no part of it.
    BrokenRow,
    /// A footnote whose words are nowhere.
    NoteMissing,
    /// The words of a footnote that nothing refers to.
    NoteUncalled,
    /// The words of a footnote that were there already.
    NoteAgain,
}

/// Something worth a look, on a line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// In the file, from 1.
    pub line: usize,
    pub kind: NoticeKind,
    /// The clause it is about, where it is about one.
    pub clause: Option<ClauseKind>,
    /// The first words of the line.
    pub words: String,
}

impl Notice {
    /// One sentence for the person who looks after the text, without the line.
    pub fn sentence(&self) -> String {
        let key = match self.kind {
            NoticeKind::NotTaken => say("outline.not_taken"),
            NoticeKind::Jump => say("outline.jump"),
            NoticeKind::Again => say("outline.again"),
            NoticeKind::OpenQuote => say("outline.open_quote"),
            NoticeKind::Untitled => say("outline.untitled"),
            NoticeKind::NoTitle => say("outline.no_title"),
            NoticeKind::LookAlike => say("outline.look_alike"),
            NoticeKind::Joined => say("outline.joined"),
            NoticeKind::Restart => say("outline.restart"),
            NoticeKind::MainPart => say("outline.main_part"),
            NoticeKind::Listed => say("outline.listed"),
            NoticeKind::Set => say("outline.set"),
            NoticeKind::BrokenRow => say("outline.broken_row"),
            NoticeKind::NoteMissing => say("outline.note_missing"),
            NoticeKind::NoteUncalled => say("outline.note_uncalled"),
            NoticeKind::NoteAgain => say("outline.note_again"),
        };
        crate::text::fill(key, &[("chu", &self.words)])
    }

    /// The sentence with its line: "dòng 12: …".
    pub fn at_line(&self) -> String {
        say_with("parse.at", &[("so", &self.line.to_string()), ("loi", &self.sentence())])
    }
}

/// The first words of a line, for a list.
pub(super) fn first_words(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut out = words.by_ref().take(10).collect::<Vec<_>>().join(" ");
    if words.next().is_some() || out.chars().count() > 90 {
        out = out.chars().take(90).collect();
        out.push('…');
    }
    out
}
