//! Which passwords are taken, and the ones we suggest.

use crate::text::{fold, nfkc};
use rand::Rng;
use rand::seq::IndexedRandom;

/// Fewest characters of a password that is the only factor.
pub(crate) const SHORTEST: usize = 15;
/// Most characters.
const LONGEST: usize = 200;

const WORDS: &str = include_str!("../../../texts/passphrase-words.txt");

/// Words that stand in every local list of bad passwords; the person's own names come on top.
const GUESSED_FIRST: [&str; 14] = [
    "matkhau",
    "daklak",
    "buonmathuot",
    "dak lak ioc",
    "zalo",
    "trungtam",
    "quantri",
    "vietnam",
    "anhyeuem",
    "iloveyou",
    "hanhchinh",
    "dichvu",
    "congchuc",
    "vienchuc",
];

/// Why a password is not taken: a key of `texts/errors.toml`.
pub(crate) fn refuse_password(password: &str, own: &[&str]) -> Option<&'static str> {
    let password = nfkc(password);
    let length = password.chars().count();
    if length < SHORTEST {
        return Some("password.short");
    }
    if length > LONGEST {
        return Some("password.long");
    }
    let own = own.iter().flat_map(|text| text.split_whitespace().chain([*text]));
    let folded: Vec<String> = own.map(fold).collect();
    let joined: Vec<String> = folded.iter().map(|text| text.replace(' ', "")).collect();
    let mut inputs: Vec<&str> = GUESSED_FIRST.to_vec();
    inputs.extend(folded.iter().chain(&joined).map(String::as_str).filter(|text| text.len() > 1));
    let start: String = password.chars().take(100).collect();
    let weak = zxcvbn::zxcvbn(&start, &inputs).score() < zxcvbn::Score::Three;
    (weak || left_over(&start, &inputs) < 8).then_some("password.guessable")
}

/// Letters and digits of a password that remain without the words everybody would try first.
fn left_over(password: &str, first_guesses: &[&str]) -> usize {
    let mut words: Vec<String> =
        first_guesses.iter().map(|word| word.replace(' ', "")).filter(|word| word.len() > 2).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let folded = fold(password).replace(' ', "");
    words.iter().fold(folded, |rest, word| rest.replace(word, "")).chars().filter(|c| c.is_alphanumeric()).count()
}

/// Four words of two syllables from a list of 1,024: 40 bits.
pub(crate) fn suggest_passphrase(rng: &mut impl Rng) -> String {
    let words: Vec<&str> = WORDS.lines().map(str::trim).filter(|word| !word.is_empty()).collect();
    let mut phrase = words.sample(rng, 4).copied().collect::<Vec<_>>();
    rand::seq::SliceRandom::shuffle(phrase.as_mut_slice(), rng);
    phrase.join(" ")
}

/// The suggestion that a form came back with, if it is one of ours; else another.
pub(crate) fn same_suggestion(before: &str, rng: &mut impl Rng) -> String {
    let syllables: Vec<&str> = before.split(' ').collect();
    let is_word = |pair: &[&str]| WORDS.lines().any(|word| word == pair.join(" "));
    if syllables.len() == 8 && syllables.chunks(2).all(is_word) { before.to_owned() } else { suggest_passphrase(rng) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn a_password_must_be_long_and_not_the_first_guess() {
        let own = ["Nguyễn Văn An", "nguyenvanan"];
        assert_eq!(refuse_password("ngắn quá", &own), Some("password.short"));
        for weak in [
            "123456789012345",
            "aaaaaaaaaaaaaaaa",
            "nguyenvanan2025",
            "matkhaumatkhau1",
            "passwordpassword",
            "daklakiocdaklak",
        ] {
            assert_eq!(refuse_password(weak, &own), Some("password.guessable"), "{weak}");
        }
        assert_eq!(refuse_password("caphe-bando-nuirung-muaha", &own), None);
        assert_eq!(refuse_password("Sáng nay trời mưa to ở phố núi", &own), None);
        assert_eq!(refuse_password(&"dài ".repeat(60), &own), Some("password.long"));
    }

    #[test]
    fn every_suggested_passphrase_is_taken() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(7);
        for _ in 0..200 {
            let phrase = suggest_passphrase(&mut rng);
            assert_eq!(phrase.split(' ').count(), 8);
            assert_eq!(same_suggestion(&phrase, &mut rng), phrase, "it stays when the form comes back");
            assert_ne!(
                same_suggestion(&phrase.to_uppercase(), &mut rng),
                phrase.to_uppercase(),
                "nothing else is shown"
            );
            assert_eq!(refuse_password(&phrase, &[]), None, "{phrase}");
        }
    }

    #[test]
    fn the_word_list_has_1024_distinct_words_of_two_syllables() {
        let words: std::collections::BTreeSet<&str> = WORDS.lines().filter(|word| !word.is_empty()).collect();
        assert_eq!(words.len(), 1024);
        let plain = |word: &&str| word.split(' ').count() == 2 && word.chars().all(|c| c.is_lowercase() || c == ' ');
        assert!(words.iter().all(plain));
        let folded: std::collections::BTreeSet<String> = words.iter().map(|word| fold(word).replace(' ', "")).collect();
        assert_eq!(folded.len(), 1024, "no two sound alike without their marks");
    }
}
