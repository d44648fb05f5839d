//! Whom somebody sees in a round.

use crate::accounts::rules::{Role, Roles, Scope};

/// What of a round somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Everybody and everything.
    All,
    /// Everybody's state.
    HeadsAll,
    /// The states of the departments they head or look after; which ones is in the `where` of each question.
    Heads,
}

impl Sight {
    /// `None`: a round that is not theirs to see.
    pub(crate) fn of(roles: &Roles, group_id: &str) -> Option<Self> {
        let office = [Role::Coordinator, Role::Leader, Role::Admin];
        if office.into_iter().any(|role| roles.has_for_group(role, group_id)) {
            return Some(Self::All);
        }
        if roles.has_for_group(Role::Head, group_id) {
            return Some(Self::HeadsAll);
        }
        roles.iter().any(|(_, scope)| matches!(scope, Scope::Department(_))).then_some(Self::Heads)
    }

    /// Scores, sittings, numbers, reasons: not for heads.
    pub(crate) fn is_full(self) -> bool {
        self == Self::All
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_shows_its_own_rounds_only() {
        let sight = |roles: &str, group: &str| Sight::of(&Roles::parse(roles).unwrap(), group);
        assert_eq!(sight("coordinator:group:g1", "g1"), Some(Sight::All));
        assert_eq!(sight("coordinator:group:g1", "g2"), None);
        assert_eq!(sight("coordinator:group:g1 head:department:d1", "g2"), Some(Sight::Heads));
        assert_eq!(sight("leader:all:", "g2"), Some(Sight::All));
        assert_eq!(sight("head:group:g1", "g2"), None);
        assert_eq!(sight("head:all:", "g2"), Some(Sight::HeadsAll));
        assert_eq!(sight("", "g1"), None);
    }
}
