//! What somebody is: roles in the program, capacities under documents.

use crate::accounts::rules::{Role, Scope};
use crate::people::rules::Capacity;
use crate::text::say;
use crate::tracking::store::Person;
use crate::visit::Member;

/// A role held.
pub(super) struct Held {
    pub(super) role: &'static str,
    pub(super) label: &'static str,
    pub(super) scope: String,
    pub(super) scope_words: String,
}

/// A capacity under a document, in the document's own word.
pub(super) struct CapacityLine {
    pub(super) document: String,
    pub(super) title: String,
    pub(super) capacity: &'static str,
    pub(super) word: String,
    pub(super) held: bool,
}

pub(super) fn held(member: &Member, person: &Person) -> Vec<Held> {
    let one = |(role, scope): &(Role, Scope)| {
        let (kind, id) = scope.parts();
        Held {
            role: role.as_str(),
            label: role.label(),
            scope: if id.is_empty() { kind.to_owned() } else { format!("{kind}:{id}") },
            scope_words: match scope {
                Scope::All => say("scope.all").to_owned(),
                Scope::Group(id) => member.site.group_name(id).to_owned(),
                Scope::Department(id) => member.site.department_name(id).to_owned(),
            },
        }
    };
    person.roles.iter().map(one).collect()
}

/// Where a role can be given, as the form sends it.
pub(super) fn scopes(member: &Member) -> Vec<(String, String)> {
    let groups = member.site.groups.iter().map(|one| (format!("group:{}", one.id), one.name.clone()));
    let departments = member.site.departments.iter().map(|one| (format!("department:{}", one.id), one.name.clone()));
    let all = ("all".to_owned(), say("scope.all").to_owned());
    std::iter::once(all).chain(groups).chain(departments).collect()
}

pub(super) fn capacities(member: &Member, person: &Person) -> Vec<CapacityLine> {
    let mut lines = Vec::new();
    for document in &member.site.documents {
        for capacity in [Capacity::Leadership, Capacity::Support] {
            if let Some(word) = document.current.regulation.head().capacity(capacity) {
                lines.push(CapacityLine {
                    document: document.id.clone(),
                    title: document.current.row.short_title.clone(),
                    capacity: capacity.as_str(),
                    word: word.to_owned(),
                    held: person.capacities.has(&document.id, capacity),
                });
            }
        }
    }
    lines
}
