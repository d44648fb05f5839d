//! What is done with rounds: opened, changed, closed, taken back; one person given more; filled and derived anew for everybody, some people at a time.

mod batch;
mod leeway;
mod open;
mod versions;
mod withdraw;

pub use crate::rounds::rules::NewRound;
pub(crate) use batch::catch_up;
pub use batch::{batch, finish, finish_unless_busy};
pub use leeway::{Given, give, give_many};
pub use open::{close, create, enrol_all, save};
pub(crate) use versions::{Swapped, swap_version};
pub use withdraw::withdraw;
