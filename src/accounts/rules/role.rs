//! What somebody may do in Nếp beside being a member, and where.

text_enum! {
    pub enum Role {
        /// Trưởng nhóm: decides admissions (Điều 3 khoản 3).
        Leader = "leader",
        /// HC-DV: tracks, reminds, carries admissions out (Điều 4 khoản 2).
        Coordinator = "coordinator",
        /// Trưởng phòng: sees the state of their own department.
        Head = "head",
        /// Settings and accounts.
        Admin = "admin",
    }
}

impl Role {
    /// On screen.
    pub fn label(self) -> &'static str {
        crate::text::find(&format!("role.{self}")).unwrap_or_default()
    }
}

/// Where a role holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    All,
    Group(String),
    Department(String),
}

impl Scope {
    /// Kind and id, as stored; the id of [`Scope::All`] is ''.
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::All => ("all", ""),
            Self::Group(id) => ("group", id),
            Self::Department(id) => ("department", id),
        }
    }

    pub fn parse(kind: &str, id: &str) -> Option<Self> {
        match (kind, id) {
            ("all", "") => Some(Self::All),
            ("group", id) if !id.is_empty() => Some(Self::Group(id.to_owned())),
            ("department", id) if !id.is_empty() => Some(Self::Department(id.to_owned())),
            _ => None,
        }
    }
}

/// The roles somebody holds now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles(Vec<(Role, Scope)>);

impl Roles {
    /// From the form of rows: `role:scope:id`, separated by spaces; `None` for a broken row.
    pub fn parse(text: &str) -> Option<Self> {
        let one = |part: &str| {
            let mut parts = part.splitn(3, ':');
            let role = Role::parse(parts.next()?)?;
            Some((role, Scope::parse(parts.next()?, parts.next()?)?))
        };
        text.split_whitespace().map(one).collect::<Option<_>>().map(Self)
    }

    /// True when the role is held anywhere.
    pub fn has(&self, role: Role) -> bool {
        self.0.iter().any(|one| one.0 == role)
    }

    /// True when the role is held for everything.
    pub fn has_everywhere(&self, role: Role) -> bool {
        self.0.contains(&(role, Scope::All))
    }

    /// True when the role is held for this group.
    pub fn has_for_group(&self, role: Role, group_id: &str) -> bool {
        self.0.iter().any(|(one, scope)| {
            *one == role
                && match scope {
                    Scope::All => true,
                    Scope::Group(id) => id == group_id,
                    Scope::Department(_) => false,
                }
        })
    }

    /// True when the role is held for this department.
    pub fn has_for_department(&self, role: Role, department_id: &str) -> bool {
        self.0.iter().any(|(one, scope)| {
            *one == role
                && match scope {
                    Scope::All => true,
                    Scope::Department(id) => id == department_id,
                    Scope::Group(_) => false,
                }
        })
    }

    /// True for whoever adds and changes people of this department: HC-DV or an admin. A group has people of every
    /// department, so who holds the role for a group reaches them all.
    pub fn registers(&self, department_id: &str) -> bool {
        self.0.iter().any(|(role, scope)| {
            matches!(role, Role::Coordinator | Role::Admin)
                && match scope {
                    Scope::All | Scope::Group(_) => true,
                    Scope::Department(id) => id == department_id,
                }
        })
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &(Role, Scope)> {
        self.0.iter()
    }

    /// Each role held, once, in the order of the screen.
    pub fn kinds(&self) -> Vec<Role> {
        Role::ALL.iter().copied().filter(|role| self.has(*role)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_holds_where_it_was_given() {
        let roles = Roles::parse("leader:group:g1 head:department:d1").unwrap();
        assert!(roles.has(Role::Leader) && !roles.has_everywhere(Role::Leader));
        assert!(roles.has_for_group(Role::Leader, "g1") && !roles.has_for_group(Role::Leader, "g2"));
        assert!(roles.has_for_department(Role::Head, "d1") && !roles.has_for_department(Role::Head, "d2"));
        assert!(Roles::parse("leader:all:").unwrap().has_for_group(Role::Leader, "g2"));
        assert!(Roles::parse("coordinator:department:d1").unwrap().registers("d1"));
        assert!(!Roles::parse("coordinator:department:d1 head:department:d2 leader:all:").unwrap().registers("d2"));
        assert!(Roles::parse("coordinator:group:g1").unwrap().registers("d2"));
        assert_eq!(Roles::parse("leader:group:"), None);
        assert_eq!(Roles::parse("king:all:"), None);
    }
}
