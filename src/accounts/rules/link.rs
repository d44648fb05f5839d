//! What a personal link is for, and how a session begins.

text_enum! {
    pub enum LinkKind {
        /// Of an empty database: it makes the first admin.
        Setup = "setup",
        /// Sets the first password.
        Invite = "invite",
        /// Sets a forgotten password anew.
        Reset = "reset",
    }
}

text_enum! {
    /// How somebody was identified: when a session began, or for a confirmation.
    pub enum How {
        Link = "link",
        Password = "password",
        /// By their hand on a paper, entered by one person and compared with its scan by another.
        Paper = "paper",
    }
}

/// Characters of a token.
const LENGTH: usize = 43;

/// The token in what was copied: without the full stop, bracket, quotation mark, space or invisible sign around it.
pub fn token_of(copied: &str) -> &str {
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let start = copied.find(good).unwrap_or(copied.len());
    let inner = copied.get(start..).unwrap_or_default();
    let end = inner.find(|c| !good(c)).unwrap_or(inner.len());
    let (token, behind) = inner.split_at(end);
    // A message's word behind it is another thing than a sign.
    let longer = behind.chars().any(char::is_alphanumeric);
    // A hyphen or a dash behind a whole token is not its own.
    let token = token
        .get(..LENGTH)
        .filter(|_| token.get(LENGTH..).is_some_and(|rest| rest.chars().all(|c| c == '-' || c == '_')))
        .unwrap_or(token);
    if longer { copied } else { token }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_in_what_was_copied_with_it() {
        for token in ["a".repeat(43), format!("-{}_", "b".repeat(41)), format!("{}-", "c".repeat(42))] {
            for around in [
                "{}",
                "{}.",
                "{}.)",
                "({})",
                "{},",
                "{} ",
                "{}\u{200b}",
                "\u{2060}{}\u{feff}",
                "“{}”",
                "{}…",
                "{}!",
                "{}-",
                "{}'",
                "{}\u{a0}",
            ] {
                assert_eq!(token_of(&around.replace("{}", &token)), token, "{around}");
            }
        }
        assert_eq!(token_of("x"), "x");
        assert_eq!(token_of("x y"), "x y");
        assert_eq!(token_of("…"), "");
    }
}
