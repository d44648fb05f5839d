//! What is noted in memory and written together every few seconds: comforts, lost without harm.

use std::collections::HashMap;
use std::sync::Mutex;

/// Where somebody was reading: person, document → article, when.
type Places = HashMap<(String, String), (String, i64)>;

/// Notes waiting to be written.
#[derive(Debug, Default)]
pub struct Notes {
    /// Session's hash → when it was last seen.
    seen: Mutex<HashMap<String, i64>>,
    places: Mutex<Places>,
}

impl Notes {
    pub fn saw(&self, session: &str, at: i64) {
        if let Ok(mut seen) = self.seen.lock() {
            seen.insert(session.to_owned(), at);
        }
    }

    /// When a session was last seen, if that is not written yet.
    pub fn seen(&self, session: &str) -> Option<i64> {
        self.seen.lock().ok().and_then(|seen| seen.get(session).copied())
    }

    pub fn was_at(&self, person: &str, document: &str, article: &str, at: i64) {
        if let Ok(mut places) = self.places.lock() {
            places.insert((person.to_owned(), document.to_owned()), (article.to_owned(), at));
        }
    }

    /// Where somebody was in a document, if that is not written yet.
    pub fn place(&self, person: &str, document: &str) -> Option<String> {
        let places = self.places.lock().ok()?;
        places.get(&(person.to_owned(), document.to_owned())).map(|place| place.0.clone())
    }

    /// Takes everything noted: sessions seen, and places as person, document, article, when.
    #[expect(clippy::type_complexity, reason = "two lists, read once, by the job that writes them")]
    pub fn take(&self) -> (Vec<(String, i64)>, Vec<(String, String, String, i64)>) {
        let seen = self.seen.lock().map(|mut seen| std::mem::take(&mut *seen)).unwrap_or_default();
        let places = self.places.lock().map(|mut places| std::mem::take(&mut *places)).unwrap_or_default();
        let places = places.into_iter().map(|((person, document), (article, at))| (person, document, article, at));
        (seen.into_iter().collect(), places.collect())
    }
}
