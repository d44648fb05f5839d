//! How a step is recorded, told and refused, and whose it is to take.

use super::StepKind;
use crate::accounts::rules::Role;

text_enum! {
    /// The leader's word on an application, as its form sends it.
    pub enum Outcome {
        Approve = "approve",
        Return = "return",
    }
}

impl Outcome {
    pub fn kind(self) -> StepKind {
        match self {
            Self::Approve => StepKind::Approved,
            Self::Return => StepKind::Returned,
        }
    }
}

impl StepKind {
    /// Its leaf's type in the ledger.
    pub fn leaf(self) -> &'static str {
        match self {
            Self::Submitted => "admission.submitted",
            Self::Approved | Self::Returned => "approval.decided",
            Self::Founded => "admission.founded",
            Self::Lapsed => "admission.lapsed",
            Self::Recontacted => "admission.recontacted",
            Self::Reopened => "approval.reopened",
            Self::Withdrawn => "approval.withdrawn",
            Self::NotFound => "group.not_found",
            Self::Added => "group.added",
            Self::Unadded => "group.add_withdrawn",
            Self::Confirmed => "group.confirmed",
            Self::RemovalOrdered => "removal.ordered",
            Self::Removed => "group.removed",
            Self::Departed => "group.departed",
            Self::Stayed => "group.stayed",
        }
    }

    /// Its sentence in the journal.
    pub fn note(self) -> &'static str {
        match self {
            Self::Submitted => "note.submitted",
            Self::Approved => "note.approved",
            Self::Returned => "note.returned",
            Self::Founded => "note.founded",
            Self::Lapsed => "note.lapsed",
            Self::Recontacted => "note.recontacted",
            Self::Reopened => "note.reopened",
            Self::Withdrawn => "note.approval_withdrawn",
            Self::NotFound => "note.not_found",
            Self::Added => "note.added",
            Self::Unadded => "note.add_withdrawn",
            Self::Confirmed => "note.confirmed",
            Self::RemovalOrdered => "note.removal_ordered",
            Self::Removed => "note.removed",
            Self::Departed => "note.departed",
            Self::Stayed => "note.stayed",
        }
    }

    /// What somebody is told who comes too late, or too early.
    pub fn refused(self) -> &'static str {
        match self {
            Self::Withdrawn => "admission.too_late",
            Self::Added | Self::NotFound => "admission.not_to_add",
            Self::Unadded => "admission.confirmed_already",
            Self::Confirmed => "admission.not_added_yet",
            Self::RemovalOrdered => "admission.removal_already",
            Self::Removed => "admission.removed_already",
            _ => "admission.decided",
        }
    }

    /// The role it takes, for the admission's group; `None`: the person's own, or what follows from another act.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Approved | Self::Returned | Self::Withdrawn | Self::RemovalOrdered => Some(Role::Leader),
            Self::Founded | Self::NotFound | Self::Added | Self::Unadded | Self::Removed => Some(Role::Coordinator),
            _ => None,
        }
    }

    /// Whether it is a decision, which nobody takes about themself; the database checks the same.
    pub fn is_decision(self) -> bool {
        matches!(self, Self::Approved | Self::Returned | Self::Withdrawn | Self::Founded | Self::RemovalOrdered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_has_its_sentences() {
        for kind in StepKind::ALL {
            for key in [kind.note(), kind.refused()] {
                assert!(crate::text::find(key).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn every_decision_takes_a_role() {
        assert!(StepKind::ALL.iter().filter(|kind| kind.is_decision()).all(|kind| kind.role().is_some()));
    }
}
