//! Names of the settings with their defaults, and the texts filled with them.

mod defaults;
mod keep;
mod logo;
mod privacy;

pub(crate) use defaults::Defaults;
pub(crate) use keep::kept_days;
pub(crate) use logo::LARGEST_LOGO;
pub(crate) use logo::Logo;
pub(crate) use privacy::privacy;
pub use privacy::promises;

use crate::terms::Terms;
use crate::text::{fill, find, say};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One setting; the words beside its field stand in `texts/` as `setting.<name>`, its default as `default.<name>`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// Stored name.
    pub(crate) name: &'static str,
}

impl Setting {
    /// Value before anybody sets it; empty where `texts/` has none.
    pub(crate) fn default(&self) -> &'static str {
        find(&format!("default.{}", self.name)).unwrap_or_default()
    }

    /// Words beside the field.
    pub(crate) fn label(&self) -> &'static str {
        find(&format!("setting.{}", self.name)).unwrap_or_default()
    }
}

const fn setting(name: &'static str) -> Setting {
    Setting { name }
}

/// Every setting of the organisation.
pub(crate) const SETTINGS: &[Setting] = &[
    setting("org.name"),
    setting("org.short"),
    setting("org.parent"),
    setting("org.place"),
    setting("org.address"),
    setting("org.head_title"),
    setting("org.head_name"),
    setting("org.head"),
    setting("org.office"),
    setting("org.office_short"),
    setting("org.sign_authority"),
    setting("org.sign_for"),
    setting("org.sign_as"),
    setting("org.report_symbol"),
    setting("org.contact"),
    setting("privacy.contact"),
    setting("privacy.basis"),
    setting("privacy.keep"),
    setting("privacy.keep_results"),
    setting("privacy.keep_backups"),
    setting("zalo.name_limit"),
    setting("round.again"),
    setting("term.leader"),
    setting("term.leadership"),
    setting("term.house"),
];

/// Under whose authority a report is signed: by order, by delegation, in place of the head, or by the head.
const AUTHORITIES: [&str; 4] = ["", "TL.", "TUQ.", "KT."];

/// The value of each before anybody sets it.
pub(crate) fn unset() -> BTreeMap<String, String> {
    SETTINGS.iter().map(|one| (one.name.to_owned(), one.default().to_owned())).collect()
}

/// The setting of a name.
pub(crate) fn named(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// Whether a value enters the record as it is: it names the organisation, never a person.
pub(crate) fn is_public(name: &str) -> bool {
    name.starts_with("term.")
        || name.starts_with("org.") && !matches!(name, "org.contact" | "org.head" | "org.head_name")
}

/// `https://zalo.me/g/<code>`, 6 to 32 lower-case letters and digits.
pub(crate) fn is_group_link(link: &str) -> bool {
    link.strip_prefix("https://zalo.me/g/").is_some_and(|code| {
        (6..=32).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// Checks a value typed for a setting.
///
/// # Errors
/// A key of `texts/errors.toml`.
pub(crate) fn check(name: &str, value: &str) -> Result<(), &'static str> {
    let required = [
        "org.name",
        "org.short",
        "org.place",
        "org.head_title",
        "org.head",
        "org.office",
        "org.office_short",
        "org.contact",
        "term.leader",
        "term.leadership",
        "term.house",
    ];
    if name == "privacy.keep" && kept_days(value).is_none() {
        return Err("settings.keep");
    }
    if value.is_empty() && required.contains(&name) {
        return Err("settings.missing");
    }
    if value.chars().count() > 400 {
        return Err("form.too_long");
    }
    if name == "round.again" && ![say("again.now"), say("again.later")].contains(&value) {
        return Err("settings.again");
    }
    if name == "org.sign_authority" && !AUTHORITIES.contains(&value) {
        return Err("settings.authority");
    }
    let number = value.parse::<usize>().is_ok_and(|n| (8..=80).contains(&n));
    if name == "zalo.name_limit" && !number { Err("settings.name_limit") } else { Ok(()) }
}

#[derive(Deserialize)]
struct Messages {
    message: Vec<Message>,
}

/// A message to paste into Zalo.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Message {
    /// Stable id.
    pub(crate) id: String,
    /// What it is for.
    pub(crate) title: String,
    /// Its text with `{fields}`; at most 400 characters.
    pub(crate) text: String,
}

static MESSAGES: LazyLock<Vec<Message>> = LazyLock::new(|| {
    let file: Result<Messages, _> = toml::from_str(include_str!("../../../texts/messages.toml"));
    file.map(|file| file.message).unwrap_or_default()
});

/// Every message.
pub(crate) fn messages() -> &'static [Message] {
    &MESSAGES
}

/// A message with its fields filled in; empty when there is none of this id.
pub(crate) fn message(id: &str, fields: &[(&str, &str)]) -> String {
    // A field that is empty leaves one blank, not two.
    let said = |message: &Message| fill(&Terms::here().fill(&message.text), fields).replace("  ", " ");
    MESSAGES.iter().find(|message| message.id == id).map(said).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::nfc;

    #[test]
    fn every_message_fits_into_a_zalo_message() {
        assert!(messages().len() >= 9);
        for message in messages() {
            // What is copied with an address is what stands beside it.
            let alone =
                message.text.lines().filter(|line| line.contains("{lien_ket}")).all(|line| line == "{lien_ket}");
            assert!(alone, "{}", message.id);
            assert!(message.text.chars().count() <= 400, "{}", message.id);
            assert!(!message.text.contains('!'), "{}", message.id);
            assert_eq!(nfc(&message.text), message.text);
        }
    }

    #[test]
    fn every_setting_has_words_beside_its_field() {
        assert!(SETTINGS.iter().all(|one| !one.label().is_empty()));
    }
}
