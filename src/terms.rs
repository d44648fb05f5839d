//! What the organisation calls its people and itself: filled into every sentence that names them, `{@phong}` in
//! `texts/`. Who speaks is known around a request, as the language is where there are several.

use crate::sentences::{find, sentences};
use std::collections::{BTreeMap, HashMap};
use std::sync::{LazyLock, RwLock};

/// The terms, as `texts/` writes them, with the setting that holds each.
const TERMS: [(&str, &str); 5] = [
    ("truong_nhom", "term.leader"),
    ("lanh_dao", "term.leadership"),
    ("co_quan", "term.house"),
    ("phong", "org.office_short"),
    ("phong_day_du", "org.office"),
];

tokio::task_local! {
    static HERE: &'static Terms;
}

/// One organisation's words, and the sentences with them.
#[derive(Debug)]
pub struct Terms {
    words: [String; TERMS.len()],
    /// Each sentence that names somebody, filled in.
    spoken: HashMap<&'static str, String>,
}

/// Every set of words this process has met: organisations rename themselves rarely, and a sentence may be held for ever.
static KNOWN: RwLock<Vec<&'static Terms>> = RwLock::new(Vec::new());

static NEUTRAL: LazyLock<&'static Terms> = LazyLock::new(|| Terms::of(&BTreeMap::new()));

impl Terms {
    /// Those of the settings by name; what is not set has the neutral word of `texts/`.
    pub fn of(settings: &BTreeMap<String, String>) -> &'static Self {
        let neutral = |name: &str| find(&format!("default.{name}")).unwrap_or_default().to_owned();
        let word = |name: &str| settings.get(name).filter(|word| !word.is_empty()).cloned();
        let words = TERMS.map(|(_, name)| word(name).unwrap_or_else(|| neutral(name)));
        if let Some(known) = KNOWN.read().ok().and_then(|all| all.iter().find(|one| one.words == words).copied()) {
            return known;
        }
        let naming = sentences().into_iter().filter(|(_, sentence)| sentence.contains("{@"));
        let spoken = naming.map(|(key, sentence)| (key, filled(sentence, &words))).collect();
        let made: &'static Self = Box::leak(Box::new(Self { words, spoken }));
        if let Ok(mut all) = KNOWN.write() {
            all.push(made);
        }
        made
    }

    /// Those that hold here: of the organisation whose request or job this is.
    pub fn here() -> &'static Self {
        HERE.try_with(|terms| *terms).unwrap_or(*NEUTRAL)
    }

    /// Runs what is done for an organisation with its words.
    pub async fn around<F: Future>(&'static self, work: F) -> F::Output {
        HERE.scope(self, work).await
    }

    /// The same for what waits for nothing.
    pub fn speak<T>(&'static self, work: impl FnOnce() -> T) -> T {
        HERE.sync_scope(self, work)
    }

    /// A text with the words in the place of its `{@…}`.
    pub fn fill(&self, text: &str) -> String {
        filled(text, &self.words)
    }

    /// A sentence that names somebody.
    pub(crate) fn spoken(&self, key: &str) -> Option<&str> {
        self.spoken.get(key).map(String::as_str)
    }

    /// One word.
    pub fn word(&self, term: &str) -> &str {
        TERMS.iter().zip(&self.words).find(|((name, _), _)| *name == term).map_or("", |(_, word)| word)
    }
}

/// The text with its first letter as a capital.
pub(crate) fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// The words of the organisation that is shipped as an example.
pub fn shipped() -> &'static Terms {
    let organisation: toml::Table = toml::from_str(include_str!("../texts/organisation.toml")).unwrap_or_default();
    let settings = organisation.get("settings").and_then(toml::Value::as_table).into_iter().flatten();
    let text = |(name, value): (&String, &toml::Value)| Some((name.clone(), value.as_str()?.to_owned()));
    Terms::of(&settings.filter_map(text).collect())
}

/// Puts each word in, with a capital where a sentence begins.
fn filled(text: &str, words: &[String; TERMS.len()]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(at) = rest.find("{@") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let word = TERMS.iter().zip(words).find_map(|((name, _), word)| {
            let after = from.strip_prefix("{@")?.strip_prefix(name)?.strip_prefix('}')?;
            Some((word, after))
        });
        let Some((word, after)) = word else {
            out.push_str("{@");
            rest = from.strip_prefix("{@").unwrap_or_default();
            continue;
        };
        let begins = out.trim_end_matches(['“', '*', '-', ' ', '\n']).chars().next_back().is_none_or(|c| c == '.');
        let line = out.trim_end_matches(['“', '*', '-', ' ']).ends_with('\n');
        if begins || line {
            out.push_str(&upper_first(word));
        } else {
            out.push_str(word);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> &'static Terms {
        Terms::of(&BTreeMap::from([("org.office_short".to_owned(), "bộ phận Văn thư".to_owned())]))
    }

    #[test]
    fn a_word_has_a_capital_where_a_sentence_begins() {
        let said = office().fill("{@phong} đã ghi. Báo {@phong}. {@phong} sẽ xem.\n- {@phong}: hồ sơ");
        let wanted = "Bộ phận Văn thư đã ghi. Báo bộ phận Văn thư. Bộ phận Văn thư sẽ xem.\n- Bộ phận Văn thư: hồ sơ";
        assert_eq!(said, wanted);
        assert_eq!(office().fill("{@la} {@"), "{@la} {@");
    }

    #[test]
    fn the_same_words_are_held_once() {
        assert!(std::ptr::eq(office(), office()));
        assert_eq!(Terms::here().word("truong_nhom"), "Trưởng nhóm");
        assert_eq!(office().speak(|| Terms::here().word("phong").to_owned()), "bộ phận Văn thư");
    }

    #[test]
    fn every_sentence_names_only_known_words() {
        for (key, sentence) in sentences() {
            assert!(!office().fill(sentence).contains("{@"), "{key}");
        }
    }
}
