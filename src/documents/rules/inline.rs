//! Paragraphs, tables, footnotes and runs of text as HTML.

use super::paragraph::{Cell, Paragraph, Span, Table};
use crate::text::say;

/// How a run of paragraphs is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Item,
    Table,
    Note,
    Quoted,
}

fn kind(one: &Paragraph) -> Kind {
    match one {
        Paragraph { table: Some(_), .. } => Kind::Table,
        Paragraph { note: Some(_), .. } => Kind::Note,
        Paragraph { quoted: true, .. } => Kind::Quoted,
        Paragraph { item: true, .. } => Kind::Item,
        _ => Kind::Plain,
    }
}

/// Paragraphs, the list lines among them gathered into lists; `links`: footnotes lead to their words.
pub(super) fn paragraphs<'a>(all: impl IntoIterator<Item = &'a Paragraph>, links: bool) -> String {
    let all: Vec<&Paragraph> = all.into_iter().collect();
    let run = |run: &[&Paragraph]| match run.first().map(|one| kind(one)) {
        Some(Kind::Item) => list(run, links),
        Some(Kind::Table) => run.iter().filter_map(|one| one.table.as_ref()).map(|one| table(one, links)).collect(),
        Some(Kind::Note) => notes(run, links),
        Some(Kind::Quoted) => format!("<blockquote class=\"sua-doi\">\n{}</blockquote>\n", plain(run, links)),
        _ => plain(run, links),
    };
    all.chunk_by(|a, b| kind(a) == kind(b)).map(run).collect()
}

fn plain(run: &[&Paragraph], links: bool) -> String {
    run.iter().flat_map(|p| ["<p>".to_owned(), spans(&p.spans, links), "</p>\n".to_owned()]).collect()
}

/// A dash list; the dash is part of the printed text.
fn list(run: &[&Paragraph], links: bool) -> String {
    let items = run.iter().flat_map(|p| ["<li>".to_owned(), spans(&p.spans, links), "</li>\n".to_owned()]);
    format!("<ul class=\"gach\">\n{}</ul>\n", items.collect::<String>())
}

/// Footnotes under a rule of their own.
fn notes(run: &[&Paragraph], links: bool) -> String {
    let note = |one: &&Paragraph| {
        let label = one.note.as_deref().unwrap_or_default();
        let id = if links { format!(" id=\"{}\"", note_id(label)) } else { String::new() };
        format!("<p{id}>[{}] {}</p>\n", escape(label), spans(&one.spans, links))
    };
    let inner: String = run.iter().map(note).collect();
    format!("<div class=\"chu-thich\">\n{inner}</div>\n")
}

/// The `id` of a footnote: with a sign that no address of a clause has.
fn note_id(label: &str) -> String {
    let sign = |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("-{:x}", u32::from(c)) };
    format!("chu_{}", label.chars().map(sign).collect::<String>())
}

pub(super) fn spans(spans: &[Span], links: bool) -> String {
    let write = |span: &Span| {
        let text = line(&span.text);
        let text = match &span.note {
            Some(label) if links => format!("<sup><a href=\"#{}\">{text}</a></sup>", note_id(label)),
            Some(_) => format!("<sup>{text}</sup>"),
            None => text,
        };
        if span.bold { format!("<strong>{text}</strong>") } else { text }
    };
    spans.iter().map(write).collect()
}

/// A table. One with a row of headings and no merged cells is stacked where the page is narrow, each cell under the
/// name of its column; any other is moved sideways inside its own frame.
fn table(table: &Table, links: bool) -> String {
    let stacked = table.headed && !table.is_merged();
    let heads = table.rows.first().filter(|_| table.headed);
    let above = heads.map_or(0, |row| row.iter().map(|cell| cell.down).max().unwrap_or(1).max(1));
    let names: Vec<String> = heads.filter(|_| stacked).into_iter().flatten().map(Cell::plain).collect();
    let row = |cells: &Vec<Cell>, head: bool| {
        let cells: String = cells.iter().map(|one| cell(one, head, names.get(one.column), links)).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let (head, body) = table.rows.split_at_checked(above).unwrap_or((&[], &table.rows));
    let head: String = head.iter().map(|cells| row(cells, true)).collect();
    let head = if head.is_empty() { head } else { format!("<thead>\n{head}</thead>\n") };
    let body: String = body.iter().map(|cells| row(cells, false)).collect();
    let body = if body.is_empty() { body } else { format!("<tbody>\n{body}</tbody>\n") };
    if stacked {
        format!("<div class=\"bang\"><table class=\"xep\">\n{head}{body}</table></div>\n")
    } else {
        let name = escape(say("document.table"));
        format!(
            "<div class=\"bang\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\"><table>\n{head}{body}</table></div>\n"
        )
    }
}

fn cell(cell: &Cell, head: bool, name: Option<&String>, links: bool) -> String {
    let mut marks = String::new();
    if head {
        marks.push_str(if cell.across > 1 { " scope=\"colgroup\"" } else { " scope=\"col\"" });
    } else if let Some(name) = name.filter(|name| !name.trim().is_empty()) {
        marks.extend([" data-label=\"", &escape(&name.replace('\n', " ")), "\""]);
    }
    for (mark, count) in [("colspan", cell.across), ("rowspan", cell.down)] {
        if count > 1 {
            marks.extend([" ", mark, "=\"", &count.to_string(), "\""]);
        }
    }
    let tag = if head { "th" } else { "td" };
    format!("<{tag}{marks}>{}</{tag}>", spans(&cell.spans, links))
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
