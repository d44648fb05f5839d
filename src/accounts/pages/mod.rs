//! Pages of signing in and of one's own account.

mod link;
mod own;
mod sign_in;

pub use link::{link, submit_link};
pub use own::{account, prove, sign_out_everywhere, submit_password, submit_prove};
pub use sign_in::{demo_sign_in, sign_in, sign_out, submit_sign_in};

use serde::Deserialize;

/// Where to go after signing in.
#[derive(Default, Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}
