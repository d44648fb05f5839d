//! Of which day a report is.

use crate::app::App;
use crate::error::Error;
use crate::reports::rules::{Listed, away, tallies};
use crate::reports::store::{Named, Told, named, told_then};
use crate::rounds::rules::Ask;
use crate::site::Round;
use crate::site::store::round_at;
use crate::standing::rules::{Standing, State};
use crate::standing::store::stood;
use crate::text::say_with;
use crate::time::{day_after, day_of, parse_day, show_day, start_of};
use crate::tracking::rules::Tally;
use crate::visit::Member;
use crate::wrong::Wrong;
use serde::Deserialize;
use std::collections::HashMap;

/// The day as it is asked for; empty: none is.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DayForm {
    pub(super) day: String,
}

/// Of which day: as things stand now, or of a closed round as on its last day; or as on another day.
#[derive(Clone, Debug)]
pub(super) struct Of {
    /// `YYYY-MM-DD`.
    pub(super) day: String,
    /// Of another day, its end: the first moment that is not in it any more (UTC milliseconds).
    pub(super) then: Option<i64>,
}

impl Of {
    /// Today, or the last day.
    pub(super) fn newest(member: &Member, round: &Round) -> Self {
        Self { day: day_of(round.closed_at.unwrap_or(member.now)), then: None }
    }

    /// As typed: a day since the opening, not behind today or the last day of a closed round.
    pub(super) fn typed(member: &Member, round: &Round, typed: &str) -> Result<Self, Wrong> {
        let newest = Self::newest(member, round);
        if typed.trim().is_empty() {
            return Ok(newest);
        }
        let day = parse_day(typed).ok_or_else(|| Wrong::key("day", "form.day"))?.to_string();
        let (first, last) = (day_of(round.opened_at), newest.day.clone());
        if day < first || day.as_str() > last.as_str() {
            let ends = [("tu", show_day(&first)), ("den", show_day(&last))];
            let ends: Vec<(&str, &str)> = ends.iter().map(|(name, day)| (*name, day.as_str())).collect();
            return Err(Wrong::at("day", say_with("report.day_outside", &ends)));
        }
        if day == newest.day {
            return Ok(newest);
        }
        let then = start_of(&day).and_then(|start| start_of(&day_after(start, 1)));
        Ok(Self { day, then })
    }

    /// Behind `?day=`, or nothing where it is the newest.
    pub(super) fn query(&self) -> String {
        if self.then.is_some() { format!("?day={}", self.day) } else { String::new() }
    }
}

/// Where everybody of a round stood at the end of a past day, and what it asked then.
pub(super) struct Past {
    pub(super) round: Round,
    standings: Vec<Standing>,
    day: String,
}

impl Past {
    pub(super) async fn of(app: &App, member: &Member, (round, day): (&Round, &str), at: i64) -> Result<Self, Error> {
        let round = round_at(&app.db, &app.library, &member.site, round, at).await?;
        let standings = stood(app.db.read(), &round.asks, at).await?;
        Ok(Self { round, standings, day: day.to_owned() })
    }

    pub(super) fn tallies(&self) -> Vec<Tally> {
        tallies(&self.standings, &self.day)
    }

    /// Whether this was asked of anybody.
    pub(super) fn asked(&self, ask: Ask) -> bool {
        self.round.asks.versions.iter().any(|one| one.asks.iter().any(|(_, what)| *what == ask))
    }

    /// What no standing says of it.
    pub(super) async fn told(&self, app: &App, at: i64) -> Result<Told, Error> {
        let opened_on = day_of(self.round.opened_at);
        let told = told_then(app.db.read(), &self.round.id, (&opened_on, &self.day), at).await?;
        Ok(Told { away: away(&self.standings, &told.reasons, &self.day), ..told })
    }
    /// Who had not left, by name; the department still as its id.
    ///
    /// # Errors
    /// [`Error::Conflict`] when they are more than `most`.
    pub(super) async fn people(&self, app: &App, at: i64, most: usize) -> Result<Vec<Listed>, Error> {
        let mut here: Vec<&Standing> = self.standings.iter().filter(|one| one.state != State::Left).collect();
        if here.len() > most {
            return Err(Error::conflict("report.too_many"));
        }
        here.sort_by(|a, b| (&a.name_key, &a.person_id).cmp(&(&b.name_key, &b.person_id)));
        let named = named(app.db.read(), &self.round.id, at).await?;
        let mut named: HashMap<String, Named> = named.into_iter().map(|one| (one.person_id.clone(), one)).collect();
        let listed = |one: &Standing| {
            let named = named.remove(&one.person_id)?;
            Some(Listed {
                full_name: named.full_name,
                position: named.position,
                department: one.department_id.clone(),
                progress: one.progress,
                state: one.state_on(&self.day),
                acknowledged_on: one.acknowledged_at.map(|at| show_day(&day_of(at))).unwrap_or_default(),
            })
        };
        Ok(here.into_iter().filter_map(listed).collect())
    }
}
