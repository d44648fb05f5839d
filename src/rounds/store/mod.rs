//! SQL of rounds, their texts and enrolments.

mod batch;
mod chosen;
mod enrolment;
mod leeway;
mod meant;
mod round;
mod version;

pub use batch::unfinished_round;
pub(crate) use batch::{
    between, enrol_some, filled, is_unfinished, last_enrolled, not_derived, to_enrol, to_fill, to_finish,
};
pub(crate) use chosen::{Chosen, chosen};
pub(crate) use enrolment::leave_out;
pub use enrolment::{ENROLMENT_COLUMNS, Enrolment, enrol, people};
pub(crate) use leeway::give;
pub(crate) use meant::{Further, Meant, Unfinished, further, meant, missing, unfinished};
pub use round::runs_everywhere;
pub(crate) use round::{Row, acted, close, fill_again, find, insert, is_office, may_run, raise, save, withdraw};
pub(crate) use version::{InForce, InRound, ask, in_force, in_rounds, is_readable, place_of, put_version};
pub use version::{Text, texts};
