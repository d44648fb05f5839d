//! What makes a Zalo phone number and a Zalo display name acceptable.
pub mod check;
pub mod phone;
pub mod zalo_name;
