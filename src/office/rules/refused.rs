//! Why a file is not read.

use super::kind::Kind;
use super::wanted::Wanted;
use crate::text::say_with;
use serde::{Deserialize, Serialize};

/// Why a file is not read; [`Refused::say`] tells what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[error("{self:?}")]
pub enum Refused {
    /// It is something else.
    Kind(Kind),
    /// More bytes than are looked at.
    TooLarge,
    /// It would unpack to more than any text needs.
    Bomb,
    /// A zip that is cut short or damaged.
    Damaged,
    /// A DOCX without the part that holds the text.
    NoDocument,
    /// A part that is not well-formed.
    BadXml { part: String },
    /// Nothing to read in it, perhaps pictures of pages.
    NoText { pictures: usize },
    /// More text than any regulation has.
    TooLong,
    /// Not read within the time allowed.
    TooSlow,
    /// The reader ended without an answer: out of memory, or a fault of ours.
    Failed,
    /// Too many files are being read.
    Busy,
}

impl Refused {
    /// What the file is and what to do to have what was `wanted`, in one or two sentences.
    pub fn say(&self, wanted: Wanted) -> String {
        let key = match self {
            Self::Kind(kind) if wanted == Wanted::List && kind.is_words() => "office.list_of_words",
            Self::Kind(kind) => kind.key(),
            Self::TooLong if wanted == Wanted::List => "office.list_too_long",
            Self::BadXml { .. } => "office.bad_xml",
            Self::NoText { pictures: 0 } => "office.no_text",
            Self::NoText { .. } => "office.only_pictures",
            Self::TooLarge => "office.too_large",
            Self::Bomb => "office.bomb",
            Self::Damaged => "office.damaged",
            Self::NoDocument => "office.no_document",
            Self::TooLong => "office.too_long",
            Self::TooSlow => "office.too_slow",
            Self::Failed => "office.failed",
            Self::Busy => "office.busy",
        };
        let part = if let Self::BadXml { part } = self { part } else { "" };
        say_with(key, &[("ending", wanted.ending()), ("part", part)])
    }
}
