//! What can be disclosed, and for how long it is shown.

use crate::time::MINUTE;

text_enum! {
    pub enum What {
        /// Full phone numbers of a work list.
        Numbers = "numbers",
        /// The table as a file.
        Export = "export",
        /// A personal link.
        Link = "link",
        /// Personal links that were issued together.
        Sheet = "sheet",
    }
}

/// How long the session that opened it sees it, milliseconds.
pub const LIFE: i64 = 30 * MINUTE;

impl What {
    /// Its type in the ledger.
    pub fn leaf(self) -> &'static str {
        match self {
            Self::Numbers => "numbers.shown",
            Self::Export => "export.made",
            Self::Link | Self::Sheet => "link.shown",
        }
    }

    /// The journal's sentence.
    pub fn note(self) -> &'static str {
        match self {
            Self::Numbers => "note.numbers_shown",
            Self::Export => "note.export",
            Self::Link | Self::Sheet => "note.link_shown",
        }
    }
}

/// A subject as the ledger may keep it: what was typed into a search (`q=…`) is words about people and stays out.
pub fn public_subject(subject: &str) -> String {
    let kept = subject.split('&').map(|pair| if typed(pair) { "q=*" } else { pair });
    kept.collect::<Vec<_>>().join("&")
}

fn typed(pair: &str) -> bool {
    pair.strip_prefix("q=").is_some_and(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_never_keeps_what_was_searched_for() {
        assert_eq!(public_subject("round=r1&q=Ni%C3%AA&sort="), "round=r1&q=*&sort=");
        assert_eq!(public_subject("round=r1&q=&sort="), "round=r1&q=&sort=");
        assert_eq!(public_subject("01900000-0000-7000-8000-000000000000"), "01900000-0000-7000-8000-000000000000");
    }
}
