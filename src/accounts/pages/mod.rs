//! Pages of signing in and of one's own account.

mod link;
mod own;
mod sign_in;

pub(crate) use link::{link, submit_link};
pub(crate) use own::{account, prove, sign_out_everywhere, submit_password, submit_prove};
pub(crate) use sign_in::{demo_sign_in, sign_in, sign_out, submit_sign_in};

use serde::Deserialize;

/// Where to go after signing in.
#[derive(Default, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}
