//! SQL of people, departments, roles, capacities and time away.

mod absence;
mod capacity;
mod department;
mod erase;
mod insert;
mod person;
mod presence;
mod role;

pub(crate) use absence::{begin_absence, end_absence};
pub(crate) use capacity::{end_capacity, grant_capacity};
pub(crate) use department::{insert_department, rename_department};
pub(crate) use erase::erase;
pub use insert::NewPerson;
pub(crate) use insert::{Profile, insert_person, insert_profile, put_words};
pub(crate) use person::present_profile;
pub use person::{Person, author, nobody, person};
pub(crate) use presence::turn;
pub(crate) use role::{grant, is_admin, others_hold, registers, revoke, to_rescue};
