//! A person as typed.

use crate::people::rules::{Name, Order, check_email};
use crate::people::store::NewPerson;
use crate::time::parse_day;
use crate::wrong::Wrong;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PersonForm {
    pub(super) full: String,
    pub(super) family: String,
    pub(super) middle: String,
    pub(super) given: String,
    pub(super) name_order: String,
    pub(super) code: String,
    pub(super) department: String,
    pub(super) position: String,
    pub(super) joined_on: String,
    pub(super) email: String,
    pub(super) role: Vec<String>,
    pub(super) form_key: String,
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

    /// The person meant, without roles, or what is wrong. `whole` is where a name typed as a whole stands.
    pub(super) fn person(&self, whole: &str) -> Result<NewPerson, Wrong> {
        let apart = !(self.given.is_empty() && self.family.is_empty());
        let at = if apart { "given" } else { whole };
        let name = self.name().map_err(|key| Wrong::key(at, key))?;
        if self.department.is_empty() {
            return Err(Wrong::key("department", "person.department_missing"));
        }
        check_email(&self.email).map_err(|key| Wrong::key("email", key))?;
        let joined_on = match self.joined_on.trim() {
            "" => None,
            text => Some(parse_day(text).ok_or_else(|| Wrong::key("joined_on", "form.day"))?.to_string()),
        };
        Ok(NewPerson {
            name,
            joined_on,
            code: Some(self.code.clone()).filter(|code| !code.is_empty()),
            department: self.department.clone(),
            position: self.position.clone(),
            email: self.email.clone(),
            ..NewPerson::default()
        })
    }
}
