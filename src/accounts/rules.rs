//! Passwords, sign-in names, delays: decisions without a database.

use rand::Rng;
use rand::seq::IndexedRandom;

/// Fewest characters of a password that is the only factor.
pub const SHORTEST: usize = 15;
/// Most characters.
pub const LONGEST: usize = 200;

const WORDS: &str = include_str!("../../texts/passphrase-words.txt");

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

/// NFKC: the same password from any keyboard.
pub fn canonical(password: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfkc().normalize(password).into_owned()
}

/// Why a password is not taken: a key of `texts/errors.toml`.
pub fn refuse_password(password: &str, own: &[&str]) -> Option<&'static str> {
    let password = canonical(password);
    let length = password.chars().count();
    if length < SHORTEST {
        return Some("password.short");
    }
    if length > LONGEST {
        return Some("password.long");
    }
    let own = own.iter().flat_map(|text| text.split_whitespace().chain([*text]));
    let folded: Vec<String> = own.map(crate::contacts::rules::names::fold).collect();
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
    let folded = crate::contacts::rules::names::fold(password).replace(' ', "");
    words.iter().fold(folded, |rest, word| rest.replace(word, "")).chars().filter(|c| c.is_alphanumeric()).count()
}

/// Four words from a list of 1,024: 40 bits, easy to type without a Vietnamese keyboard.
pub fn suggest_passphrase(rng: &mut impl Rng) -> String {
    let words: Vec<&str> = WORDS.lines().map(str::trim).filter(|word| !word.is_empty()).collect();
    let mut phrase = words.sample(rng, 4).copied().collect::<Vec<_>>();
    rand::seq::SliceRandom::shuffle(phrase.as_mut_slice(), rng);
    phrase.join("-")
}

/// The sign-in name offered for a full name: `nguyenvanan`, then `nguyenvanan2`, …
pub fn login_of(full_name: &str, nth: usize) -> String {
    let folded = crate::contacts::rules::names::fold(full_name);
    let plain: String = folded.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    let plain = if plain.is_empty() { "thanhvien".to_owned() } else { plain };
    if nth < 2 { plain } else { format!("{plain}{nth}") }
}

/// A sign-in name as typed: case, marks and spaces do not matter.
pub fn fold_login(typed: &str) -> String {
    crate::contacts::rules::names::fold(typed).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

/// Milliseconds to wait after `failures` wrong passwords in a row for one account:
/// nothing for four, then 2 s doubling to one minute. A stranger can slow a person down, never lock them out.
pub fn account_delay(failures: i64) -> i64 {
    growing(failures - 4, 60)
}

/// The same for one address, which a whole office may share: nothing for 29, then doubling to 15 minutes.
pub fn address_delay(failures: i64) -> i64 {
    growing(failures - 29, 900)
}

fn growing(over: i64, most_seconds: i64) -> i64 {
    if over <= 0 {
        return 0;
    }
    let seconds = 1_i64 << over.min(20);
    seconds.min(most_seconds) * crate::time::SECOND
}

/// Failures older than this are forgotten, milliseconds.
pub const FORGET: i64 = 60 * crate::time::MINUTE;

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
            assert_eq!(phrase.split('-').count(), 4);
            assert_eq!(refuse_password(&phrase, &[]), None, "{phrase}");
        }
    }

    #[test]
    fn the_word_list_has_1024_distinct_plain_words() {
        let words: std::collections::BTreeSet<&str> = WORDS.lines().filter(|word| !word.is_empty()).collect();
        assert_eq!(words.len(), 1024);
        assert!(words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase())));
    }

    #[test]
    fn sign_in_names_come_from_any_name() {
        assert_eq!(login_of("Nguyễn Văn Đức", 1), "nguyenvanduc");
        assert_eq!(login_of("H’Hen Niê", 2), "hhennie2");
        assert_eq!(fold_login(" Nguyễn Văn Đức "), "nguyenvanduc");
    }

    #[test]
    fn delays_grow_and_end() {
        assert_eq!(account_delay(4), 0);
        assert_eq!(account_delay(5), 2_000);
        assert_eq!(account_delay(6), 4_000);
        assert_eq!(account_delay(1_000_000), 60_000);
        assert_eq!(address_delay(29), 0);
        assert_eq!(address_delay(i64::MAX), 900_000);
    }
}
