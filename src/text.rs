//! Sentences people read, from `texts/`: reviewed as a document, never scattered in code.

use std::collections::HashMap;
use std::sync::LazyLock;

static SENTENCES: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| toml::from_str(include_str!("../texts/errors.toml")).unwrap_or_default());

/// The sentence of `key` in `texts/errors.toml`; the key itself when there is none (a test forbids it).
pub fn say(key: &'static str) -> &'static str {
    SENTENCES.get(key).map_or(key, String::as_str)
}

/// The sentence of a key made at run time (a verdict's code); `None` when there is none.
pub fn find(key: &str) -> Option<&'static str> {
    SENTENCES.get(key).map(String::as_str)
}

/// [`say`] with `{name}` replaced.
pub fn say_with(key: &'static str, fields: &[(&str, &str)]) -> String {
    fill(say(key), fields)
}

/// Replaces each `{name}` of `text`.
pub fn fill(text: &str, fields: &[(&str, &str)]) -> String {
    fields.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Every key and sentence, for the review document.
pub fn sentences() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> = SENTENCES.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    all.sort_unstable();
    all
}

/// Why a text was refused at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadText {
    /// U+FFFD: the bytes were not UTF-8.
    Broken,
    /// NUL, control or direction-changing characters.
    Control,
    /// Longer than any field of ours.
    TooLong,
}

/// Canonical form (NFC) of a text from outside, trimmed at the ends.
///
/// # Errors
/// [`BadText`] for characters no form of ours sends; line breaks and tabs pass.
pub fn clean(text: &str, longest: usize) -> Result<String, BadText> {
    if text.chars().count() > longest {
        return Err(BadText::TooLong);
    }
    for letter in text.chars() {
        match letter {
            '\u{FFFD}' => return Err(BadText::Broken),
            '\n' | '\r' | '\t' => {}
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' => {
                return Err(BadText::Control);
            }
            letter if letter.is_control() => return Err(BadText::Control),
            _ => {}
        }
    }
    Ok(nfc(text.trim()))
}

/// Unicode canonical composition.
pub fn nfc(text: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_there_and_used() {
        let source = all_source();
        for (key, sentence) in sentences() {
            assert_eq!(nfc(sentence), sentence, "{key} is not NFC");
            let whole = format!("\"{key}\"");
            let by_code = ["name.", "phone."].iter().any(|start| key.starts_with(start));
            assert!(by_code || source.contains(&whole), "nobody says {key}");
        }
        let makers = ["say(\"", "say_with(\"", "conflict(\"", "invalid(\""];
        for maker in makers {
            for rest in source.split(maker).skip(1) {
                let key = rest.split('"').next().unwrap();
                if key.contains('{') || !key.contains('.') {
                    continue;
                }
                assert!(find(key).is_some(), "no sentence for {key}");
            }
        }
    }

    fn all_source() -> String {
        let mut text = String::new();
        let mut folders = vec![std::path::PathBuf::from("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    text.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        text
    }

    #[test]
    fn clean_refuses_what_no_form_sends_and_composes_the_rest() {
        assert_eq!(clean("  Ha\u{0300} ", 10).as_deref(), Ok("Hà"));
        assert_eq!(clean("a\u{0}b", 10), Err(BadText::Control));
        assert_eq!(clean("a\u{202E}b", 10), Err(BadText::Control));
        assert_eq!(clean("a\u{FFFD}", 10), Err(BadText::Broken));
        assert_eq!(clean("dài quá", 3), Err(BadText::TooLong));
    }
}
