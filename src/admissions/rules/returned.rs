//! Ready reasons for a return: one tap instead of a sentence typed on a phone.

use crate::text::say;

text_enum! {
    /// Which ready reason, as the form sends it.
    pub enum Ready {
        Name = "name",
        Phone = "phone",
        /// In the leader's own words.
        Other = "other",
    }
}

impl Ready {
    /// What the member reads: the ready sentence, then the leader's own words; empty when there is neither.
    pub fn reason(self, words: &str) -> String {
        let ready = match self {
            Self::Name => say("return.name"),
            Self::Phone => say("return.phone"),
            Self::Other => "",
        };
        [ready, words.trim()].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ready_reason_needs_no_words_and_another_one_does() {
        assert_eq!(Ready::Name.reason(" "), say("return.name"));
        assert!(Ready::Phone.reason("Thiếu một số.").ends_with(". Thiếu một số."));
        assert_eq!(Ready::Other.reason(" Đã gọi. "), "Đã gọi.");
        assert_eq!(Ready::Other.reason(""), "");
    }
}
