//! Why a password was not taken, in words.

use crate::text::{say, say_with};
use crate::time::SECOND;

/// What the password was to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    SignIn,
    /// An act of somebody who is signed in.
    Act,
}

/// Why signing in, or proving again who it is, was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Name or password is wrong; at the first door it is not said which one.
    Wrong(Door),
    /// Too many wrong ones before: milliseconds to wait.
    Wait(Door, i64),
}

impl Refused {
    pub fn sentence(self) -> String {
        let wait = |key, wait| say_with(key, &[("giay", &seconds(wait).to_string())]);
        match self {
            Self::Wrong(Door::SignIn) => say("sign_in.wrong").to_owned(),
            Self::Wrong(Door::Act) => say("password.wrong").to_owned(),
            Self::Wait(Door::SignIn, time) => wait("sign_in.wait", time),
            Self::Wait(Door::Act, time) => wait("password.wait", time),
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
        assert!(Refused::Wait(Door::SignIn, 31_200).sentence().contains("32 giây"));
        assert!(Refused::Wait(Door::Act, 2_000).sentence().contains("2 giây"));
    }
}
