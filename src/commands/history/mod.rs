//! Believable history: the same acts as people do, at times in the past.

mod add;
mod stage;
mod walk;

pub(crate) use add::add;
pub(crate) use stage::{Invented, Stage, Until, act_of, contact, done, keys, morning, round, stage};
