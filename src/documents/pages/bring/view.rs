//! "Phần mềm hiểu thế này": the source line by line, each with what it was taken for.

use super::form::{Brought, Titles};
use super::target::Target;
use crate::documents::rules::{ClauseKind, Level, Loss, Outline, ParseError, Understood, unmarked};
use crate::form::key_of;
use crate::page::Page;
use crate::text::{say, say_with};
use crate::visit::Member;
use crate::wrong::Wrong;
use askama::Template;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "documents/look.html")]
pub(super) struct LookPage {
    page: Page,
    target: Target,
    form_key: String,
    /// The version it takes the place of, as it was when the first page was drawn.
    seen: String,
    titles: Titles,
    text: String,
    head: String,
    /// What was told of the file.
    told: Vec<String>,
    /// How many Điều, khoản, điểm; empty: not read at all.
    counts: String,
    /// Where the first word was lost; empty: nowhere.
    loss: String,
    readable: bool,
    /// Something to read is in it, no word was lost, and its statement rests on it.
    pub(super) usable: bool,
    /// Line and sentence.
    notices: Vec<(usize, String)>,
    /// Line and name of annexes, forms and what holds tables.
    apart: Vec<(usize, String)>,
    lines: Vec<Line>,
    levels: Vec<Level>,
    /// A file to be kept was chosen and has to be chosen again; empty: none was.
    chosen: &'static str,
    /// Nobody reads or confirms again: it has the words of the text whose place it takes.
    pub(super) same: bool,
    /// What becomes of the articles of the text whose place it takes; empty: it takes none, or cannot be used.
    pub(super) changes: String,
    /// Why nobody could be asked to confirm it; empty: everybody can.
    pub(super) unfit: String,
    pub(super) wrong: Wrong,
}

/// A line of the source.
struct Line {
    number: usize,
    text: String,
    found: Vec<Found>,
    notices: Vec<String>,
    /// A row of a table has no level.
    table: bool,
    /// Its level is asked for.
    open: bool,
}

/// What a line was taken for.
struct Found {
    kind: &'static str,
    label: String,
    id: String,
}

/// How a draft is read; what is wrong with it as a whole is said at its text.
pub(super) fn look_page(
    member: &Member,
    target: Target,
    form: Brought,
    read: &Result<Understood, ParseError>,
    wrong: Wrong,
) -> LookPage {
    let wrong = match read {
        Err(error) if !wrong.is_any() => Wrong::at("text", say_with("upload.body", &[("loi", &error.to_string())])),
        _ => wrong,
    };
    let mut page = LookPage {
        page: Page::new(member, say("title.document_look")),
        target,
        form_key: key_of(form.form_key),
        seen: form.seen,
        titles: form.titles,
        text: form.text.unwrap_or_default(),
        head: form.head,
        told: form.told,
        counts: String::new(),
        loss: String::new(),
        readable: false,
        usable: false,
        notices: Vec::new(),
        apart: Vec::new(),
        lines: Vec::new(),
        levels: Level::ALL.to_vec(),
        chosen: if form.chosen { say("upload.original_again") } else { "" },
        same: false,
        changes: String::new(),
        unfit: String::new(),
        wrong,
    };
    let outline = read.as_ref().map(|read| read.regulation.outline()).ok();
    page.lines = lines(&page.text, read.as_ref().ok().zip(outline.as_ref()), form.open);
    if let (Ok(read), Some(outline)) = (read, &outline) {
        page.counts = outline.counts.sentence();
        page.readable = read.is_readable();
        page.usable = page.readable && read.loss.is_none();
        page.loss = read.loss.as_ref().map(Loss::sentence).unwrap_or_default();
        page.notices = outline.notices.iter().map(|one| (read.line(one.line), one.sentence())).collect();
        page.apart = apart(read, outline);
    }
    page
}

fn apart(read: &Understood, outline: &Outline) -> Vec<(usize, String)> {
    let mut all = Vec::new();
    for line in &outline.lines {
        let name = if line.label.is_empty() { &line.words } else { &line.label };
        if matches!(line.kind, ClauseKind::Annex | ClauseKind::Form) {
            all.push((read.line(line.line), line.words.clone()));
        }
        if line.tables > 0 {
            let fields = [("so", line.tables.to_string()), ("cho", name.clone())];
            all.push((
                read.line(line.line),
                say_with("upload.table_in", &fields.each_ref().map(|(k, v)| (*k, v.as_str()))),
            ));
        }
    }
    all
}

/// The lines that hold something, with their numbers.
fn lines(text: &str, read: Option<(&Understood, &Outline)>, open: Option<usize>) -> Vec<Line> {
    let mut found: HashMap<usize, Vec<Found>> = HashMap::new();
    let mut notices: HashMap<usize, Vec<String>> = HashMap::new();
    if let Some((read, outline)) = read {
        for line in &outline.lines {
            let one = Found { kind: line.kind.name(), label: line.label.clone(), id: line.id.to_string() };
            found.entry(read.line(line.line)).or_default().push(one);
        }
        for one in &outline.notices {
            notices.entry(read.line(one.line)).or_default().push(one.sentence());
        }
    }
    let held = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !is_rule(line));
    let line = |(number, raw): (usize, &str)| {
        let table = raw.trim_start().starts_with('|');
        Line {
            number,
            text: if table { raw.trim().to_owned() } else { unmarked(raw).trim().to_owned() },
            found: found.remove(&number).unwrap_or_default(),
            notices: notices.remove(&number).unwrap_or_default(),
            table,
            open: open == Some(number) && !table,
        }
    };
    held.map(line).collect()
}

/// The line between the head of a table and its rows.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.chars().all(|sign| "|-: ".contains(sign))
}
