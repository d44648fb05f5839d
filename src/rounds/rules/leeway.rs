//! What one person is given beyond what the round gives everybody.

use crate::standing::rules::Standing;
use crate::time::{day_after, day_of, parse_day};

/// Longest extension, in days from today.
const LONGEST: i64 = 365;

text_enum! {
    pub enum Leeway {
        /// Another sitting.
        Sitting = "sitting",
        /// A later day.
        Due = "due",
        /// Sittings and readings from now on.
        Fresh = "fresh",
    }
}

impl Leeway {
    /// Its sentence in the journal.
    pub fn note(self) -> &'static str {
        match self {
            Self::Sitting => "note.leeway_sitting",
            Self::Due => "note.leeway_due",
            Self::Fresh => "note.leeway_fresh",
        }
    }
}

/// A day typed for an extension, as `YYYY-MM-DD`: not past, and within a year of now.
///
/// # Errors
/// A key of `texts/`.
pub(crate) fn new_day(typed: &str, now: i64) -> Result<String, &'static str> {
    let day = parse_day(typed).ok_or("form.day")?.to_string();
    if day >= day_of(now) && day <= day_after(now, LONGEST) { Ok(day) } else { Err("leeway.day") }
}

/// Why somebody's day stays, whatever the new one is: a key of `texts/`; `None`: it can be moved.
pub(crate) fn stays(stands: &Standing) -> Option<&'static str> {
    match () {
        () if stands.left_at.is_some() => Some("leeway.stays_left"),
        () if stands.has_acknowledged() => Some("leeway.stays_done"),
        () if stands.due_on.is_none() => Some("leeway.stays_none"),
        () => None,
    }
}

/// Whether a new day (`YYYY-MM-DD`) is later than the one that somebody has.
pub(crate) fn is_later(stands: &Standing, day: &str) -> bool {
    stands.due_on.as_deref().is_some_and(|before| day > before)
}
