//! Passwords, sign-in names, delays, roles: decisions without a database.

mod delays;
mod link;
mod logins;
mod passwords;
mod refused;
mod role;
mod switch;

pub(crate) use delays::{FORGET, HELD, LONGEST, Source, loud};
pub use link::{How, LinkKind, token_of};
pub(crate) use logins::{fold_login, login_of};
pub(crate) use passwords::{SHORTEST, refuse_password, same_suggestion, suggest_passphrase};
pub use refused::{Door, Refused};
pub use role::{Role, Roles, Scope};
pub use switch::Switch;
