//! Which engine answers.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// Where an organisation outgrows one machine.
    Postgres,
}
