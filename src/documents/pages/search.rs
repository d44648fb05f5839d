//! Searching in a document.

use crate::site::Version;

/// A clause that holds what was searched for.
pub(super) struct Found {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) before: String,
    pub(super) hit: String,
    pub(super) after: String,
}

/// One folded letter for each letter, so that places in both texts agree.
fn folded(text: &str) -> Vec<char> {
    let plain = |letter: char| {
        let text = crate::text::fold(&letter.to_string());
        text.chars().next().unwrap_or(letter.to_lowercase().next().unwrap_or(letter))
    };
    text.chars().map(plain).collect()
}

/// Clauses that hold the words, whatever the marks and the case; at most 50.
pub(super) fn find(version: &Version, query: &str) -> Vec<Found> {
    let wanted = folded(query);
    let mut found = Vec::new();
    for clause in version.regulation.clauses() {
        let own: String = clause.lines().join(" ");
        let text = folded(&own);
        let Some(at) = text.windows(wanted.len().max(1)).position(|window| window == wanted) else { continue };
        let letters: Vec<char> = own.chars().collect();
        let part = |from: usize, to: usize| letters.iter().skip(from).take(to.saturating_sub(from)).collect::<String>();
        let end = at + wanted.len();
        found.push(Found {
            href: format!("/documents/{}/clauses/{}", version.row.document_id, clause.id),
            label: if clause.label.is_empty() { clause.title() } else { clause.label.clone() },
            before: part(at.saturating_sub(60), at),
            hit: part(at, end),
            after: part(end, end + 80),
        });
    }
    found.truncate(50);
    found
}
