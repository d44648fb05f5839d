//! What is done with rounds: opened, changed, closed; filled and derived anew for everybody, some people at a time.

mod batch;
mod open;
mod versions;

pub use crate::rounds::rules::NewRound;
pub(crate) use batch::catch_up;
pub use batch::{batch, finish, finish_unless_busy};
pub use open::{close, create, enrol_all, save};
pub(crate) use versions::{Swapped, swap_version};
