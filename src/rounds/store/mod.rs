//! SQL of rounds, their texts and enrolments.

mod batch;
mod chosen;
mod enrolment;
mod leeway;
mod meant;
mod rest;
mod round;
mod version;
mod whom;

pub use batch::unfinished_round;
pub(crate) use batch::{
    between, enrol_some, filled, is_unfinished, last_enrolled, not_derived, to_enrol, to_fill, to_finish,
};
pub(crate) use chosen::{Chosen, chosen};
pub use enrolment::{ENROLMENT_COLUMNS, Enrolment, enrol, people};
pub(crate) use enrolment::{ending, enrolled_of, leave_out};
pub(crate) use leeway::give;
pub(crate) use meant::{Further, Looked, Meant, Unfinished, audience, by_codes, further, meant, missing, unfinished};
pub(crate) use rest::rest;
pub use round::runs_everywhere;
pub(crate) use round::{
    Row, acted, close, fill_again, find, insert, is_office, may_run, raise, raise_all, save, withdraw,
};
pub(crate) use version::{InForce, InRound, ask, in_force, in_rounds, is_readable, place_of, put_version, spares};
pub use version::{Text, texts};
