//! Words searched for: each a prefix of a word of the name, the code or the position; typed with marks, with the marks.

use crate::words::{self, Typed};

/// More typed words than these are not looked at: no name has so many.
const MOST: usize = 8;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// Folded, longest first: the rarest is likely among them.
    folded: Vec<String>,
    /// All of them, as they were typed.
    typed: Vec<Typed>,
}

impl Words {
    /// Longest text searched for, in characters.
    pub(crate) const LONGEST: usize = 80;

    pub(crate) fn parse(text: &str) -> Self {
        let mut found = Self::default();
        for word in words::typed(text).into_iter().take(MOST) {
            if !found.folded.contains(&word.key) {
                found.folded.push(word.key.clone());
            }
            if !found.typed.contains(&word) {
                found.typed.push(word);
            }
        }
        found.folded.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        found
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// The folded words, each a prefix to be looked up.
    pub(crate) fn folded(&self) -> &[String] {
        &self.folded
    }

    /// Whether the answer of the look-up has to be looked at again.
    pub(crate) fn has_marks(&self) -> bool {
        self.typed.iter().any(Typed::is_marked)
    }

    /// Whether the words typed with marks stand in these texts, marks and all.
    pub(crate) fn marks_stand_in(&self, texts: &[&str]) -> bool {
        words::marks_stand_in(&self.typed, &texts.join(" "))
    }

    /// Whether everything typed is found in these texts, without any look-up: for names as they were.
    pub(crate) fn stand_in(&self, texts: &[&str]) -> bool {
        let forms = words::forms(&texts.join(" "));
        self.folded.iter().all(|word| words::begins(&forms, word)) && self.marks_stand_in(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_works_with_and_without_marks() {
        let duc = ["Trần Văn Đức", "NV01", "Kỹ sư"];
        let find = |words: &str| Words::parse(words).stand_in(&duc);
        assert!(find("duc") && find("đức") && find("TRAN duc") && find("Trần") && find("nv01 ky"));
        assert!(!find("dục") && !find("nam") && !find("ran"));
        assert!(Words::parse("h'hen nie").stand_in(&["H’Hen Niê", "", ""]));
        assert!(Words::parse("hen nie").stand_in(&["H’Hen Niê", "", ""]));
    }

    #[test]
    fn only_words_with_marks_are_looked_at_again() {
        assert!(!Words::parse("tran van duc").has_marks());
        assert!(Words::parse("tran văn").has_marks());
        assert!(Words::parse("  ’ ").folded().is_empty());
        assert_eq!(Words::parse("a bcd a").folded(), ["bcd", "a"]);
    }
}
