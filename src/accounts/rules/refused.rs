//! Why a password was not taken, in words.

use crate::text::{say, say_with};
use crate::time::SECOND;

/// Why signing in, or proving again who it is, was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Name or password is wrong; which one is not said.
    SignIn,
    /// The password of somebody who is signed in is wrong.
    Password,
    /// Too many wrong ones before: milliseconds to wait.
    Wait(i64),
}

impl Refused {
    pub fn sentence(self) -> String {
        match self {
            Self::SignIn => say("sign_in.wrong").to_owned(),
            Self::Password => say("password.wrong").to_owned(),
            Self::Wait(wait) => say_with("sign_in.wait", &[("giay", &seconds(wait).to_string())]),
        }
    }
}

/// Whole seconds, rounded up: whoever waits that long does not come too early.
fn seconds(wait: i64) -> i64 {
    (wait + SECOND - 1) / SECOND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_how_long_and_never_too_short() {
        assert_eq!((seconds(1), seconds(1_000), seconds(1_001)), (1, 1, 2));
        assert!(Refused::Wait(31_200).sentence().contains("32 giây"));
    }
}
