//! What a guesser scores, and whether that is too much.

/// With fewer questions even a full mark is no more than luck.
const FEWEST: usize = 3;
/// What sums of many parts may be off by, in points.
const ROUNDING: f64 = 1e-6;

/// One guesser over the questions of one type.
pub(super) struct Row {
    pub(super) way: &'static str,
    pub(super) kinds: String,
    pub(super) questions: usize,
    /// How many options are chosen where several are right.
    pub(super) picks: Option<u32>,
    /// The mean mark, what chance would bring, and how far above it is let through.
    pub(super) points: f64,
    pub(super) chance: f64,
    pub(super) limit: f64,
}

impl Row {
    pub(super) fn above(&self) -> f64 {
        self.points - self.chance
    }

    pub(super) fn is_judged(&self) -> bool {
        self.questions >= FEWEST
    }

    pub(super) fn is_too_good(&self) -> bool {
        self.is_judged() && self.above() > self.limit + ROUNDING
    }

    pub(super) fn is_too_bad(&self) -> bool {
        self.is_judged() && self.above() < -self.limit - ROUNDING
    }
}
