//! How long to wait after wrong passwords, and whose tries are counted together.

use crate::id::sha256;
use crate::lines::Crowd;
use crate::time::{MINUTE, SECOND};

/// Failures older than this are forgotten, milliseconds.
pub(crate) const FORGET: i64 = 60 * MINUTE;
/// The longest wait, milliseconds: a stranger can slow a person down, never lock them out. What is said to last longer
/// was written by a clock that has gone back since.
pub(crate) const LONGEST: i64 = 60 * SECOND;

/// Who tries: their failures are counted together, and their tries come one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A browser that has signed in with this name before, by its number.
    Device(String),
    /// Somebody unknown: the (folded) name they try, and the address they come from as it is counted (`peer::prefix`).
    Stranger { login: String, address: String },
    /// Somebody who is signed in and gives the password again: SHA-256 of the session's cookie.
    Session(String),
}

/// One counter.
#[derive(Clone, Debug)]
pub(crate) struct Counter {
    pub(crate) key: String,
    /// Milliseconds to wait after so many failures.
    pub(crate) delay: fn(i64) -> i64,
}

impl Source {
    /// The lines to stand in, in this order: tries of one name by strangers come one after the other wherever they come
    /// from, so that none is looked at while another is being counted.
    pub(crate) fn lines(&self) -> Vec<String> {
        match self {
            Self::Device(device) => vec![format!("device:{device}")],
            Self::Stranger { login, address } => vec![format!("login:{}", sha256(login)), format!("ip:{address}")],
            Self::Session(hash) => vec![format!("session:{hash}")],
        }
    }

    /// Whose places in all lines together are taken: a stranger's, or of those who have given a right password before.
    pub(crate) fn crowd(&self) -> Crowd {
        match self {
            Self::Stranger { .. } => Crowd::Strangers,
            Self::Device(_) | Self::Session(_) => Crowd::Known,
        }
    }

    /// The counters that can make them wait. An address alone never does: colleagues behind one address are not one
    /// person, and only a name that was mistyped from there waits, at once and the longest where the address is `loud`.
    pub(crate) fn counters(&self, loud: bool) -> Vec<Counter> {
        let of = |key: String, delay: fn(i64) -> i64| Counter { key, delay };
        match self {
            Self::Device(device) => vec![of(format!("device:{device}"), own_delay)],
            Self::Session(hash) => vec![of(format!("session:{hash}"), own_delay)],
            Self::Stranger { login, address } => vec![
                of(format!("pair:{}", sha256(format!("{login} {address}"))), if loud { loud_delay } else { own_delay }),
                of(format!("login:{}", sha256(login)), name_delay),
            ],
        }
    }

    /// The counter of the address: it never makes anybody wait by itself, see [`loud`].
    pub(crate) fn address(&self) -> Option<String> {
        match self {
            Self::Stranger { address, .. } => Some(format!("ip:{address}")),
            Self::Device(_) | Self::Session(_) => None,
        }
    }
}

/// One name from one address, one device, one session: nothing for four, then 2 s doubling to one minute.
fn own_delay(failures: i64) -> i64 {
    growing(failures - 4)
}

/// One name from everywhere, for browsers that have never signed in with it: nothing for 19, then the same.
fn name_delay(failures: i64) -> i64 {
    growing(failures - 19)
}

/// Whether an address has failed so often within the hour that no name has free tries from there: each waits the
/// longest after its first failure.
pub(crate) fn loud(failures: i64) -> bool {
    failures > 200
}

fn loud_delay(_: i64) -> i64 {
    LONGEST
}

fn growing(over: i64) -> i64 {
    if over <= 0 {
        return 0;
    }
    ((1_i64 << over.min(20)) * SECOND).min(LONGEST)
}

/// How long a failure from a loud address holds its place in the line, milliseconds: who tries names from there by the
/// thousand is slowed, who gives a right password only stands in the line.
pub(crate) const HELD: u64 = 250;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_end() {
        assert_eq!(own_delay(4), 0);
        assert_eq!(own_delay(5), 2_000);
        assert_eq!(own_delay(6), 4_000);
        assert_eq!(own_delay(i64::MAX), 60_000);
        assert_eq!(name_delay(19), 0);
        assert_eq!(name_delay(20), 2_000);
        assert!(!loud(200) && loud(201));
    }

    #[test]
    fn only_the_name_and_the_device_are_counted_never_the_house() {
        let one = Source::Stranger { login: "an".into(), address: "192.0.2.1".into() };
        let other = Source::Stranger { login: "binh".into(), address: "192.0.2.1".into() };
        assert_eq!((one.lines().pop(), one.lines().len()), (other.lines().pop(), 2), "one address, two names");
        let keys = |source: &Source| source.counters(false).into_iter().map(|one| one.key).collect::<Vec<_>>();
        assert!(keys(&one).iter().all(|key| !keys(&other).contains(key)));
        let session = Source::Session("a".into());
        assert_eq!((keys(&session), session.address()), (vec!["session:a".to_owned()], None));
    }
}
