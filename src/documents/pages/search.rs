//! Searching in a document.

use crate::site::Version;
use crate::words;

/// Clauses that are shown.
const MOST: usize = 50;

/// A clause that holds what was searched for.
pub(super) struct Found {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) before: String,
    pub(super) hit: String,
    pub(super) after: String,
}

/// Clauses that hold what was typed, word for word, however it was typed; at most 50.
pub(super) fn find(version: &Version, query: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for clause in version.regulation.clauses() {
        let own: String = clause.lines().join(" ");
        let Some((at, end)) = words::find(&own, query) else { continue };
        let letters: Vec<char> = own.chars().collect();
        let part = |from: usize, to: usize| letters.iter().skip(from).take(to.saturating_sub(from)).collect::<String>();
        found.push(Found {
            href: format!("/documents/{}/clauses/{}", version.row.document_id, clause.id),
            label: clause.called(),
            before: part(at.saturating_sub(60), at),
            hit: part(at, end),
            after: part(end, end + 80),
        });
        if found.len() == MOST {
            break;
        }
    }
    found
}
