//! What a form asks for.

/// What a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A text written in Word.
    Docx,
    /// A spreadsheet, or CSV.
    List,
}

impl Wanted {
    /// As the command line of the child names it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::List => "list",
        }
    }

    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Docx => ".docx",
            Self::List => ".xlsx",
        }
    }

    /// By the word of that command line.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Docx, Self::List].into_iter().find(|one| one.word() == word)
    }
}
