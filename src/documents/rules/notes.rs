//! Footnotes moved to the end of the article that refers to them.

use super::notice::{Notice, NoticeKind};
use super::paragraph::{Paragraph, Tail};
use super::regulation::Regulation;
use super::rows::{self, Row};
use std::collections::{BTreeSet, HashMap};

/// Moves every footnote behind the last word of the article, or of the rule outside of articles, that refers to it first. A footnote that only a heading or itself refers to stays where it was written.
pub(super) fn settle(regulation: &mut Regulation) {
    let owners = owners(regulation);
    if owners.is_empty() {
        return;
    }
    let mut notes: Vec<Paragraph> = Vec::new();
    let mut take = |list: &mut Vec<Paragraph>| {
        let moved = |one: &mut Paragraph| one.note.as_ref().is_some_and(|label| owners.contains_key(label));
        notes.extend(list.extract_if(.., moved));
    };
    take(&mut regulation.preamble);
    for clause in &mut regulation.clauses {
        take(&mut clause.paragraphs);
        let mut tail = Vec::new();
        for one in std::mem::take(&mut clause.tail) {
            let mut list = vec![one.paragraph];
            take(&mut list);
            tail.extend(list.into_iter().map(|paragraph| Tail { after: one.after, paragraph }));
        }
        clause.tail = tail;
    }
    for note in notes {
        let owner = note.note.as_ref().and_then(|label| owners.get(label)).copied().flatten();
        place(regulation, owner, note);
    }
}

/// Footnotes without words, words that nothing refers to, and words that were there already.
pub(super) fn told(rows: &[Row<'_>]) -> Vec<Notice> {
    let with: Vec<&Row<'_>> = rows.iter().filter(|row| row.raw.contains("[^")).collect();
    let words = |row: &&Row<'_>| rows::definition(row.raw).map(|(label, _)| label.to_owned());
    let own = |row: &Row<'_>| rows::definition(row.raw).map_or(row.raw, |(_, rest)| rest).to_owned();
    let written: BTreeSet<String> = with.iter().filter_map(words).collect();
    let called: BTreeSet<String> =
        with.iter().flat_map(|row| rows::references(&own(row)).map(str::to_owned).collect::<Vec<_>>()).collect();
    let (mut seen, mut missing) = (BTreeSet::new(), BTreeSet::new());
    let mut notices = Vec::new();
    for row in with {
        let mut tell = |kind, label: &str| {
            notices.push(Notice { line: row.line, kind, clause: None, words: format!("[^{label}]") });
        };
        if let Some((label, _)) = rows::definition(row.raw) {
            if !called.contains(label) {
                tell(NoticeKind::NoteUncalled, label);
            } else if !seen.insert(label.to_owned()) {
                tell(NoticeKind::NoteAgain, label);
            }
        }
        for label in rows::references(&own(row)).filter(|label| !written.contains(*label)) {
            if missing.insert(label.to_owned()) {
                tell(NoticeKind::NoteMissing, label);
            }
        }
    }
    notices
}

/// The clause that each footnote goes to; `None`: the lines above the first heading.
fn owners(regulation: &Regulation) -> HashMap<String, Option<usize>> {
    let mut owners = HashMap::new();
    let mut note = |list: &[Paragraph], owner: Option<usize>| {
        for label in list.iter().filter(|one| one.note.is_none()).flat_map(Paragraph::refers) {
            owners.entry(label.to_owned()).or_insert(owner);
        }
    };
    note(&regulation.preamble, None);
    for (at, clause) in regulation.clauses.iter().enumerate() {
        let owner = regulation.rule_place(at);
        note(&clause.paragraphs, Some(owner));
        for tail in &clause.tail {
            note(std::slice::from_ref(&tail.paragraph), Some(owner));
        }
    }
    owners
}

fn place(regulation: &mut Regulation, owner: Option<usize>, note: Paragraph) {
    let last = owner.map(|owner| owner + regulation.inner(owner));
    match owner.and_then(|owner| regulation.clauses.get_mut(owner)) {
        // The words of a heading are shown before what it holds.
        Some(clause) if last == owner || !clause.kind.is_provision() => clause.paragraphs.push(note),
        Some(clause) => clause.tail.push(Tail { after: last.unwrap_or_default(), paragraph: note }),
        None => regulation.preamble.push(note),
    }
}
