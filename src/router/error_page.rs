//! The page of an error: what happened, what to do, and the form again where it can be sent again.

use crate::page::Page;
use crate::text::say;
use crate::wrong::Wrong;
use askama::Template;

/// The error page.
#[derive(Template)]
#[template(path = "error.html")]
pub(super) struct ErrorPage {
    /// The frame.
    pub(super) page: Page,
    /// What happened and what to do.
    pub(super) sentence: String,
    /// Request number, for whoever looks into the log.
    pub(super) number: String,
    /// The page the form was on; empty where nobody knows.
    pub(super) back: String,
    /// Of an act: whether it was saved, if anybody knows.
    pub(super) outcome: &'static str,
    /// What was typed, to be sent again when the fault has passed.
    pub(super) again: Option<Again>,
    /// The session is over: where to go on after signing in.
    pub(super) sign_in: Option<String>,
}

impl ErrorPage {
    /// The form comes back for one field, and the sentence stands there.
    fn asks(&self) -> bool {
        self.again.as_ref().is_some_and(Again::asks)
    }
}

/// A form that can be sent once more: what was typed, one field to correct, and passwords to type again.
pub(super) struct Again {
    pub(super) action: String,
    pub(super) typed: Vec<(String, String)>,
    /// The field that was refused, with what was typed into it.
    pub(super) asked: Option<Refused>,
    /// Names of the fields that are empty again.
    pub(super) secret: Vec<String>,
    pub(super) wrong: Wrong,
}

/// A field to be corrected.
pub(super) struct Refused {
    pub(super) name: &'static str,
    /// What stands beside it.
    pub(super) label: &'static str,
    pub(super) value: String,
}

impl Again {
    fn asks(&self) -> bool {
        self.asked
            .iter()
            .map(|field| field.name)
            .chain(self.secret.iter().map(String::as_str))
            .any(|name| self.wrong.is_at(name))
    }

    /// What stands beside a password field.
    pub(super) fn label(&self, name: &str) -> &'static str {
        match (name, self.secret.iter().any(|one| one == "old")) {
            ("old", _) => say("again.old"),
            (_, true) => say("again.new"),
            (_, false) => say("again.password"),
        }
    }
}
