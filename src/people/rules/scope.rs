//! Where a role may be held.

use crate::accounts::rules::{Role, Scope};

/// The scope in which a role is held when `wanted` is asked for: a head's is a department, their own where none is
/// named; a leader's everything or a group; an admin's everything. `None`: it cannot be held there.
pub(crate) fn scope_for(role: Role, wanted: &Scope, own_department: &str) -> Option<Scope> {
    match (role, wanted) {
        (Role::Head, Scope::All) => Some(Scope::Department(own_department.to_owned())),
        (Role::Head, Scope::Department(_))
        | (Role::Leader, Scope::All | Scope::Group(_))
        | (Role::Coordinator, _)
        | (Role::Admin, Scope::All) => Some(wanted.clone()),
        (Role::Head | Role::Leader | Role::Admin, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_has_a_department_and_an_admin_everything() {
        let (group, other) = (Scope::Group("g".into()), Scope::Department("b".into()));
        assert_eq!(scope_for(Role::Head, &Scope::All, "a"), Some(Scope::Department("a".into())));
        assert_eq!(scope_for(Role::Head, &other, "a"), Some(other.clone()));
        assert_eq!(scope_for(Role::Head, &group, "a"), None);
        assert_eq!(scope_for(Role::Leader, &group, "a"), Some(group.clone()));
        assert_eq!(scope_for(Role::Leader, &other, "a"), None);
        assert_eq!(scope_for(Role::Admin, &group, "a"), None);
        assert_eq!(scope_for(Role::Coordinator, &other, "a"), Some(other));
    }
}
