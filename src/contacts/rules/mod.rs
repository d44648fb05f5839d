//! What makes a Zalo phone number and a Zalo display name acceptable.
pub(crate) mod check;
pub(crate) mod phone;
pub(crate) mod zalo_name;
