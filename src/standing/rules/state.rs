//! The states that tables, counts and filters name.

text_enum! {
    /// Where one person stands in one round, in the order of the way; the last two stand beside it.
    #[derive(Default)]
    pub enum State {
        #[default]
        NotStarted = "not_started",
        Reading = "reading",
        ReadyForQuiz = "ready_for_quiz",
        NotPassed = "not_passed",
        ReadyToAcknowledge = "ready_to_acknowledge",
        NeedsContact = "needs_contact",
        Returned = "returned",
        AwaitingDecision = "awaiting_decision",
        Approved = "approved",
        Added = "added",
        InGroup = "in_group",
        RemovalOrdered = "removal_ordered",
        Removed = "removed",
        /// Tạm hoãn: depends on the day, never stored.
        Paused = "paused",
        Left = "left",
    }
}

impl State {
    /// Its place in the order of the way, 0 first.
    pub fn place(self) -> i64 {
        (0..).zip(Self::ALL).find(|(_, one)| **one == self).map_or(0, |(place, _)| place)
    }

    /// The state at a place of the order.
    pub fn at(place: i64) -> Option<Self> {
        usize::try_from(place).ok().and_then(|place| Self::ALL.get(place)).copied()
    }

    /// 1 đọc, 2 kiểm tra, 3 cam kết, 4 vào nhóm, 5 all done.
    pub fn step(self) -> u8 {
        match self {
            Self::NotStarted | Self::Reading => 1,
            Self::ReadyForQuiz | Self::NotPassed => 2,
            Self::ReadyToAcknowledge => 3,
            Self::NeedsContact | Self::Returned | Self::AwaitingDecision | Self::Approved | Self::Added => 4,
            Self::InGroup | Self::RemovalOrdered | Self::Removed | Self::Paused | Self::Left => 5,
        }
    }

    /// A pause hides the step, a departure hides the pause.
    pub(crate) fn with_pause(self, paused: bool) -> Self {
        if paused && self != Self::Left && self.step() < 5 { Self::Paused } else { self }
    }

    /// On screen, from `texts/`.
    pub fn words(self) -> &'static str {
        crate::text::find(&format!("state.{self}")).unwrap_or_default()
    }
}
