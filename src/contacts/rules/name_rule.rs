//! What a document asks of a display name: `name.toml` in its folder.

use super::zalo_name::{NameRules, short_forms};
use serde::Deserialize;

text_enum! {
    /// What may stand around the name.
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum Around {
        /// Department, position or agency make the name "cần sửa".
        #[default]
        Unwanted = "unwanted",
        /// They may stand there.
        Tolerated = "tolerated",
        /// The department has to stand there.
        Department = "department",
    }
}

/// Which clause asks for a name that shows the person, and what is tolerated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NameRule {
    /// Address of the clause, `dieu-4.khoan-3.muc-3.4`.
    pub clause: String,
    /// How it is cited in a sentence: "mục 3.4 khoản 3 Điều 4 Quy chế".
    pub cite: String,
    /// What a good name has, beside the field.
    pub hint: String,
    pub around: Around,
    /// Words that belong to the organisation, not to a name: its own short names.
    pub affixes: Vec<String>,
}

impl NameRule {
    /// Reads `name.toml`.
    ///
    /// # Errors
    /// What is wrong with it, with its line.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// To judge the name of somebody of this department; `limit` is the setting of the longest name, `own` are the words
    /// of the organisation: its short name, its departments.
    pub(crate) fn rules<'a>(&self, limit: &str, department: &str, own: impl Iterator<Item = &'a str>) -> NameRules {
        let mut rules = NameRules { max_graphemes: limit.parse().unwrap_or(30), ..NameRules::default() };
        rules.affixes.extend(self.affixes.iter().cloned());
        rules.affixes.extend(own.filter(|word| !word.is_empty()).map(str::to_owned));
        if self.around != Around::Unwanted {
            rules.affixes.extend(short_forms(department));
        }
        rules.around = self.around;
        department.clone_into(&mut rules.department);
        rules
    }
}
