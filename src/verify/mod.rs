//! What is stored twice must agree: the copy of where everybody stands with the facts, the tables with their leaves.
//! `nep verify` prints what does not; both lists are empty in a sound database.

mod answers;
mod checks;
mod difference;
mod leaves;
mod ledger;
mod private;
mod rows;
mod standing;
mod texts;

pub use difference::Difference;
pub use ledger::ledger;
pub use standing::standing;
