//! Adding people, their personal links, roles, capacities, pauses, departures and accounts.

mod absence;
mod add;
mod capacity;
mod departments;
mod edit;
mod erase;
mod form;
mod link;
mod links;
mod list;
mod remove;
mod role;
mod switch;

pub(crate) use absence::{come_back, leave, pause};
pub(crate) use add::{create, new};
pub(crate) use capacity::change_capacity;
pub(crate) use departments::{close, departments, merge, place, rename, submit_merge};
pub(crate) use edit::{edit, submit_edit};
pub(crate) use erase::erase;
pub(crate) use link::{issue_link, link};
pub(crate) use links::{issue, link_batch, link_sheet, links, revoke_links, sent_links, show_links};
pub(crate) use list::{
    LARGEST_LIST, line, paste, read_again, show as list, submit as submit_list, submit_line, template,
    undo as undo_list, upload,
};
pub(crate) use remove::{remove, submit_remove};
pub(crate) use role::change_role;
pub(crate) use switch::switch_account;

use crate::page::go_saying;
use axum::response::Response;

/// Back to the person's page.
fn saved(id: &str, key: &'static str) -> Response {
    go_saying(&format!("/tracking/people/{id}"), key)
}
