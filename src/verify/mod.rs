//! What is stored twice must agree: the copy of where everybody stands with the facts, the tables with their leaves.
//! `nep verify` prints what does not; the server compares after its start and every night, and names what it finds to
//! admin and leader. Both lists are empty in a sound database.

pub mod acts;
mod among;
mod check;
mod checks;
mod confirmations;
mod difference;
mod journal;
mod leaves;
mod ledger;
mod names;
mod pace;
pub(crate) mod pages;
mod papers;
mod readings;
mod rounds;
mod rows;
mod rule;
mod scans;
mod settings;
mod sittings;
mod standing;
pub(crate) mod store;
mod tables;
mod texts;

pub use difference::{Difference, Found, What};
pub use ledger::{Compared, compare, ledger};
pub use standing::standing;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/verify", Rule::Overseer, pages::index)
}
