//! Where a person stands, derived from facts.

mod derive;
mod state;

pub use derive::{Confirmed, Facts, derive};
pub use state::State;

use crate::admissions::rules::StepKind;
use crate::calendar::rules::{Calendar, Rests};
use crate::rounds::rules::Sat;
use crate::text::say;
use crate::time::day_of;

/// Everything read, in what is asked now.
pub const READ: i64 = 1;
pub const PASSED: i64 = 2;
pub const ACKNOWLEDGED: i64 = 4;
pub const APPROVED: i64 = 8;
pub const IN_GROUP: i64 = 16;
/// Acknowledged something earlier, not what is asked now: "cần xác nhận lại".
pub const AGAIN: i64 = 32;
/// The acknowledgment stands on a paper.
pub const ON_PAPER: i64 = 64;
/// The best score is one of a paper.
pub const BEST_ON_PAPER: i64 = 128;

/// A newer round has asked for the same texts, and they are done in it: nobody is reminded or late here.
pub const SILENCED: i64 = 256;

/// One person in one round: a row of the copy for looking. Moments are UTC milliseconds, days `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub round_id: String,
    pub person_id: String,
    pub round_revision: i64,
    pub department_id: String,
    pub name_key: String,
    pub state: State,
    pub place: i64,
    /// The bits above.
    pub progress: i64,
    pub due_on: Option<String>,
    /// Last day of validity of what they have confirmed, in any round; `None`: nothing that ends.
    pub valid_until: Option<String>,
    /// Days away, as [`Rests`] writes them.
    pub rests: String,
    pub paused_from: Option<String>,
    pub paused_until: Option<String>,
    pub enrolled_at: i64,
    /// Articles to be read, and how many of them are.
    pub articles: i64,
    pub read: i64,
    /// When the last of them was read; `None` until all are.
    pub read_at: Option<i64>,
    /// Graded sittings since the last passed one, and papers that were not passed.
    pub sittings: i64,
    pub open_attempt: Option<String>,
    pub best_percent: Option<i64>,
    pub passed_at: Option<i64>,
    pub acknowledged_at: Option<i64>,
    pub acknowledged_percent: Option<i64>,
    pub acknowledgment_code: Option<String>,
    /// Newest acknowledgment of anything.
    pub earlier_at: Option<i64>,
    pub contact_at: Option<i64>,
    pub contact_id: Option<String>,
    pub admission_id: Option<String>,
    pub admission_kind: Option<StepKind>,
    pub submitted_at: Option<i64>,
    pub decided_at: Option<i64>,
    pub added_at: Option<i64>,
    pub confirmed_at: Option<i64>,
    pub removal_at: Option<i64>,
    pub removed_at: Option<i64>,
    pub left_at: Option<i64>,
    /// Readings and sittings before this moment do not count; 0 = all do.
    pub counts_from: i64,
    /// Sittings beyond those of the round, since the last passed one.
    pub extra: i64,
    /// Since when the oldest doubt waits for an answer: reminders rest.
    pub doubt_at: Option<i64>,
    /// The newest answer to a doubt, while the confirmation is still to come.
    pub answered_at: Option<i64>,
}

impl Standing {
    fn is(&self, bit: i64) -> bool {
        self.progress & bit != 0
    }

    /// Its sittings as the wait and the limit count them; when the last one was graded is not part of a standing.
    pub fn sat(&self) -> Sat {
        Sat { graded: self.sittings, extra: self.extra, ..Sat::default() }
    }

    pub fn has_read(&self) -> bool {
        self.is(READ)
    }

    pub fn has_passed(&self) -> bool {
        self.is(PASSED)
    }

    pub fn has_acknowledged(&self) -> bool {
        self.is(ACKNOWLEDGED)
    }

    pub fn is_approved(&self) -> bool {
        self.is(APPROVED)
    }

    /// The acknowledgment stands on a paper.
    pub fn is_on_paper(&self) -> bool {
        self.is(ON_PAPER)
    }

    /// The best score is one of a paper.
    pub fn is_best_on_paper(&self) -> bool {
        self.is(BEST_ON_PAPER)
    }

    /// The best score as it is shown, `85%` or `85% (bản giấy)`; empty where there is none.
    pub fn best_words(&self) -> String {
        self.best_percent.map(|percent| score_words(percent, self.is_best_on_paper())).unwrap_or_default()
    }

    /// In the group now, whatever is still to be read or acknowledged.
    pub fn is_in_group(&self) -> bool {
        self.is(IN_GROUP)
    }

    pub fn must_acknowledge_again(&self) -> bool {
        self.is(AGAIN)
    }

    /// Read, passed, acknowledged, and a contact given: the leader may decide.
    pub fn is_eligible(&self) -> bool {
        self.has_read() && self.has_passed() && self.has_acknowledged() && self.contact_at.is_some()
    }

    pub fn is_paused(&self, today: &str) -> bool {
        covers(self.paused_from.as_deref(), self.paused_until.as_deref(), today)
    }

    /// The state of a day: a pause hides the step, a departure everything. `today` is `YYYY-MM-DD`.
    pub fn state_on(&self, today: &str) -> State {
        self.state.with_pause(self.is_paused(today))
    }

    /// Days behind the day due, up to `last` or the day of the confirmation: without days away and days on which nobody
    /// could come here. All `YYYY-MM-DD`.
    pub fn late_days(&self, calendar: &Calendar, last: &str) -> i64 {
        if self.is_silenced() || self.state == State::Left {
            return 0;
        }
        let done = self.acknowledged_at.map(day_of);
        let last = done.as_deref().map_or(last, |done| done.min(last));
        let days = self.due_on.as_deref().and_then(|due| Some((due.parse().ok()?, last.parse().ok()?)));
        let rests = Rests::parse(&self.rests).unwrap_or_default();
        days.map_or(0, |(due, last)| calendar.late(due, last, &rests))
    }

    /// What they confirmed has ended by a day, and nothing newer goes on.
    pub fn has_lapsed(&self, today: &str) -> bool {
        self.valid_until.as_deref().is_some_and(|last| last < today)
    }

    /// A newer round has taken it over.
    pub fn is_silenced(&self) -> bool {
        self.is(SILENCED)
    }

    /// Past the day, and not done.
    pub fn is_overdue(&self, today: &str) -> bool {
        let late = self.due_on.as_deref().is_some_and(|due| due < today);
        late && !self.has_acknowledged()
            && !self.is_silenced()
            && !matches!(self.state_on(today), State::Paused | State::Left)
    }
}

/// A score as it is shown, that of a paper told apart.
pub(crate) fn score_words(percent: i64, on_paper: bool) -> String {
    if on_paper { format!("{percent}% ({})", say("paper.mark")) } else { format!("{percent}%") }
}

/// Whether a pause covers a day; all `YYYY-MM-DD`, both ends included.
pub(crate) fn covers(from: Option<&str>, until: Option<&str>, day: &str) -> bool {
    from.zip(until).is_some_and(|(from, until)| from <= day && day <= until)
}

#[cfg(test)]
mod tests;
