//! What makes a Zalo phone number and a Zalo display name acceptable, and what is consented to.

pub(crate) mod check;
mod consent;
mod declaring;
mod name_rule;
pub mod phone;
pub mod zalo_name;

pub(crate) use consent::Consent;
pub use consent::{ConsentKind, NewConsent, ZALO};
pub(crate) use declaring::Judged;
pub use declaring::NewContact;
pub use name_rule::{Around, NameRule};
