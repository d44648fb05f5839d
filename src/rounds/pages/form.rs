//! A round as typed.

use crate::id::new_id;
use crate::rounds::rules::{Settings, TextAsks, Texts};
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
    /// Whether a câu điểm liệt that was missed fails the sitting: `yes`, which '' is too, or `no`.
    pub(super) critical: String,
    /// Its texts were chosen on the page; '' asks about every one, as the page comes.
    pub(super) choice: String,
    /// Documents to be read; those to be examined or confirmed are read too.
    pub(super) document: Vec<String>,
    pub(super) quiz: Vec<String>,
    pub(super) acknowledge: Vec<String>,
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
            critical: (if settings.critical_fails > 0 { "yes" } else { "no" }).to_owned(),
            form_key: new_id(),
            ..Self::default()
        }
    }

    /// The same texts with these settings.
    pub(super) fn about(self, texts: Self) -> Self {
        let Self { choice, document, quiz, acknowledge, .. } = texts;
        Self { choice, document, quiz, acknowledge, ..self }
    }

    /// The texts as chosen, in the order of `documents`.
    pub(super) fn texts<'a>(&self, documents: impl Iterator<Item = &'a str>) -> Texts {
        if self.choice.is_empty() {
            return Texts::Everything;
        }
        let has = |list: &[String], id: &str| list.iter().any(|one| one == id);
        let chosen = |id: &str| [&self.document, &self.quiz, &self.acknowledge].into_iter().any(|list| has(list, id));
        let asks = |id: &str| TextAsks {
            document_id: id.to_owned(),
            quiz: has(&self.quiz, id),
            acknowledge: has(&self.acknowledge, id),
        };
        Texts::These(documents.filter(|id| chosen(id)).map(asks).collect())
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
            critical_fails: match self.critical.as_str() {
                "" | "yes" => 1,
                "no" => 0,
                _ => return Err("round.critical"),
            },
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
        "round.critical" => "critical",
        _ => "name",
    }
}
