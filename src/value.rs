//! Values that are stored as a word: one list of the words, one way in from forms and from rows.

/// An enum whose variants are stored words: `text_enum! { pub enum Outcome { Approved = "approved" } }` gives `ALL`,
/// `as_str` and `parse`. `stored!(Outcome)` beside its SQL reads it from rows.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            $vis const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As stored.
            $vis fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// From its stored word.
            $vis fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
