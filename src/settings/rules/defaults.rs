//! What an organisation is asked at its first start, answered beforehand: `texts/organisation.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Answers that a set of contents brings with it; an organisation may change each.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Defaults {
    /// What the contents are called where they are offered.
    pub(crate) offer: String,
    /// By the name of the setting.
    pub(crate) settings: BTreeMap<String, String>,
    pub(crate) first: First,
}

/// What is made at the first start; a field is empty where nothing is proposed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct First {
    /// Name of the Zalo group.
    pub(crate) group: String,
    /// Name of the newcomers' round; `{nhom}` is the group's.
    pub(crate) round: String,
    pub(crate) leader_department: String,
    pub(crate) leader_position: String,
    pub(crate) coordinator_position: String,
}

impl Defaults {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it, with its line.
    pub(crate) fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// A setting's value beforehand; '' where none is proposed.
    pub(crate) fn setting(&self, name: &str) -> &str {
        self.settings.get(name).map_or("", String::as_str)
    }
}
