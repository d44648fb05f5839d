//! Identifiers and secrets.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngExt;
use sha2::{Digest, Sha256};

/// A new UUIDv7, as text: sorts by time.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// True for the text of a UUID: what a form key or an id in an address must be.
pub fn is_id(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// The key of one of the things that a form is about: always the same of the same form; `None` when that has no key.
pub(crate) fn part_key(form: &str, thing: &str) -> Option<String> {
    if !is_id(form) {
        return None;
    }
    let mut half = [0_u8; 16];
    half.iter_mut().zip(Sha256::digest(format!("{form} {thing}"))).for_each(|(to, from)| *to = from);
    Some(uuid::Builder::from_custom_bytes(half).into_uuid().to_string())
}

/// 256 random bits, base64url: a link's token, a session's cookie, a form's CSRF token.
pub fn new_token() -> String {
    let bytes: [u8; 32] = rand::rng().random();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The person's id in the ledger: 128 random bits, hex (`evidence.md` §3).
pub fn new_actor() -> String {
    let bytes: [u8; 16] = rand::rng().random();
    hex(&bytes)
}

/// A salt of 256 random bits, hex.
pub fn new_salt() -> String {
    let bytes: [u8; 32] = rand::rng().random();
    hex(&bytes)
}

/// Lower-case hexadecimal SHA-256.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes.as_ref()))
}

/// Mã xác nhận: 12 characters without 0/O, 1/I/L, in groups of four, from 60 random bits.
pub fn new_code() -> String {
    const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut rng = rand::rng();
    let mut code = String::new();
    for place in 0..12 {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        let letter = LETTERS.get(rng.random_range(0..LETTERS.len())).copied().unwrap_or(b'2');
        code.push(char::from(letter));
    }
    code
}

/// HMAC-SHA256 as base64url, 43 characters.
pub(crate) fn hmac_token(key: &[u8; 32], message: &[u8]) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    // The hash's block: a shorter key is one with zeros behind it (RFC 2104).
    let mut block = [0_u8; 64];
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(message);
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Most that are chosen at once in a list.
pub(crate) const MOST: usize = 100;

/// What of it are ids, at most [`MOST`].
pub(crate) fn chosen(given: &[String]) -> Vec<&String> {
    given.iter().filter(|id| is_id(id)).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_three_groups_and_no_letter_that_reads_two_ways() {
        let code = new_code();
        assert_eq!(code.len(), 14);
        assert!(code.chars().all(|c| c == '-' || (c.is_ascii_alphanumeric() && !"01OIL".contains(c))));
    }

    #[test]
    fn sha256_is_the_standard_one() {
        assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn only_a_uuid_is_an_id() {
        assert!(is_id(&new_id()));
        assert!(!is_id("1' or '1'='1"));
    }

    #[test]
    fn each_thing_of_a_form_has_its_own_key() {
        let form = new_id();
        let key = part_key(&form, "a").unwrap();
        assert!(is_id(&key) && key != form);
        assert_eq!(part_key(&form, "a").unwrap(), key);
        assert_ne!(part_key(&form, "b").unwrap(), key);
        assert_ne!(part_key(&new_id(), "a").unwrap(), key);
        assert_eq!(part_key("x", "a"), None);
    }
}
