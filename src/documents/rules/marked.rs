//! Text that was copied from somewhere, made into a source: what would be a mark becomes an ordinary sign.

use crate::text::nfc;

/// A pasted text as marked text: NFC, no-break spaces as spaces, every sign that would mark something escaped.
///
/// Lines stay lines: headings, numbers and cut lines are then recognised by their words as in any source. Reading the
/// result, under a head, gives exactly the words that were pasted.
pub fn marked(pasted: &str) -> String {
    let text = nfc(pasted.trim_start_matches('\u{feff}')).replace("\r\n", "\n");
    let text: String = text.chars().map(plain).collect();
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.lines() {
        escape(line.trim(), &mut out);
        out.push('\n');
    }
    out
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
