//! The steps of an admission (Điều 3 khoản 3, Điều 4 mục 2.2): what may follow what, and where a chain of them stands.

text_enum! {
    /// One step; the database checks the same order (`admission_step` in migrations/).
    pub enum StepKind {
        /// The person applies, or gives a new contact or confirmation while it waits.
        Submitted = "submitted",
        Approved = "approved",
        Returned = "returned",
        /// A founding member by the Decision's Điều 1: in the group without anybody deciding.
        Founded = "founded",
        /// The person left, or took the consent back, before anybody was added.
        Lapsed = "lapsed",
        /// A new contact after the approval that nobody has to look at.
        Recontacted = "recontacted",
        /// A new contact after the approval that the leader has to look at.
        Reopened = "reopened",
        /// The leader takes the approval back.
        Withdrawn = "withdrawn",
        /// HC-DV cannot find the account on Zalo.
        NotFound = "not_found",
        Added = "added",
        /// HC-DV takes a slip of "Đã thêm" back.
        Unadded = "unadded",
        Confirmed = "confirmed",
        RemovalOrdered = "removal_ordered",
        Removed = "removed",
        /// The person left the organisation and is still in the group.
        Departed = "departed",
        /// The departure was a mistake.
        Stayed = "stayed",
    }
}

/// Where an admission stands after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before the leader.
    Open,
    Approved,
    Returned,
    Lapsed,
    Added,
    InGroup,
    Departed,
    RemovalOrdered,
    Removed,
}

impl StepKind {
    pub fn stage(self) -> Stage {
        match self {
            Self::Submitted | Self::Reopened | Self::Withdrawn => Stage::Open,
            Self::Approved | Self::Recontacted | Self::NotFound | Self::Unadded => Stage::Approved,
            Self::Returned => Stage::Returned,
            Self::Lapsed => Stage::Lapsed,
            Self::Added => Stage::Added,
            Self::Confirmed | Self::Founded | Self::Stayed => Stage::InGroup,
            Self::Departed => Stage::Departed,
            Self::RemovalOrdered => Stage::RemovalOrdered,
            Self::Removed => Stage::Removed,
        }
    }

    /// Whether the admission is closed after it: the next application is a new one.
    pub fn closes(self) -> bool {
        matches!(self, Self::Returned | Self::Lapsed | Self::Removed)
    }

    /// Whether it may follow the step before.
    pub fn may_follow(self, before: Self) -> bool {
        use Stage::{Added, Approved, Departed, InGroup, Open, RemovalOrdered};
        match self {
            Self::Submitted | Self::Approved | Self::Returned | Self::Founded => before.stage() == Open,
            Self::Lapsed => matches!(before.stage(), Open | Approved),
            Self::Recontacted | Self::Reopened | Self::Withdrawn | Self::Added => before.stage() == Approved,
            Self::NotFound => before.stage() == Approved && before != Self::NotFound,
            Self::Unadded | Self::Confirmed => before.stage() == Added,
            Self::Departed => matches!(before.stage(), Added | InGroup),
            Self::Stayed => before.stage() == Departed,
            Self::RemovalOrdered => matches!(before.stage(), Added | InGroup | Departed),
            Self::Removed => before.stage() == RemovalOrdered,
        }
    }
}

/// What a chain of steps says; moments are UTC milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    pub last: Option<StepKind>,
    pub submitted_at: Option<i64>,
    /// Of the decision in force: an approval or a return.
    pub decided_at: Option<i64>,
    pub added_at: Option<i64>,
    pub confirmed_at: Option<i64>,
    pub removal_at: Option<i64>,
    pub removed_at: Option<i64>,
}

impl History {
    /// Plays the steps in their order.
    pub fn of(steps: impl IntoIterator<Item = (StepKind, i64)>) -> Self {
        let mut found = Self::default();
        for (kind, at) in steps {
            found.last = Some(kind);
            match kind {
                StepKind::Submitted => found.submitted_at = found.submitted_at.or(Some(at)),
                StepKind::Approved | StepKind::Returned => found.decided_at = Some(at),
                StepKind::Founded => {
                    (found.decided_at, found.added_at, found.confirmed_at) = (Some(at), Some(at), Some(at));
                }
                StepKind::Reopened | StepKind::Withdrawn => found.decided_at = None,
                StepKind::Added => found.added_at = Some(at),
                StepKind::Unadded => found.added_at = None,
                StepKind::Confirmed => found.confirmed_at = Some(at),
                StepKind::Stayed => found.confirmed_at = found.confirmed_at.or(Some(at)),
                StepKind::RemovalOrdered => found.removal_at = Some(at),
                StepKind::Removed => found.removed_at = Some(at),
                StepKind::Lapsed | StepKind::Recontacted | StepKind::NotFound | StepKind::Departed => {}
            }
        }
        found
    }

    /// From the form of rows: `number:kind:at`, separated by spaces, in any order; `None` for a broken row.
    pub fn parse(text: &str) -> Option<Self> {
        let one = |step: &str| {
            let mut parts = step.split(':');
            let number: i64 = parts.next()?.parse().ok()?;
            Some((number, StepKind::parse(parts.next()?)?, parts.next()?.parse::<i64>().ok()?))
        };
        let mut steps: Vec<_> = text.split_whitespace().map(one).collect::<Option<_>>()?;
        steps.sort_unstable_by_key(|step| step.0);
        Some(Self::of(steps.into_iter().map(|(_, kind, at)| (kind, at))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_checks_the_same_order() {
        let sql = include_str!("../../../migrations/0001_nep.sql");
        let mut checked = std::collections::BTreeSet::new();
        for before in StepKind::ALL {
            for after in StepKind::ALL {
                let pair = format!("'{before}>{after}'");
                assert_eq!(sql.contains(&pair), after.may_follow(*before), "{pair}");
                checked.insert(pair);
            }
        }
        let written = sql.matches('>').count();
        assert!(checked.len() == 256 && written > 50, "{written}");
    }

    #[test]
    fn a_history_forgets_what_was_taken_back() {
        use StepKind::*;
        let at = |kinds: &[StepKind]| History::of(kinds.iter().copied().zip(1..));
        assert_eq!(at(&[Submitted, Approved, Withdrawn]).decided_at, None);
        let history = at(&[Submitted, Approved, Added, Unadded, NotFound, Recontacted, Added, Confirmed]);
        assert_eq!((history.decided_at, history.added_at, history.confirmed_at), (Some(2), Some(7), Some(8)));
        assert_eq!(at(&[Submitted, Founded]).confirmed_at, Some(2));
        assert_eq!(at(&[Submitted, Approved, Reopened, Approved]).decided_at, Some(4));
        assert_eq!(
            History::parse("2:approved:20 1:submitted:10"),
            Some(History::of([(Submitted, 10), (Approved, 20)]))
        );
        assert_eq!(History::parse("1:somewhere:10"), None);
    }
}
