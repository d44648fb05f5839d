//! Pages of the first start.

mod first;
mod people;

pub(crate) use first::{show, submit};
pub(crate) use people::{links, people, submit_people};
