//! What is told about a file beside its text: nothing is left out in silence.

use super::super::fonts::OldFont;
use crate::text::say_with;
use serde::{Deserialize, Serialize};

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// Changes not yet accepted, read as if they were; the first words of the paragraphs.
    Changes { count: usize, places: Vec<String> },
    /// What changes not yet accepted take away, by its first words.
    Deleted { count: usize, places: Vec<String> },
    /// Hidden text left out, by the first words around it.
    Hidden { count: usize, places: Vec<String> },
    /// Comments left out.
    Comments { count: usize },
    /// Text boxes left out, with what they say.
    TextBoxes { texts: Vec<String> },
    /// Headers and footers left out, with what they say.
    Margins { texts: Vec<String> },
    /// Lines of a table of contents left out.
    Contents { count: usize },
    /// Page numbers in the text left out.
    PageNumbers { count: usize },
    /// Pictures left out.
    Pictures { count: usize },
    /// Embedded objects and charts left out.
    Objects { count: usize },
    /// Equations, of which the letters were kept.
    Equations { count: usize },
    /// Other files that the text draws in, left out.
    Files { count: usize },
    /// Letters of an old font made Unicode, in so many paragraphs.
    OldFont { font: OldFont, count: usize },
    /// Signs that have no letter, shown as a square.
    Signs { count: usize, places: Vec<String> },
    /// Tables that only set text side by side, read as paragraphs.
    Layout { count: usize },
}

impl Notice {
    /// In a sentence.
    pub fn say(&self) -> String {
        let list = |all: &[String]| all.iter().map(|one| format!("“{one}”")).collect::<Vec<_>>().join("; ");
        let (key, count, places) = match self {
            Self::Changes { count, places } => ("office.told.changes", *count, list(places)),
            Self::Deleted { count, places } => ("office.told.deleted", *count, list(places)),
            Self::Hidden { count, places } => ("office.told.hidden", *count, list(places)),
            Self::Comments { count } => ("office.told.comments", *count, String::new()),
            Self::TextBoxes { texts } => ("office.told.boxes", texts.len(), list(texts)),
            Self::Margins { texts } => ("office.told.margins", texts.len(), list(texts)),
            Self::Contents { count } => ("office.told.contents", *count, String::new()),
            Self::PageNumbers { count } => ("office.told.page_numbers", *count, String::new()),
            Self::Pictures { count } => ("office.told.pictures", *count, String::new()),
            Self::Objects { count } => ("office.told.objects", *count, String::new()),
            Self::Equations { count } => ("office.told.equations", *count, String::new()),
            Self::Files { count } => ("office.told.files", *count, String::new()),
            Self::OldFont { font: OldFont::Vni, count } => ("office.told.vni", *count, String::new()),
            Self::OldFont { count, .. } => ("office.told.tcvn3", *count, String::new()),
            Self::Signs { count, places } => ("office.told.signs", *count, list(places)),
            Self::Layout { count } => ("office.told.layout", *count, String::new()),
        };
        let told = say_with(key, &[("count", &count.to_string()), ("places", &places)]);
        match self {
            Self::Changes { places: all, .. }
            | Self::Deleted { places: all, .. }
            | Self::Hidden { places: all, .. }
            | Self::Signs { places: all, .. }
                if !all.is_empty() =>
            {
                say_with("office.told.places", &[("told", &told), ("places", &places)])
            }
            _ => told,
        }
    }
}
