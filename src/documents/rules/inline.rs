//! Paragraphs and runs of text as HTML.

use super::clause::{Paragraph, Span};

/// Paragraphs, the list lines among them gathered into lists.
pub(super) fn paragraphs(all: &[Paragraph]) -> String {
    all.chunk_by(|a, b| a.item == b.item)
        .map(|run| if run.first().is_some_and(|p| p.item) { list(run) } else { plain(run) })
        .collect()
}

fn plain(run: &[Paragraph]) -> String {
    run.iter().flat_map(|p| ["<p>".to_owned(), spans(&p.spans), "</p>\n".to_owned()]).collect()
}

/// A dash list; the dash is part of the printed text.
fn list(run: &[Paragraph]) -> String {
    let lines = run.iter().flat_map(|p| ["<li>".to_owned(), spans(&p.spans), "</li>\n".to_owned()]);
    format!("<ul class=\"gach\">\n{}</ul>\n", lines.collect::<String>())
}

pub(super) fn spans(spans: &[Span]) -> String {
    let write = |span: &Span| {
        let text = line(&span.text);
        if span.bold { format!("<strong>{text}</strong>") } else { text }
    };
    spans.iter().map(write).collect()
}

/// Words as they stand: blanks stay as wide, lines break where the source breaks them.
pub(super) fn line(text: &str) -> String {
    escape(text).replace("  ", "\u{a0}\u{a0}").replace('\n', "<br>\n")
}

pub(super) fn lead(line: &str) -> String {
    format!("<p class=\"dan\">{}</p>\n", escape(line).replace('\n', "<br>\n"))
}

pub(super) fn wrap(class: &str, inner: &str) -> String {
    format!("<div class=\"{class}\">\n{inner}</div>\n")
}

/// Text made safe inside HTML elements and double-quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
