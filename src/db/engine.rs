//! Which engine answers.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// Where an organisation outgrows one machine.
    Postgres,
}

impl Engine {
    /// Of an address: `sqlite:PATH` or `postgres://…`.
    pub(super) fn of(url: &str) -> Self {
        if url.starts_with("postgres") { Self::Postgres } else { Self::Sqlite }
    }
}
