//! What an act holds.

/// In the order they are taken. Exclusive comes before shared: raising a shared lock is how two acts meet head-on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lock {
    Site { shared: bool },
    Round { id: String, shared: bool },
    Person { id: String },
    Ledger,
}
