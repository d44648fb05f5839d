//! A round as typed.

use crate::id::new_id;
use crate::people::rules::Capacity;
use crate::rounds::rules::{Audience, RoundKind, Settings, TextAsks, Texts};
use crate::time::parse_day;
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
    /// What the round is for; '' is everybody again.
    pub(super) kind: String,
    /// The same day for everybody; '' counts for each.
    pub(super) due_on: String,
    pub(super) least_days: String,
    pub(super) validity_months: String,
    pub(super) ask_before: String,
    pub(super) excuse_days: String,
    pub(super) remind_before: String,
    pub(super) remind_late: String,
    /// Whom it is for: departments, capacities, who joined before a day, codes of people; nothing is everybody.
    pub(super) department: Vec<String>,
    pub(super) capacity: Vec<String>,
    pub(super) joined_before: String,
    /// Only who is in the group of the round: `yes`.
    pub(super) in_group: String,
    pub(super) codes: String,
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
            least_days: settings.least_days.to_string(),
            validity_months: settings.validity_months.to_string(),
            ask_before: settings.ask_before.to_string(),
            excuse_days: settings.excuse_days.to_string(),
            remind_before: settings.remind_before.to_string(),
            remind_late: settings.remind_late.to_string(),
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

    /// It is for people of this capacity.
    pub(super) fn is_for(&self, capacity: &str) -> bool {
        self.capacity.iter().any(|one| one == capacity)
    }

    /// For everybody.
    pub(super) fn audience_is_empty(&self) -> bool {
        let lists = [&self.department, &self.capacity].into_iter().all(Vec::is_empty);
        lists && self.in_group.is_empty() && self.joined_before.is_empty() && self.codes.trim().is_empty()
    }

    /// Nothing was typed yet.
    pub(super) fn is_empty(&self) -> bool {
        self.name.is_empty() && self.questions.is_empty() && self.due_days.is_empty()
    }

    /// The settings, or what is wrong, at its field. `before`: of the round, where it is there already.
    pub(super) fn settings(&self, before: Option<&Settings>) -> Result<Settings, Wrong> {
        self.parsed(before).map_err(|key| Wrong::key(field(key), key))
    }

    /// The same day for everybody; not past, unless it is the one that stands.
    pub(super) fn due_day(&self, before: Option<&str>, today: &str) -> Result<Option<String>, Wrong> {
        if self.due_on.trim().is_empty() {
            return Ok(None);
        }
        let day = parse_day(&self.due_on).ok_or_else(|| Wrong::key("due_on", "form.day"))?.to_string();
        match before {
            Some(before) if day == before => Ok(Some(day)),
            // A day that people were told may come later, never earlier.
            Some(before) if day.as_str() < before => Err(Wrong::key("due_on", "round.due_earlier")),
            _ if day.as_str() <= today => Err(Wrong::key("due_on", "round.due_past")),
            _ => Ok(Some(day)),
        }
    }

    /// What it is for.
    pub(super) fn kind(&self) -> Result<RoundKind, Wrong> {
        match self.kind.as_str() {
            "" => Ok(RoundKind::Yearly),
            text => RoundKind::parse(text).ok_or_else(|| Wrong::key("kind", "round.kind")),
        }
    }

    /// Whom it is for, the people by their codes still; `departments`: the ids that are open.
    pub(super) fn audience(&self, departments: &[&str], group_id: &str) -> Result<Audience, Wrong> {
        if self.department.iter().any(|one| !departments.contains(&one.as_str())) {
            return Err(Wrong::key("department", "round.department"));
        }
        let capacity = |one: &String| Capacity::parse(one).filter(|one| *one != Capacity::Participant);
        let capacities: Option<Vec<Capacity>> = self.capacity.iter().map(capacity).collect();
        let joined_before = match self.joined_before.trim() {
            "" => None,
            text => Some(parse_day(text).ok_or_else(|| Wrong::key("joined_before", "form.day"))?.to_string()),
        };
        Ok(Audience {
            departments: self.department.clone(),
            capacities: capacities.ok_or_else(|| Wrong::key("capacity", "round.capacity"))?,
            joined_before,
            people: Vec::new(),
            in_group: (self.in_group == "yes").then(|| group_id.to_owned()),
        })
    }

    /// The codes typed, one a line or with commas between.
    pub(super) fn typed_codes(&self) -> Vec<&str> {
        let parts = self.codes.split([',', ';', '\n', '\r', '\t']).map(str::trim).filter(|one| !one.is_empty());
        let mut all: Vec<&str> = parts.collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn parsed(&self, before: Option<&Settings>) -> Result<Settings, &'static str> {
        if self.name.trim().is_empty() || self.name.chars().count() > 150 {
            return Err("round.name");
        }
        let number = |text: &str, key: &'static str| text.trim().parse::<i64>().map_err(|_| key);
        let default = before.copied().unwrap_or_default();
        // What is not on the page stays.
        let or_default =
            |text: &str, default: i64, key| if text.trim().is_empty() { Ok(default) } else { number(text, key) };
        let settings = Settings {
            pass_percent: number(&self.pass_percent, "round.pass")?,
            questions: number(&self.questions, "round.questions")?,
            sittings: number(&self.sittings, "round.sittings")?,
            wait_minutes: number(&self.wait_minutes, "round.wait")?,
            limit_minutes: number(&self.limit_minutes, "round.limit")?,
            due_days: number(&self.due_days, "round.due")?,
            working: before.map_or(1, |one| one.working),
            least_days: or_default(&self.least_days, default.least_days, "round.least")?,
            validity_months: or_default(&self.validity_months, default.validity_months, "round.validity")?,
            ask_before: or_default(&self.ask_before, default.ask_before, "round.ask_before")?,
            excuse_days: or_default(&self.excuse_days, default.excuse_days, "round.excuse")?,
            remind_before: or_default(&self.remind_before, default.remind_before, "round.remind_before")?,
            remind_late: or_default(&self.remind_late, default.remind_late, "round.remind_late")?,
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
        "round.least" => "least_days",
        "round.validity" => "validity_months",
        "round.ask_before" => "ask_before",
        "round.excuse" => "excuse_days",
        "round.remind_before" => "remind_before",
        "round.remind_late" => "remind_late",
        "round.critical" => "critical",
        _ => "name",
    }
}
