//! A round as typed.

use crate::id::new_id;
use crate::rounds::rules::Settings;
use crate::wrong::Wrong;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RoundForm {
    pub(super) name: String,
    pub(super) pass_percent: String,
    pub(super) questions: String,
    pub(super) sittings: String,
    pub(super) wait_minutes: String,
    pub(super) limit_minutes: String,
    pub(super) due_days: String,
    pub(super) form_key: String,
    /// Asked where a round is opened, on the page that says for whom.
    pub(super) password: Option<String>,
}

impl RoundForm {
    pub(super) fn of(name: &str, settings: &Settings) -> Self {
        Self {
            name: name.to_owned(),
            pass_percent: settings.pass_percent.to_string(),
            questions: settings.questions.to_string(),
            sittings: settings.sittings.to_string(),
            wait_minutes: settings.wait_minutes.to_string(),
            limit_minutes: settings.limit_minutes.to_string(),
            due_days: settings.due_days.to_string(),
            form_key: new_id(),
            password: None,
        }
    }

    /// Nothing was typed yet.
    pub(super) fn is_empty(&self) -> bool {
        self.name.is_empty() && self.questions.is_empty() && self.due_days.is_empty()
    }

    /// The settings, or what is wrong, at its field.
    pub(super) fn settings(&self) -> Result<Settings, Wrong> {
        self.parsed().map_err(|key| Wrong::key(field(key), key))
    }

    fn parsed(&self) -> Result<Settings, &'static str> {
        if self.name.trim().is_empty() || self.name.chars().count() > 150 {
            return Err("round.name");
        }
        let number = |text: &str, key: &'static str| text.trim().parse::<i64>().map_err(|_| key);
        let settings = Settings {
            pass_percent: number(&self.pass_percent, "round.pass")?,
            questions: number(&self.questions, "round.questions")?,
            sittings: number(&self.sittings, "round.sittings")?,
            wait_minutes: number(&self.wait_minutes, "round.wait")?,
            limit_minutes: number(&self.limit_minutes, "round.limit")?,
            due_days: number(&self.due_days, "round.due")?,
        };
        settings.check()?;
        Ok(settings)
    }
}

/// The field that a sentence of the settings is about.
fn field(key: &str) -> &'static str {
    match key {
        "round.pass" => "pass_percent",
        "round.questions" => "questions",
        "round.sittings" => "sittings",
        "round.wait" => "wait_minutes",
        "round.limit" | "round.limit_short" => "limit_minutes",
        "round.due" => "due_days",
        _ => "name",
    }
}
