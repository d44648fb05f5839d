//! Names as papers write them, how lists are sorted, and what somebody is under a regulation.

mod absence;
mod capacity;
mod email;
mod guess;
pub mod list;
mod name;
mod scope;

pub use absence::{Basis, Presence, Reason};
pub use capacity::{Capacities, Capacity};
pub(crate) use email::check_email;
pub use name::{Name, Order, hex_key};
pub(crate) use scope::scope_for;
