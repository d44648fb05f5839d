//! Question banks, sittings and marks: what is asked, what an answer is worth, what a bank must be.
//!
//! Nothing here touches files, the database or the clock; chance is an argument.

mod answer;
mod apart;
mod bank;
mod check;
mod draw;
mod drawn;
mod grade;
mod hint;
mod item;
mod pace;
mod pick;
mod plan;
mod review;
mod source;
mod view;
mod yields;

#[cfg(test)]
mod tests;

pub use answer::{Answer, AnswerError};
pub use bank::{Apart, Bank, BankError, Choice, Group, Kind, Pair, Question, QuestionId, QuestionIdError};
pub use check::{Cues, Report, Subject, check};
pub use draw::draw;
pub use drawn::{Body, Drawn, DrawnLeft, DrawnOption, PublicBody, PublicQuestion, Shown};
pub use grade::{Mark, Score, grade, score};
pub use hint::{Hint, hint};
pub use item::{Item, Order};
pub(crate) use pace::quiz_minutes;
pub use pace::reading_time;
pub use pick::{Past, Place, Request};
pub use plan::{Plan, plan};
pub use review::{ChoiceLine, PairLine, Review, ReviewBody, review};
pub(crate) use view::{View, view};
pub use yields::yields;
