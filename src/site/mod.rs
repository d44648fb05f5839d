//! What is in force now: settings, groups, departments, open rounds with their versions, texts parsed and drawn.
//!
//! One immutable snapshot behind an `Arc`. Every write that changes it counts its revision up in its own transaction
//! (`Tx::change_site`); every request brings the revision back with who asks, and a copy of another revision is loaded
//! anew. An act that rests on it compares the revision inside its transaction (`Tx::share_site`).

mod sites;
mod snapshot;
pub mod store;
mod version;

pub use sites::Sites;
pub use snapshot::{Department, Document, Group, Round, Site};
pub use version::{Version, VersionRow};
