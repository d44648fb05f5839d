//! SQL of people, departments and roles.

mod absence;
mod department;
mod person;
mod role;

pub(crate) use absence::{come_back, leave, pause};
pub use department::{Department, department_named, departments};
pub use person::{NewPerson, Person, create, nobody, person, update};
pub(crate) use role::{grant, holders, revoke};
