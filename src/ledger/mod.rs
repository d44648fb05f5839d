//! The append-only record: each act that matters adds one leaf, in the transaction that does the act.

pub mod rules;
pub mod store;

pub use rules::{Author, Entry};
pub(crate) use store::JOTTED;
pub use store::append;
