//! The canonical text of a regulation and its hash.

use super::address::ClauseId;
use super::regulation::Regulation;
use crate::id::sha256;
use crate::text::nfd;

/// A title as a piece of an address: without diacritics, words joined by `-`.
pub(super) fn slug(title: &str) -> String {
    let plain: String =
        nfd(&title.to_lowercase().replace('đ', "d")).chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.take(8).collect::<Vec<_>>().join("-")
}

impl Regulation {
    /// The whole text in NFC with LF: placeholders filled, marks removed, one blank line between paragraphs,
    /// one LF at the end. What people read and acknowledge; the head is not part of it.
    pub fn canonical_text(&self) -> String {
        let mut lines: Vec<String> = self.preamble().iter().map(super::Paragraph::plain).collect();
        lines.extend(self.clauses().iter().flat_map(super::Clause::lines));
        joined(&lines)
    }

    /// SHA-256 of [`Self::canonical_text`] in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(self.canonical_text())
    }

    /// The whole text of one clause with everything nested in it, in the canonical form.
    pub fn text_of(&self, id: &ClauseId) -> Option<String> {
        let lines: Vec<String> = self.subtree(id)?.iter().flat_map(super::Clause::lines).collect();
        Some(joined(&lines))
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
