//! The settings of a round and their limits.

/// What a round asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Mức đạt, percent.
    pub pass_percent: i64,
    /// Questions of a sitting.
    pub questions: i64,
    /// Most sittings; 0 = no limit.
    pub sittings: i64,
    /// Minutes between two sittings.
    pub wait_minutes: i64,
    /// Minutes for a sitting; 0 = none.
    pub limit_minutes: i64,
    /// Days from enrolment; 0 = no day.
    pub due_days: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { pass_percent: 80, questions: 20, sittings: 0, wait_minutes: 0, limit_minutes: 0, due_days: 7 }
    }
}

impl Settings {
    /// Checks the limits.
    ///
    /// # Errors
    /// A key of `texts/errors.toml`.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let within = |value: i64, low: i64, high: i64| (low..=high).contains(&value);
        match () {
            () if !within(self.pass_percent, 50, 100) => Err("round.pass"),
            () if !within(self.questions, 8, 60) => Err("round.questions"),
            () if !within(self.sittings, 0, 20) => Err("round.sittings"),
            () if !within(self.wait_minutes, 0, 10_080) => Err("round.wait"),
            () if self.limit_minutes != 0 && !within(self.limit_minutes, 5, 240) => Err("round.limit"),
            () if !within(self.due_days, 0, 365) => Err("round.due"),
            () => Ok(()),
        }
    }
}

/// Whether another sitting may start: `Ok`, or when, or never. Times are UTC milliseconds.
pub fn next_sitting(settings: &Settings, graded: i64, last_graded_at: Option<i64>, now: i64) -> Next {
    if settings.sittings > 0 && graded >= settings.sittings {
        return Next::NoMore;
    }
    let ready = last_graded_at.map_or(0, |at| at + settings.wait_minutes * crate::time::MINUTE);
    if ready > now { Next::From(ready) } else { Next::Now }
}

/// The answer of [`next_sitting`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// At once.
    Now,
    /// Not before this moment.
    From(i64),
    /// All sittings are used.
    NoMore,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sittings_and_waits_are_counted() {
        let settings = Settings { sittings: 2, wait_minutes: 10, ..Settings::default() };
        assert_eq!(next_sitting(&settings, 0, None, 0), Next::Now);
        assert_eq!(next_sitting(&settings, 1, Some(1000), 2000), Next::From(601_000));
        assert_eq!(next_sitting(&settings, 1, Some(1000), 601_000), Next::Now);
        assert_eq!(next_sitting(&settings, 2, Some(1000), 9_999_999), Next::NoMore);
    }

    #[test]
    fn limits_are_told_by_name() {
        assert!(Settings::default().check().is_ok());
        assert_eq!(Settings { pass_percent: 20, ..Settings::default() }.check(), Err("round.pass"));
        assert_eq!(Settings { limit_minutes: 2, ..Settings::default() }.check(), Err("round.limit"));
    }
}
