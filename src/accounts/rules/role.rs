//! What a person may do in Nếp, beside being a member.

use crate::text::say;

/// What a person may do beside being a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// HC-DV: tracks, reminds, carries admissions out (Điều 4 khoản 2).
    Coordinator,
    /// Trưởng nhóm: decides admissions (Điều 3 khoản 3).
    Leader,
    /// Trưởng phòng: sees the state of their own department.
    Head,
    /// Settings and accounts.
    Admin,
}

impl Role {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 4] = [Self::Leader, Self::Coordinator, Self::Head, Self::Admin];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Leader => "leader",
            Self::Head => "head",
            Self::Admin => "admin",
        }
    }

    /// From its stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// On screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Coordinator => say("role.coordinator"),
            Self::Leader => say("role.leader"),
            Self::Head => say("role.head"),
            Self::Admin => say("role.admin"),
        }
    }
}
