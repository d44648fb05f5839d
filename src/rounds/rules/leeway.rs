//! What one person is given beyond what the round gives everybody.

text_enum! {
    pub enum Leeway {
        /// Another sitting.
        Sitting = "sitting",
        /// A later day.
        Due = "due",
        /// Sittings and readings from now on.
        Fresh = "fresh",
    }
}

impl Leeway {
    /// Its sentence in the journal.
    pub fn note(self) -> &'static str {
        match self {
            Self::Sitting => "note.leeway_sitting",
            Self::Due => "note.leeway_due",
            Self::Fresh => "note.leeway_fresh",
        }
    }
}
