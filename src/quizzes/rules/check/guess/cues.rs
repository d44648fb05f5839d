//! Words by which somebody who knows nothing may choose, from `texts/guessers.toml`.

use super::super::wording::words_in_order;
use serde::Deserialize;

/// The lists of `guessers.toml`; each entry is looked for as whole words, in any case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cues {
    pub(super) formal: Vec<Phrase>,
    pub(super) offices: Vec<Phrase>,
    pub(super) clauses: Vec<Phrase>,
    pub(super) conditions: Vec<Phrase>,
    pub(super) stern: Vec<Phrase>,
    pub(super) lenient: Vec<Phrase>,
    pub(super) negations: Vec<Phrase>,
    pub(super) true_cues: Vec<Phrase>,
}

/// Words in a row; `#` is any number or single letter.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "String")]
pub(super) struct Phrase(Vec<String>);

/// Stands for a number.
const NUMBER: &str = "#";

impl Cues {
    /// Reads the file.
    ///
    /// # Errors
    /// When it is not TOML, or a list is missing or not known.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The same with names of offices of the organisation; empty ones are left out.
    #[must_use]
    pub fn with_offices<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.offices.extend(names.into_iter().map(|name| Phrase::from(name.to_owned())));
        self
    }

    /// The lists that are shipped.
    pub fn shipped() -> Self {
        Self::parse(include_str!("../../../../../texts/guessers.toml")).unwrap_or_default()
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        let text = text.to_lowercase().replace(NUMBER, "_");
        let word = |word: &str| if word == "_" { NUMBER.to_owned() } else { word.to_owned() };
        Self(words_in_order(&text).into_iter().map(word).collect())
    }
}

impl Phrase {
    fn fits(&self, words: &[&str]) -> bool {
        let same = |(wanted, word): (&String, &&str)| if wanted == NUMBER { is_number(word) } else { wanted == word };
        words.len() == self.0.len() && self.0.iter().zip(words).all(same)
    }

    fn count(&self, words: &[&str]) -> usize {
        if self.0.is_empty() { 0 } else { words.windows(self.0.len()).filter(|part| self.fits(part)).count() }
    }

    fn opens(&self, words: &[&str]) -> bool {
        !self.0.is_empty() && words.get(..self.0.len()).is_some_and(|start| self.fits(start))
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit()) || word.chars().count() == 1
}

/// How often one of the phrases stands in the text.
pub(super) fn count(phrases: &[Phrase], text: &str) -> usize {
    let text = text.to_lowercase();
    let words = words_in_order(&text);
    phrases.iter().map(|phrase| phrase.count(&words)).sum()
}

/// Whether the text begins with one of the phrases.
pub(super) fn opens(phrases: &[Phrase], text: &str) -> bool {
    let text = text.to_lowercase();
    let words = words_in_order(&text);
    phrases.iter().any(|phrase| phrase.opens(&words))
}
