//! Why a text cannot be used, before anybody is asked to read it.

use super::compare::lost_in;
use super::parse::ParseError;
use super::regulation::Regulation;
use crate::text::say;

impl Regulation {
    /// Reads a file and refuses it where there is nothing in it that could be read, quizzed and confirmed.
    ///
    /// # Errors
    /// As [`Self::parse`], and for a text with neither Điều nor numbered rule.
    pub fn load(source: &str) -> Result<Self, ParseError> {
        let regulation = Self::parse(source, None)?;
        if regulation.articles().next().is_none() {
            return Err(ParseError { line: 1, message: say("parse.nothing").to_owned() });
        }
        Ok(regulation)
    }

    /// What `nep check` refuses in a text that was read from `source`, one sentence each: nothing to read, no title, a
    /// word that was lost.
    pub fn faults(&self, source: &str) -> Vec<String> {
        let mut faults = Vec::new();
        if self.articles().next().is_none() {
            faults.push(say("parse.nothing").to_owned());
        }
        let titled = |key: &str| self.head.text(key).is_some_and(|title| !title.trim().is_empty());
        if !titled("title") && !titled("short_title") {
            faults.push(say("parse.title").to_owned());
        }
        if let Some(loss) = lost_in(source, self) {
            faults.push(loss.sentence());
        }
        faults
    }
}
