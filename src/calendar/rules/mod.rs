//! Which days count. Days are days in Asia/Ho_Chi_Minh.

mod days;
mod known;
mod outages;

pub use days::{Calendar, Entry, Kind, Rests};
pub(crate) use known::of_year;
pub use known::{Known, LAST_LUNAR_YEAR, known};
pub(crate) use outages::{MOST, down_days};
