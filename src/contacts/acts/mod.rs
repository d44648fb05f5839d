//! Declaring a Zalo account, taking the consent back, wiping what has had its time.

mod declare;
mod wipe;
mod withdraw;

pub use declare::{Declared, declare};
pub use wipe::wipe_departed;
pub use withdraw::{decline_suggestion, withdraw};

pub(crate) use declare::{consent_leaf, declared_leaf};
