//! What a round asks of whom, and its settings.

mod asks;
mod leeway;
mod new;
mod settings;

pub use asks::{Article, Ask, Asked, Asks, RoundKind};
pub use leeway::Leeway;
pub(crate) use leeway::{is_later, new_day, stays};
pub use new::{NewRound, TextAsks, Texts};
pub use settings::{Next, Sat, Settings, next_sitting};
