//! What is known of a round beside who stands where.

use crate::people::rules::Reason;
use crate::text::{say, say_with};

/// People who are away, or have not finished, of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Away {
    /// `None`: nobody has recorded one.
    pub(crate) reason: Option<Reason>,
    /// Away on the day of the report: not counted. Else somebody who counts and has not confirmed; a reason is that of
    /// a time away within the round.
    pub(crate) paused: bool,
    pub(crate) n: i64,
}

/// Doubts that members sent in a round and did not take back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Doubts {
    pub(crate) sent: i64,
    pub(crate) waiting: i64,
}

impl Doubts {
    /// What the report says of them before anybody writes more: numbers, never words or names.
    pub(crate) fn words(self) -> String {
        let (n, done, waits) =
            (self.sent.to_string(), (self.sent - self.waiting).to_string(), self.waiting.to_string());
        match (self.sent, self.waiting) {
            (0, _) => say("report.doubts_none").to_owned(),
            (_, 0) => say_with("report.doubts_answered", &[("n", &n)]),
            _ => say_with("report.doubts", &[("n", &n), ("da", &done), ("cho", &waits)]),
        }
    }
}

/// Longest text of a part, in characters.
const LONGEST: usize = 4_000;

/// What HC-DV writes into the report of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Note {
    /// The saving it is of; 0: nobody has saved any.
    pub(crate) number: i64,
    pub(crate) obstacles: String,
    pub(crate) proposals: String,
    pub(crate) recipients: String,
}

impl Note {
    /// As typed, without the space around it.
    ///
    /// # Errors
    /// The field that is wrong, and a key of `texts/`.
    pub(crate) fn typed(number: i64, texts: [&str; 3]) -> Result<Self, (&'static str, &'static str)> {
        let [obstacles, proposals, recipients] = texts.map(|text| text.trim().replace("\r\n", "\n"));
        for (field, text) in [("obstacles", &obstacles), ("proposals", &proposals), ("recipients", &recipients)] {
            if text.chars().count() > LONGEST {
                return Err((field, "report.too_long"));
            }
        }
        if recipients.is_empty() {
            return Err(("recipients", "report.recipients_missing"));
        }
        Ok(Self { number, obstacles, proposals, recipients })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_are_told_as_numbers() {
        let words = |sent, waiting| Doubts { sent, waiting }.words();
        assert!(words(0, 0).contains("chưa ghi nhận"));
        assert!(words(3, 1).contains('3') && words(3, 1).contains('2') && words(3, 1).contains('1'));
        assert!(words(3, 0).contains("tất cả"));
    }

    #[test]
    fn what_is_typed_is_trimmed_and_not_too_long() {
        let note = Note::typed(2, [" a\r\nb ", "", "- Lưu: VT."]).unwrap();
        assert_eq!((note.number, note.obstacles.as_str()), (2, "a\nb"));
        assert_eq!(Note::typed(0, ["", "", " "]), Err(("recipients", "report.recipients_missing")));
        assert_eq!(Note::typed(0, ["", &"ă".repeat(LONGEST + 1), "x"]), Err(("proposals", "report.too_long")));
    }
}
