//! Sentences people read, from `texts/`, reviewed as a document.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One file a subject; no key stands twice.
const FILES: [(&str, &str); 17] = [
    ("errors", include_str!("../texts/errors.toml")),
    ("notes", include_str!("../texts/notes.toml")),
    ("states", include_str!("../texts/states.toml")),
    ("frame", include_str!("../texts/frame.toml")),
    ("people", include_str!("../texts/people.toml")),
    ("documents", include_str!("../texts/documents.toml")),
    ("quizzes", include_str!("../texts/quizzes.toml")),
    ("admissions", include_str!("../texts/admissions.toml")),
    ("tracking", include_str!("../texts/tracking.toml")),
    ("doubts", include_str!("../texts/doubts.toml")),
    ("reminders", include_str!("../texts/reminders.toml")),
    ("reports", include_str!("../texts/reports.toml")),
    ("outline", include_str!("../texts/outline.toml")),
    ("papers", include_str!("../texts/papers.toml")),
    ("office", include_str!("../texts/office.toml")),
    ("calendar", include_str!("../texts/calendar.toml")),
    ("upload", include_str!("../texts/upload.toml")),
];

static SENTENCES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let read = |(_, text): (&str, &str)| toml::from_str::<HashMap<String, String>>(text).unwrap_or_default();
    FILES.into_iter().flat_map(read).collect()
});

/// The sentence of a key as `texts/` has it.
pub(crate) fn find(key: &str) -> Option<&'static str> {
    SENTENCES.get(key).map(String::as_str)
}

/// Every key and sentence, for the review document.
pub fn sentences() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> = SENTENCES.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_stands_in_two_files() {
        let mut seen = HashMap::new();
        for (file, text) in FILES {
            let keys: HashMap<String, String> = toml::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
            for key in keys.into_keys() {
                if let Some(other) = seen.insert(key.clone(), file) {
                    panic!("{key} stands in {file} and in {other}");
                }
            }
        }
    }
}
