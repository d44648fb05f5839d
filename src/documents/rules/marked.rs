//! Text that was copied from somewhere, made into a source: what would be a mark becomes an ordinary sign.

use super::parse::inked;
use crate::text::nfc;

/// A pasted text as marked text: NFC, no-break spaces as spaces, every sign that would mark something escaped.
///
/// Lines stay lines, or become paragraphs where each of them was one: headings, numbers and cut lines are then recognised by their words as in any source. Reading the
/// result, under a head, gives exactly the words that were pasted.
pub fn marked(pasted: &str) -> String {
    let text = nfc(&inked(pasted)).replace("\r\n", "\n");
    let text: String = text.chars().map(plain).collect();
    let mut out = String::with_capacity(text.len() + 64);
    let end = if lines_are_paragraphs(&text) { "\n\n" } else { "\n" };
    for line in text.lines() {
        escape(line.trim(), &mut out);
        out.push_str(end);
    }
    out
}

/// Whether each line is a paragraph, as text copied from a word processor has it: no line is empty, and next to none goes
/// on with a small letter in the middle of a sentence, as the lines of a page do.
fn lines_are_paragraphs(text: &str) -> bool {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let goes_on = |pair: &&[&str]| match pair {
        [before, after] => super::marks::cut(before) && after.starts_with(char::is_lowercase) && after.len() > 3,
        _ => false,
    };
    let cut = lines.windows(2).filter(goes_on).count();
    lines.len() > 1 && lines.iter().all(|line| !line.is_empty()) && cut * 20 <= lines.len()
}

/// Signs that look like a space or a line break, and are one.
fn plain(sign: char) -> char {
    match sign {
        '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{3000}' => ' ',
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        other => other,
    }
}

fn escape(line: &str, out: &mut String) {
    let mut before = None;
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        let next = signs.peek().copied();
        let first = before.is_none();
        let marks = match sign {
            '#' | '|' => first,
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '*' => next == Some('*') || before == Some('*'),
            '{' => matches!(next, Some('{' | '.' | '#')) || before == Some('{'),
            '[' => next == Some('^'),
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        out.push(sign);
        before = Some(sign);
    }
}
