//! What can be done with an account.

mod judge;
mod link;
mod password;
mod prove;
mod sign_in;

pub use judge::judge_password;
pub use link::{open_link, use_link};
pub use password::change_password;
pub use prove::{check_password, require_proof};
pub use sign_in::{Credentials, sign_in, sign_in_as, sign_out, sign_out_everywhere};
