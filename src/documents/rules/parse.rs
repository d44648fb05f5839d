//! Reading a regulation file: head, then lines that open clauses.

use std::fmt;

use super::build::Builder;
use super::head::{Head, Issue, fill};
use super::regulation::Regulation;
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
    ///
    /// # Errors
    /// The first thing that is wrong, with its line: the head, an unknown mark, a number twice, `**` left open.
    pub fn parse(source: &str, issue: Option<&Issue>) -> Result<Self, ParseError> {
        let source = nfc(source.trim_start_matches('\u{feff}')).replace("\r\n", "\n").replace('\r', "\n");
        let (head, body, first_line) = split_head(&source)?;
        let mut builder = Builder::new(head, body);
        for (number, line) in (first_line..).zip(body.lines()) {
            let at = |message: String| ParseError { line: number, message };
            builder.line(&fill(line, issue).map_err(at)?).map_err(at)?;
        }
        builder.finish().map_err(|message| ParseError { line: 1, message })
    }
}

/// Head, body and the number of the body's first line.
fn split_head(source: &str) -> Result<(Head, &str, usize), ParseError> {
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
