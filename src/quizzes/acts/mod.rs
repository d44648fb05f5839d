//! What is done with a sitting: started, answered, graded.

mod answer;
mod grade;
mod start;
mod wait;

pub use answer::{answer, answer_many};
pub use grade::{grade, grade_late};
pub(crate) use grade::{graded_leaf, outcome};
pub use start::{Drawing, draw, start};
pub(crate) use start::{before, promised, refusal};
pub(crate) use wait::end_wait;
pub use wait::lift_wait;
