//! The facts of one person in one round, and the step they make.

/// What is known of one person in one round; nothing here is stored as a state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub person_id: String,
    /// Ledger id.
    pub actor: String,
    /// Họ và tên.
    pub full_name: String,
    /// Hex sort key.
    pub name_key: String,
    pub name_fold: String,
    /// Mã nhân sự.
    pub code: Option<String>,
    pub department_id: String,
    pub department: String,
    /// Chức vụ.
    pub position: String,
    /// In the round since.
    pub enrolled_at: i64,
    /// Day by which.
    pub due_on: Option<String>,
    /// Tạm hoãn until.
    pub paused_until: Option<String>,
    /// Why.
    pub paused_reason: Option<String>,
    /// Left the Centre when.
    pub left_at: Option<i64>,
    /// Set a password when; None = the personal link was not used yet.
    pub signed_up_at: Option<i64>,
    /// Articles of the current versions.
    pub articles: i64,
    /// Of them read in exactly this text.
    pub read: i64,
    /// Last reading.
    pub read_at: Option<i64>,
    /// Graded sittings on the current text.
    pub sittings: i64,
    pub open_sitting: i64,
    /// Best percentage on the current text.
    pub best_percent: Option<i64>,
    /// First passed when.
    pub passed_at: Option<i64>,
    /// Acknowledged the current versions when.
    pub acknowledged_at: Option<i64>,
    /// Percentage in that acknowledgment.
    pub acknowledged_percent: Option<i64>,
    /// Mã xác nhận.
    pub code_of_ack: Option<String>,
    /// Acknowledged any versions when, the last time.
    pub earlier_ack_at: Option<i64>,
    /// Contact declared when.
    pub contact_at: Option<i64>,
    /// Admission row now open or approved.
    pub admission_id: Option<String>,
    pub submitted_at: Option<i64>,
    /// 'approved' or 'returned', of the newest row.
    pub outcome: Option<String>,
    pub decided_at: Option<i64>,
    /// Why.
    pub reason: Option<String>,
    /// HC-DV could not find them on Zalo.
    pub trouble: Option<String>,
    /// Added by HC-DV when.
    pub added_at: Option<i64>,
    /// Confirmed by the person when.
    pub confirmed_at: Option<i64>,
    /// Removal ordered when.
    pub removal_at: Option<i64>,
    pub removed_at: Option<i64>,
}

crate::from_row!(Facts {
    person_id,
    actor,
    full_name,
    name_key,
    name_fold,
    code,
    department_id,
    department,
    position,
    enrolled_at,
    due_on,
    paused_until,
    paused_reason,
    left_at,
    signed_up_at,
    articles,
    read,
    read_at,
    sittings,
    open_sitting,
    best_percent,
    passed_at,
    acknowledged_at,
    acknowledged_percent,
    code_of_ack,
    earlier_ack_at,
    contact_at,
    admission_id,
    submitted_at,
    outcome,
    decided_at,
    reason,
    trouble,
    added_at,
    confirmed_at,
    removal_at,
    removed_at
});

/// Where a person stands, with the evidence for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing read.
    NotStarted,
    /// Some articles read.
    Reading {
        /// How many.
        read: i64,
        /// Of how many.
        of: i64,
    },
    /// Everything read, no graded sitting.
    ReadyForQuiz,
    /// Sittings, none passed.
    NotPassed {
        /// The best percentage.
        percent: i64,
    },
    /// Passed, not acknowledged in the current versions.
    ReadyToAcknowledge { passed_at: i64 },
    /// Acknowledged, no contact.
    NeedsContact { acknowledged_at: i64 },
    /// The leader returned it.
    Returned {
        at: i64,
        /// Why.
        reason: String,
    },
    /// Before the leader.
    AwaitingDecision { since: i64 },
    /// Approved, not added.
    Approved { at: i64 },
    /// Added by HC-DV, not confirmed by the person.
    Added { at: i64 },
    InGroup {
        /// When confirmed.
        at: i64,
    },
    /// The leader ordered the removal.
    RemovalOrdered { at: i64 },
    /// Taken out of the group.
    Removed { at: i64 },
}

/// The kinds of [`Step`] and the two that stand beside them, as filters and counts name them.
pub const STATES: [(&str, &str); 15] = [
    ("not_started", "Chưa bắt đầu"),
    ("reading", "Đang đọc"),
    ("ready_for_quiz", "Chờ làm bài"),
    ("not_passed", "Chưa đạt"),
    ("ready_to_acknowledge", "Chờ cam kết"),
    ("needs_contact", "Chờ cung cấp thông tin Zalo"),
    ("returned", "Trả lại để bổ sung"),
    ("awaiting_decision", "Chờ duyệt"),
    ("approved", "Đã duyệt, chờ thêm vào nhóm"),
    ("added", "Đã thêm, chờ thành viên xác nhận"),
    ("in_group", "Đã vào nhóm"),
    ("removal_ordered", "Chờ đưa ra khỏi nhóm"),
    ("removed", "Đã ra khỏi nhóm"),
    ("paused", "Tạm hoãn"),
    ("left", "Đã rời Trung tâm"),
];

pub fn state_words(name: &str) -> &'static str {
    STATES.iter().find(|state| state.0 == name).map_or("", |state| state.1)
}

impl Step {
    /// Its name in [`STATES`].
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Reading { .. } => "reading",
            Self::ReadyForQuiz => "ready_for_quiz",
            Self::NotPassed { .. } => "not_passed",
            Self::ReadyToAcknowledge { .. } => "ready_to_acknowledge",
            Self::NeedsContact { .. } => "needs_contact",
            Self::Returned { .. } => "returned",
            Self::AwaitingDecision { .. } => "awaiting_decision",
            Self::Approved { .. } => "approved",
            Self::Added { .. } => "added",
            Self::InGroup { .. } => "in_group",
            Self::RemovalOrdered { .. } => "removal_ordered",
            Self::Removed { .. } => "removed",
        }
    }

    /// 1 đọc, 2 kiểm tra, 3 cam kết, 4 vào nhóm, 5 all done.
    pub fn number(&self) -> u8 {
        match self {
            Self::NotStarted | Self::Reading { .. } => 1,
            Self::ReadyForQuiz | Self::NotPassed { .. } => 2,
            Self::ReadyToAcknowledge { .. } => 3,
            Self::NeedsContact { .. }
            | Self::Returned { .. }
            | Self::AwaitingDecision { .. }
            | Self::Approved { .. }
            | Self::Added { .. } => 4,
            Self::InGroup { .. } | Self::RemovalOrdered { .. } | Self::Removed { .. } => 5,
        }
    }
}

impl Facts {
    /// Everything of the current versions is read.
    pub fn has_read(&self) -> bool {
        self.articles > 0 && self.read >= self.articles
    }

    /// Read, passed and acknowledged in the current versions: the leader may decide.
    pub fn is_eligible(&self) -> bool {
        self.has_read() && self.passed_at.is_some() && self.acknowledged_at.is_some() && self.contact_at.is_some()
    }

    /// An older version was acknowledged, the current one is not: "cần xác nhận lại".
    pub fn must_acknowledge_again(&self) -> bool {
        self.acknowledged_at.is_none() && self.earlier_ack_at.is_some()
    }

    /// In the group now, whatever is still to be read or acknowledged.
    pub fn is_in_group(&self) -> bool {
        self.confirmed_at.is_some() && self.removed_at.is_none() && self.outcome.as_deref() == Some("approved")
    }

    /// Where the person stands.
    pub fn step(&self) -> Step {
        if !self.has_read() {
            return match self.read {
                0 => Step::NotStarted,
                read => Step::Reading { read, of: self.articles },
            };
        }
        let Some(passed_at) = self.passed_at else {
            return match self.best_percent {
                Some(percent) if self.sittings > 0 => Step::NotPassed { percent },
                Some(_) | None => Step::ReadyForQuiz,
            };
        };
        let Some(acknowledged_at) = self.acknowledged_at else { return Step::ReadyToAcknowledge { passed_at } };
        self.admission_step(acknowledged_at)
    }

    fn admission_step(&self, acknowledged_at: i64) -> Step {
        if self.contact_at.is_none() && self.added_at.is_none() {
            return Step::NeedsContact { acknowledged_at };
        }
        if let Some(at) = self.removed_at {
            return Step::Removed { at };
        }
        if let Some(at) = self.removal_at {
            return Step::RemovalOrdered { at };
        }
        match (self.outcome.as_deref(), self.decided_at, self.added_at, self.confirmed_at) {
            (Some("returned"), Some(at), _, _) => {
                Step::Returned { at, reason: self.reason.clone().unwrap_or_default() }
            }
            (_, _, Some(_), Some(at)) => Step::InGroup { at },
            (_, _, Some(at), None) => Step::Added { at },
            (_, Some(at), None, _) => Step::Approved { at },
            (_, None, None, _) => match self.submitted_at {
                Some(since) => Step::AwaitingDecision { since },
                None => Step::NeedsContact { acknowledged_at },
            },
        }
    }

    /// The state that tables and counts show: departure and pause stand before the step. `today` is `YYYY-MM-DD`.
    pub fn state(&self, today: &str) -> &'static str {
        if self.left_at.is_some() {
            return "left";
        }
        let paused = self.paused_until.as_deref().is_some_and(|until| until >= today);
        let step = self.step();
        if paused && step.number() < 5 { "paused" } else { step.name() }
    }

    /// Past the day, and not done. `today` is `YYYY-MM-DD`.
    pub fn is_overdue(&self, today: &str) -> bool {
        let late = self.due_on.as_deref().is_some_and(|due| due < today);
        late && self.acknowledged_at.is_none() && !matches!(self.state(today), "paused" | "left")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_each_step() -> Vec<(Facts, &'static str)> {
        let start = Facts { articles: 8, ..Facts::default() };
        let reading = Facts { read: 3, ..start.clone() };
        let read = Facts { read: 8, ..start.clone() };
        let failed = Facts { sittings: 1, best_percent: Some(60), ..read.clone() };
        let passed = Facts { sittings: 2, best_percent: Some(90), passed_at: Some(5), ..read.clone() };
        let signed = Facts { acknowledged_at: Some(6), ..passed.clone() };
        let sent = Facts { contact_at: Some(7), submitted_at: Some(7), ..signed.clone() };
        let returned = Facts {
            outcome: Some("returned".into()),
            decided_at: Some(8),
            reason: Some("sai tên".into()),
            ..sent.clone()
        };
        let approved = Facts { outcome: Some("approved".into()), decided_at: Some(8), ..sent.clone() };
        let added = Facts { added_at: Some(9), ..approved.clone() };
        let in_group = Facts { confirmed_at: Some(10), ..added.clone() };
        let ordered = Facts { removal_at: Some(11), ..in_group.clone() };
        let removed = Facts { removed_at: Some(12), ..ordered.clone() };
        vec![
            (start, "not_started"),
            (reading, "reading"),
            (read, "ready_for_quiz"),
            (failed, "not_passed"),
            (passed, "ready_to_acknowledge"),
            (signed, "needs_contact"),
            (sent, "awaiting_decision"),
            (returned, "returned"),
            (approved, "approved"),
            (added, "added"),
            (in_group, "in_group"),
            (ordered, "removal_ordered"),
            (removed, "removed"),
        ]
    }

    #[test]
    fn every_step_follows_from_the_facts() {
        for (facts, name) in at_each_step() {
            assert_eq!(facts.step().name(), name);
            assert!(!state_words(name).is_empty());
        }
    }

    #[test]
    fn a_new_version_asks_for_what_is_missing_only() {
        let in_group = &at_each_step()[10].0;
        let stale = Facts { acknowledged_at: None, earlier_ack_at: Some(6), ..in_group.clone() };
        assert_eq!(stale.step().name(), "ready_to_acknowledge");
        assert!(stale.must_acknowledge_again() && stale.is_in_group());
        assert!(!stale.is_eligible());
        let changed = Facts { read: 7, ..stale };
        assert_eq!(changed.step().name(), "reading");
    }

    #[test]
    fn a_pause_hides_the_step_until_its_day_and_a_departure_always() {
        let facts = Facts { paused_until: Some("2026-12-01".into()), ..at_each_step()[1].0.clone() };
        assert_eq!(facts.state("2026-12-01"), "paused");
        assert_eq!(facts.state("2026-12-02"), "reading");
        let left = Facts { left_at: Some(1), ..facts };
        assert_eq!(left.state("2026-11-01"), "left");
    }

    #[test]
    fn overdue_is_past_the_day_and_not_acknowledged() {
        let late = Facts { due_on: Some("2026-11-20".into()), ..at_each_step()[1].0.clone() };
        assert!(late.is_overdue("2026-11-21"));
        assert!(!late.is_overdue("2026-11-20"));
        let done = Facts { due_on: Some("2026-11-20".into()), ..at_each_step()[6].0.clone() };
        assert!(!done.is_overdue("2026-11-21"));
    }
}
