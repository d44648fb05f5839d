//! Adding people, their personal links, roles, pauses and departures.

mod absence;
mod add;
mod edit;
mod link;
mod role;

pub(crate) use absence::{come_back, leave, pause};
pub(crate) use add::{create, new, paste};
pub(crate) use edit::{edit, submit_edit};
pub(crate) use link::issue_link;
pub(crate) use role::change_role;

use crate::act::By;
use crate::ledger::Entry;
use crate::people::rules::{Name, Order};
use crate::people::store;
use crate::visit::Member;
use serde::Deserialize;
use serde_json::json;

/// A person as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonForm {
    #[serde(default)]
    full: String,
    #[serde(default)]
    family: String,
    #[serde(default)]
    middle: String,
    #[serde(default)]
    given: String,
    #[serde(default)]
    name_order: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    position: String,
    #[serde(default)]
    role: Vec<String>,
    #[serde(default)]
    form_key: String,
}

impl PersonForm {
    /// The parts as typed; a full name alone is split by the first guess.
    fn name(&self) -> Result<Name, &'static str> {
        let order = Order::parse(&self.name_order).unwrap_or_default();
        if self.given.is_empty() && self.family.is_empty() && !self.full.is_empty() {
            let guess = Name::guess(&self.full);
            return Name::parse(&guess.family, &guess.middle, &guess.given, guess.order);
        }
        Name::parse(&self.family, &self.middle, &self.given, order)
    }

    fn code(&self) -> Option<String> {
        Some(self.code.clone()).filter(|code| !code.is_empty())
    }
}

/// The signed-in person as the author of an act.
pub(crate) fn by(member: &Member) -> By {
    Some((member.viewer.id.clone(), member.viewer.actor.clone()))
}

fn changed(member: &Member, person: &store::Person, kind: &'static str, note: String) -> Entry {
    Entry {
        kind,
        at: member.now,
        actor: Some(member.viewer.actor.clone()),
        about: Some(person.actor.clone()),
        person_id: Some(person.id.clone()),
        by_id: Some(member.viewer.id.clone()),
        body: json!({}),
        private: Vec::new(),
        note,
    }
}
