//! Reading a regulation file: head, then lines that open clauses.

use std::fmt;

use super::address::ClauseId;
use super::build::{Body, Builder};
use super::clause::ClauseKind;
use super::head::{Head, Issue};
use super::notes;
use super::notice::{Notice, NoticeKind};
use super::regulation::Regulation;
use super::rows::{self, rows};
use super::words::breaks;
use crate::text::{nfc, say, say_with};

/// What is wrong with a file, and on which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The line in the file, from 1.
    pub line: usize,
    /// What is wrong, for the person who edits the file.
    pub message: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&say_with("parse.at", &[("so", &self.line.to_string()), ("loi", &self.message)]))
    }
}

impl std::error::Error for ParseError {}

impl Regulation {
    /// Reads a file: TOML between two `+++` lines, then the marked text.
    ///
    /// Without `issue` the placeholders stay blank or show their default. A line break inside a paragraph is kept.
    /// No text is refused: what is not understood is text, and what is worth a look is among the notices.
    ///
    /// # Errors
    /// When the head is missing or wrong, or names a clause that the text does not have; several documents in one file
    /// with addresses of their own and nothing that says which is the main one.
    pub fn parse(source: &str, issue: Option<&Issue>) -> Result<Self, ParseError> {
        let source = canonical(source);
        let (head, body, first_line) = split_head(&source)?;
        let notes = rows::notes(body);
        let rows = rows(body, first_line, issue);
        let body = Body { rows: &rows, notes: &notes, issue, numbering: head.numbering };
        let mut read = Builder::read(&body, head.main_part.clone());
        if head.main_part.is_none() {
            let explicit = rows.iter().filter(|row| row.id.is_some()).map(|row| row.line).collect::<Vec<_>>();
            let (main, guessed) = main_part(&read, &explicit)?;
            if main.is_some() {
                read = Builder::read(&body, main);
            }
            if let Some(notice) = guessed {
                read.notices.push(notice);
            }
        }
        let Builder { tree, mut notices, .. } = read;
        notices.extend(notes::told(body.rows));
        let joined: Vec<usize> =
            notices.iter().filter(|one| one.kind == NoticeKind::Joined).map(|one| one.line).collect();
        notices.retain(|one| one.kind != NoticeKind::NotTaken || joined.binary_search(&one.line).is_err());
        notices.sort_by_key(|notice| notice.line);
        let mut regulation = Self::new(head, tree.main_part, tree.preamble, tree.clauses, notices);
        notes::settle(&mut regulation);
        regulation.known()?;
        Ok(regulation)
    }

    /// The head names only clauses that are there.
    fn known(&self) -> Result<(), ParseError> {
        let named = self.head.main_part.iter().chain(&self.head.binding);
        match named.into_iter().find(|id| self.get(id).is_none()) {
            Some(id) => Err(ParseError { line: 1, message: say_with("parse.binding", &[("ma", id.as_str())]) }),
            None => Ok(()),
        }
    }
}

/// A source in the form in which it is read: NFC, lines ended by line feeds, in the body without signs that take no ink.
pub(super) fn canonical(source: &str) -> String {
    let source = source.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let begins = source.starts_with("+++\n+++\n").then_some(3).or_else(|| source.find("\n+++\n"));
    let (head, body) = source.split_at_checked(begins.unwrap_or(0)).unwrap_or(("", &source));
    let body: String = inked(body).chars().map(|sign| if breaks(sign) { '\n' } else { sign }).collect();
    nfc(&format!("{head}{body}"))
}

/// A text without what nobody sees in it and what would hide a number: zero-width spaces, byte order marks, soft hyphens,
/// directions. Joiners stay where another script needs them.
pub(super) fn inked(text: &str) -> String {
    let hidden = |sign: char, next: Option<char>| match sign {
        '\u{ad}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2060}'
        | '\u{feff}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => true,
        '\u{200c}' | '\u{200d}' => {
            next.is_none_or(|next| next.is_whitespace() || matches!(next, '\0'..='\u{36f}' | '\u{1e00}'..='\u{1eff}'))
        }
        _ => false,
    };
    // From the end: what a joiner stands before is what is left there.
    let mut next = None;
    let mut kept: Vec<char> = Vec::with_capacity(text.len());
    for sign in text.chars().rev() {
        if !hidden(sign, next) {
            next = Some(sign);
            kept.push(sign);
        }
    }
    kept.into_iter().rev().collect()
}

/// The document whose clauses have no prefix, and what to say where it had to be guessed.
///
/// The only one; the one that a Decision issues; else the first with articles.
fn main_part(read: &Builder<'_>, explicit: &[usize]) -> Result<(Option<ClauseId>, Option<Notice>), ParseError> {
    let clauses = &read.tree.clauses;
    let mut parts: Vec<(usize, ClauseId, usize)> = Vec::new();
    for clause in clauses {
        match clause.kind {
            ClauseKind::Part => parts.push((clause.line, clause.id.clone(), 0)),
            ClauseKind::Annex => break,
            ClauseKind::Article => match parts.last_mut() {
                Some(part) => part.2 += 1,
                // What stands before the first title is the main text.
                None => return Ok((None, None)),
            },
            _ => {}
        }
    }
    let [first, rest @ ..] = parts.as_slice() else { return Ok((None, None)) };
    if rest.is_empty() {
        return Ok((Some(first.1.clone()), None));
    }
    let issued = rest.iter().find(|part| part.2 > 0 || !first.1.as_str().starts_with("quyet-dinh"));
    if let Some(issued) = issued.or(rest.first()).filter(|_| first.1.as_str().starts_with("quyet-dinh")) {
        return Ok((Some(issued.1.clone()), None));
    }
    let with: Vec<_> = parts.iter().filter(|part| part.2 > 0).collect();
    let chosen = with.first().copied().unwrap_or(first);
    if with.len() != 1 && parts.iter().all(|part| explicit.contains(&part.0)) {
        return Err(ParseError { line: 1, message: say("parse.main_part").to_owned() });
    }
    let words = clauses.iter().find(|clause| clause.id == chosen.1).map(|clause| clause.heading.clone());
    let words = words.unwrap_or_default();
    let notice = Notice { line: chosen.0, kind: NoticeKind::MainPart, clause: Some(ClauseKind::Part), words };
    Ok((Some(chosen.1.clone()), Some(notice).filter(|_| with.len() != 1)))
}

/// Head, body and the number of the body's first line.
pub(super) fn split_head(source: &str) -> Result<(Head, &str, usize), ParseError> {
    let missing = || ParseError { line: 1, message: say("parse.head").to_owned() };
    let rest = source.strip_prefix("+++\n").ok_or_else(missing)?;
    let (head, body) =
        rest.strip_prefix("+++\n").map(|body| ("", body)).or_else(|| rest.split_once("\n+++\n")).ok_or_else(missing)?;
    let parsed = toml::from_str(head).map_err(|error| ParseError {
        line: 2 + error.span().map_or(0, |span| line_feeds(head.get(..span.start))),
        message: error.message().to_owned(),
    })?;
    let above = source.strip_suffix(body);
    Ok((parsed, body, 1 + line_feeds(above)))
}

fn line_feeds(text: Option<&str>) -> usize {
    text.map_or(0, |text| text.matches('\n').count())
}
