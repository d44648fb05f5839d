//! One thing somebody does: by a browser, a job, an import, the command line or a test, always the same.

pub use crate::ledger::Author;

use crate::ledger::Entry;

/// An act on its way: who, when, from where, by which form. Moments are UTC milliseconds.
#[derive(Clone, Debug, Default)]
pub struct Act {
    /// `None`: the system itself (a job, the set-up, the command line).
    pub by: Option<Author>,
    pub at: i64,
    /// SHA-256 of the session's cookie; empty outside a session.
    pub session: String,
    /// Whether it is refused when that session has ended by the time it is recorded.
    pub bound: bool,
    /// When the password was last given in that session.
    pub proved_at: Option<i64>,
    pub ip: String,
    pub agent: String,
    /// Key of the form: the same form sent twice is one act.
    pub form: Option<String>,
}

impl Act {
    /// An act of the system.
    pub fn system(at: i64) -> Self {
        Self { at, ..Self::default() }
    }

    /// An act of a person outside any session: imports, bulk loads, tests.
    pub fn of(by: Author, at: i64) -> Self {
        Self { by: Some(by), at, ..Self::default() }
    }

    /// With the key of its form.
    #[must_use]
    pub fn sent_by(mut self, form: &str) -> Self {
        self.form = Some(form.to_owned());
        self
    }

    pub fn by_id(&self) -> Option<&str> {
        self.by.as_ref().map(|by| by.person_id.as_str())
    }

    pub fn actor(&self) -> Option<&str> {
        self.by.as_ref().map(|by| by.actor.as_str())
    }

    /// The leaf of this act; `kind` is its type in the ledger (`evidence.md` §3).
    pub fn leaf(&self, kind: &'static str) -> Entry {
        let entry = Entry::new(kind, self.at, self.by.clone());
        if self.bound { entry.in_session(&self.session) } else { entry }
    }
}
