//! SQL of admissions: the chain of steps, and the work lists read from its heads.

mod chain;
mod changed;
mod head;
mod work;

pub(crate) use chain::{ADMISSION_COLUMNS, AdmissionRow, STEP_COLUMNS, StepRow, insert, remark, step, step_on};
pub(crate) use changed::{Change, change, changes};
pub(crate) use head::{
    Head, acknowledgment, approved_at, contact, head, is_as_approved, is_same_number, lapsed, newest, open_ones, own,
    person_of,
};
pub(crate) use work::{PAGE, Work, chosen, to_carry_out, undecided};
