//! E-mail addresses: may be missing, are never guessed.

/// Why an address as typed is not taken: a key of `texts/`. An empty one is.
pub(crate) fn check_email(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Ok(());
    }
    let plain = text.len() <= 200 && text.bytes().all(|b| b.is_ascii_graphic() && !b"<>,;:\\\"()[]".contains(&b));
    let good = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && host.split('.').all(|part| !part.is_empty())
    });
    if plain && good { Ok(()) } else { Err("person.email") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_empty_or_looks_like_one() {
        for good in ["", "an@daklak.gov.vn", "a.b+c@x.vn"] {
            assert_eq!(check_email(good), Ok(()), "{good}");
        }
        for bad in ["an", "@x.vn", "an@", "an@x", "an@x..vn", "a b@x.vn", "a@b@c.vn", "an@x.vn, y@x.vn"] {
            assert!(check_email(bad).is_err(), "{bad}");
        }
    }
}
