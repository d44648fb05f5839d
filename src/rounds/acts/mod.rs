//! What is done with rounds: opened, given a further text, changed, closed, taken back; one person given more; filled and derived anew for everybody, some people at a time.

mod batch;
mod leeway;
mod open;
mod put_in;
mod put_person;
mod rest;
mod roll;
mod texts;
mod versions;
mod withdraw;

pub use crate::rounds::rules::{NewRound, Texts};
pub(crate) use batch::catch_up;
pub use batch::{batch, finish, finish_unless_busy};
pub use leeway::{Given, give, give_many};
pub use open::{close, create, enrol_all, save};
pub use put_in::put_in;
pub use put_person::put_person;
pub use rest::rest;
pub use roll::roll;
pub(crate) use texts::unfit;
pub(crate) use versions::{Swapped, swap_version};
pub use withdraw::withdraw;
