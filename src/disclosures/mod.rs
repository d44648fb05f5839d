//! What is recorded when it is seen: opened by a POST, shown to that session for half an hour.

pub mod acts;
pub mod rules;
pub mod store;
