//! Why somebody is out of the count, and why their data goes: neutral classes, never words about a person.

use crate::text::find;

text_enum! {
    /// Why a person is away for a time.
    pub enum Reason {
        /// Nghỉ theo chế độ.
        Leave = "leave",
        /// Đi học hoặc công tác.
        Study = "study",
        /// Biệt phái.
        Secondment = "secondment",
        Other = "other",
    }
}

impl Reason {
    /// On screen.
    pub fn words(self) -> &'static str {
        find(&format!("absence.{self}")).unwrap_or_default()
    }
}

text_enum! {
    /// A row of the chain of leaving the organisation and coming back.
    pub enum Presence {
        Left = "left",
        Returned = "returned",
    }
}

text_enum! {
    /// On what ground personal data is erased.
    pub enum Basis {
        /// The person asked for it.
        Request = "request",
        /// It was kept as long as it may be.
        Expired = "expired",
        /// An authority ordered it.
        Order = "order",
    }
}

impl Basis {
    /// On screen.
    pub fn words(self) -> &'static str {
        find(&format!("erasure.{self}")).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words() {
        assert!(Reason::ALL.iter().all(|one| !one.words().is_empty()));
        assert!(Basis::ALL.iter().all(|one| !one.words().is_empty()));
    }
}
