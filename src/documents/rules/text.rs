//! The canonical text of a regulation and its hash.

use super::address::ClauseId;
use super::paragraph::Paragraph;
use super::regulation::Regulation;
use crate::id::sha256;
use crate::text::nfd;

/// A title as a piece of an address: without diacritics, words joined by `-`.
pub(super) fn slug(title: &str) -> String {
    let plain: String =
        nfd(&title.to_lowercase().replace('đ', "d")).chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.take(8).map(|word| word.get(..20).unwrap_or(word)).collect::<Vec<_>>().join("-");
    let slug = slug.get(..60).unwrap_or(&slug).trim_end_matches('-').to_owned();
    if slug.starts_with(|c: char| c.is_ascii_digit()) { format!("so-{slug}") } else { slug }
}

impl Regulation {
    /// The whole text in NFC with LF: placeholders filled, marks removed, one blank line between paragraphs,
    /// one LF at the end. What people read and acknowledge; the head is not part of it.
    pub fn canonical_text(&self) -> String {
        let mut lines: Vec<String> = self.preamble().iter().map(Paragraph::plain).collect();
        lines.extend(self.lines_of(0, self.clauses.len(), true));
        joined(&lines)
    }

    /// The words of the clauses from one place to before another, in the order in which they are printed.
    pub(super) fn lines_of(&self, from: usize, to: usize, notes: bool) -> Vec<String> {
        let clauses = self.clauses.get(from..to).unwrap_or_default();
        let tails = clauses.iter().flat_map(|clause| clause.tail.iter().map(move |tail| (clause.depth, tail)));
        let mut tails: Vec<_> = tails.collect();
        // What lies deeper ends first.
        tails.sort_by_key(|(depth, tail)| (tail.after, std::cmp::Reverse(*depth)));
        let mut tails = tails.into_iter().map(|(_, tail)| tail).peekable();
        let mut lines = Vec::new();
        for (place, clause) in (from..).zip(clauses) {
            lines.extend(if notes { clause.first_lines() } else { clause.lines_without_notes() });
            while let Some(tail) = tails.next_if(|tail| tail.after <= place) {
                if notes || tail.paragraph.note.is_none() {
                    lines.push(tail.paragraph.plain());
                }
            }
        }
        lines
    }

    /// SHA-256 of [`Self::canonical_text`] in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(self.canonical_text())
    }

    /// The whole text of one clause with everything nested in it, in the canonical form.
    pub fn text_of(&self, id: &ClauseId) -> Option<String> {
        let place = self.place(id)?;
        Some(joined(&self.lines_of(place, place + 1 + self.inner(place), true)))
    }

    /// SHA-256 of [`Self::text_of`] in hexadecimal: changes when, and only when, the words of the clause change.
    pub fn sha256_of(&self, id: &ClauseId) -> Option<String> {
        self.text_of(id).map(sha256)
    }
}

/// Paragraphs with a blank line between them and one LF at the end.
fn joined(lines: &[String]) -> String {
    let mut text = lines.join("\n\n");
    text.push('\n');
    text
}
