//! SQL of people, departments, roles, capacities and time away.

mod absence;
mod capacity;
mod department;
mod erase;
mod insert;
mod list;
mod person;
mod presence;
mod remark;
mod remove;
mod role;
mod words;

pub(crate) use absence::{begin_absence, end_absence};
pub(crate) use capacity::{end_capacity, grant_capacity};
pub(crate) use department::{
    Staffed, close_department, insert_department, names_of_department, people_of_department, place_department,
    rename_department, roles_for_department, staffed,
};
pub(crate) use erase::erase;
pub use insert::NewPerson;
pub(crate) use insert::{Profile, insert_person, insert_profile, put_words};
pub use list::forget_drafts;
pub(crate) use list::{
    Listed, StaffList, change_draft, changed_by_list, delete_draft, departments_of_list, draft, everybody,
    insert_draft, insert_list, list, people_of_list, recent_lists, undo_list,
};
pub(crate) use person::present_profile;
pub use person::{Person, author, nobody, person};
pub(crate) use presence::turn;
pub(crate) use remark::remark;
pub(crate) use remove::{Touched, is_removed, remove, touched, touched_of_list};
pub(crate) use role::{grant, is_admin, others_hold, registers, revoke, to_rescue};
pub(crate) use words::{are_of_now, hold_words, renew_labels, renew_words, words_are_of_now};
