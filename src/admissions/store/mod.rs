//! SQL of admissions: the chain of steps, and the work lists read from its heads.

mod chain;
mod work;

pub(crate) use chain::{
    ADMISSION_COLUMNS, AdmissionRow, Head, STEP_COLUMNS, StepRow, acknowledgment, contact, head, insert, lapsed,
    newest, open_ones, own, person_of, remark, step, step_on,
};
pub(crate) use work::{PAGE, Work, carried, closing, undecided, work};
