//! Passwords, sign-in names, delays, roles: decisions without a database.

mod delays;
mod link;
mod logins;
mod passwords;
mod role;

pub(crate) use delays::{FORGET, account_delay, address_delay};
pub use link::{How, LinkKind};
pub(crate) use logins::{fold_login, login_of};
pub(crate) use passwords::{SHORTEST, refuse_password, suggest_passphrase};
pub use role::{Role, Roles, Scope};
