//! Passwords, sign-in names, delays, roles: decisions without a database.

mod delays;
mod logins;
mod passwords;
mod role;

pub use delays::{FORGET, account_delay, address_delay};
pub use logins::{fold_login, login_of};
pub use passwords::{LONGEST, SHORTEST, refuse_password, suggest_passphrase};
pub use role::Role;
