//! What an organisation is asked at its first start, answered beforehand: `texts/organisation.toml`.

use super::{check, named};
use crate::text::{say, say_with};
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

    /// One sentence for each name of a setting that there is none of, and each value that no form would take.
    pub(crate) fn faults(&self) -> Vec<String> {
        let fault = |(name, value): (&String, &String)| {
            let sentence = named(name).map_or(Some("library.setting"), |_| check(name, value).err())?;
            let fields = [("tep", "texts/organisation.toml"), ("ma", name.as_str())];
            Some(if sentence == "library.setting" {
                say_with(sentence, &fields)
            } else {
                format!("texts/organisation.toml, {name}: {}", say(sentence))
            })
        };
        self.settings.iter().filter_map(fault).collect()
    }

    /// A setting's value beforehand; '' where none is proposed.
    pub(crate) fn setting(&self, name: &str) -> &str {
        self.settings.get(name).map_or("", String::as_str)
    }
}
