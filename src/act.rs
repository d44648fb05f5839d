//! One thing somebody does.

/// Who does an act: person id and ledger id; `None` for the set-up and the command line.
pub type By = Option<(String, String)>;

/// Who asks for an act, as far as proving it needs.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    pub person: &'a str,
    /// SHA-256 of the session's cookie.
    pub session: &'a str,
    pub ip: &'a str,
    /// UTC milliseconds.
    pub now: i64,
    /// True when the password was given lately enough.
    pub proved: bool,
}
