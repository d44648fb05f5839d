//! The words of one line: marks of type read, escapes undone, blanks filled.

use super::head::{Issue, Slot};
use super::paragraph::Span;

/// One line as it is printed, with what is bold, what refers to a note and what was escaped.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) plain: String,
    /// Runs in order, each up to a byte of `plain`.
    runs: Vec<Run>,
    /// Bytes of `plain` whose sign was escaped: it marks nothing.
    literal: Vec<usize>,
}

#[derive(Debug)]
struct Run {
    end: usize,
    bold: bool,
    note: Option<String>,
}

enum Token {
    Sign(char, bool),
    Text(String),
    Bold,
    Note(String),
}

impl Words {
    /// Reads a line; `notes` are the footnotes that are both written and referred to.
    pub(super) fn read(line: &str, issue: Option<&Issue>, notes: &[String]) -> Self {
        if !line.contains(['\\', '*', '{', '[']) {
            let run = Run { end: line.len(), bold: false, note: None };
            return Self { plain: line.to_owned(), runs: vec![run], literal: Vec::new() };
        }
        let mut tokens = tokens(line, issue, notes);
        settle(&mut tokens);
        let mut words = Self::default();
        let mut bold = false;
        for token in tokens {
            match token {
                Token::Bold => bold = !bold,
                Token::Sign(sign, escaped) => {
                    if escaped {
                        words.literal.push(words.plain.len());
                    }
                    words.plain.push(sign);
                    words.run(bold, None);
                }
                Token::Text(text) => {
                    words.plain.push_str(&text);
                    words.run(bold, None);
                }
                Token::Note(label) => {
                    words.plain.extend(["[", &label, "]"]);
                    words.run(bold, Some(label));
                }
            }
        }
        words
    }

    fn run(&mut self, bold: bool, note: Option<String>) {
        let end = self.plain.len();
        match self.runs.last_mut().filter(|run| run.bold == bold && run.note.is_none() && note.is_none()) {
            Some(run) => run.end = end,
            None => self.runs.push(Run { end, bold, note }),
        }
    }

    /// Whether a sign before byte `end` was escaped.
    pub(super) fn is_literal(&self, end: usize) -> bool {
        self.literal.first().is_some_and(|at| *at < end)
    }

    /// Whether a sign that could belong to a number was escaped near the start.
    pub(super) fn is_escaped(&self) -> bool {
        let near = self.literal.iter().take_while(|at| **at < 32).filter_map(|at| self.plain.as_bytes().get(*at));
        near.into_iter().any(|sign| matches!(sign, b'.' | b')' | b'(' | b':' | b'/' | b'-' | b'['))
    }

    /// Whether the whole line is bold.
    pub(super) fn is_bold(&self) -> bool {
        !self.runs.is_empty() && self.runs.iter().all(|run| run.bold)
    }

    /// The words from a byte on.
    pub(super) fn spans(&self, from: usize) -> Vec<Span> {
        let mut start = 0;
        let mut spans = Vec::new();
        for run in &self.runs {
            let text = self.plain.get(start.max(from)..run.end).unwrap_or_default();
            start = run.end;
            if !text.is_empty() {
                spans.push(Span { text: text.to_owned(), bold: run.bold, note: run.note.clone() });
            }
        }
        spans
    }
}

fn tokens(line: &str, issue: Option<&Issue>, notes: &[String]) -> Vec<Token> {
    let mut all = Vec::new();
    let mut rest = line;
    while let Some(sign) = rest.chars().next() {
        let after = rest.get(sign.len_utf8()..).unwrap_or_default();
        let escaped = after.chars().next().filter(|next| sign == '\\' && next.is_ascii_punctuation());
        if let Some(next) = escaped {
            all.push(Token::Sign(next, true));
            rest = after.get(1..).unwrap_or_default();
        } else if let Some(after) = rest.strip_prefix("**") {
            all.push(Token::Bold);
            rest = after;
        } else if let Some((value, after)) = blank(rest, issue) {
            all.push(Token::Text(value));
            rest = after;
        } else if let Some((label, after)) = note(rest).filter(|(label, _)| notes.iter().any(|one| one == label)) {
            all.push(Token::Note(label.to_owned()));
            rest = after;
        } else {
            all.push(Token::Sign(sign, false));
            rest = after;
        }
    }
    all
}

/// A `**` that closes nothing, and a pair with nothing inside, are ordinary signs.
fn settle(tokens: &mut [Token]) {
    let marks: Vec<usize> = (0..tokens.len()).filter(|at| matches!(tokens.get(*at), Some(Token::Bold))).collect();
    for pair in marks.chunks(2) {
        if let [from, to] = pair
            && to - from > 1
        {
            continue;
        }
        for at in pair {
            if let Some(token) = tokens.get_mut(*at) {
                *token = Token::Text("**".to_owned());
            }
        }
    }
}

/// `{{so}}` or `{{thang:8}}` at the start, filled; braces around anything else are ordinary signs.
fn blank<'a>(text: &'a str, issue: Option<&Issue>) -> Option<(String, &'a str)> {
    let (name, rest) = text.strip_prefix("{{")?.split_once("}}")?;
    if name.contains(['\\', '{', '}']) {
        return None;
    }
    let (name, default) = name.split_once(':').map_or((name, None), |(name, default)| (name, Some(default)));
    Some((Slot::parse(name.trim())?.filled(issue, default), rest))
}

/// `[^1]` at the start: its label and what follows.
pub(super) fn note(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.strip_prefix("[^")?.split_once(']')?;
    let known = label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '*'));
    (known && (1..=20).contains(&label.chars().count())).then_some((label, rest))
}

/// Whether a sign ends a line, as `\n` does: word processors and pages write others.
pub(super) fn breaks(sign: char) -> bool {
    matches!(sign, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
