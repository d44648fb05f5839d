//! The steps of an admission, how they are recorded, and what makes an application an exception.

mod exceptions;
mod record;
mod returned;
mod step;

pub use exceptions::{Ground, exceptions, is_plain, needs_reason};
pub use record::Outcome;
pub use returned::Ready;
pub use step::{History, Stage, StepKind};
