//! What a round asks of whom, and its settings.

mod asks;
mod due;
mod leeway;
mod new;
mod settings;

pub use asks::{Article, Ask, Asked, Asks, RoundKind};
pub use due::{Commitment, DueRule, Start, day_from, told_day, valid_until, validity};
pub use leeway::Leeway;
pub(crate) use leeway::{is_later, new_day, stays};
pub use new::{Audience, NewRound, TextAsks, Texts};
pub use settings::{Next, Sat, Settings, next_sitting};
