//! How far rows and leaves were compared since the start, and what came of it: told by the health page and at home.

use std::sync::Mutex;

/// What is known of the last whole comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Last {
    /// Up to which leaf, by this process; `None` while the first comparison runs.
    pub leaf: Option<i64>,
    /// How many differences; of an earlier process until this one has finished its first.
    pub found: i64,
}

/// The last comparison, for whoever asks.
#[derive(Debug, Default)]
pub struct Checked(Mutex<Last>);

impl Checked {
    pub fn last(&self) -> Last {
        self.0.lock().map_or_else(|broken| *broken.into_inner(), |last| *last)
    }

    pub fn put(&self, new: Last) {
        match self.0.lock() {
            Ok(mut last) => *last = new,
            Err(broken) => *broken.into_inner() = new,
        }
    }
}
