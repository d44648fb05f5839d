//! The leader's screen, HC-DV's work list, the person's own confirmation.

mod approve;
mod carry_out;
mod decide;
mod index;
mod lines;
mod own;
mod paging;
mod send_back;

pub(crate) use approve::{approve_all, look, undo_all};
pub(crate) use carry_out::{added, found, not_added, numbers, removed, trouble};
pub(crate) use decide::{decide, number_seen, order_removal, undo};
pub(crate) use index::index;
pub(crate) use own::{confirm, own};
pub(crate) use send_back::{look_back, return_all};
