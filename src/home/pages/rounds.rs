//! "Việc của tôi": every open round somebody is in, due next first, and choosing which one to work on.

use crate::app::App;
use crate::cookie;
use crate::error::Error;
use crate::form::Form;
use crate::page::{CHOSEN_ROUND, due_of, go};
use crate::site::Round;
use crate::standing::rules::{Standing, State};
use crate::standing::store as standing;
use crate::text::say;
use crate::time::show_day;
use crate::visit::Member;
use axum::extract::State as Held;
use axum::response::Response;
use serde::Deserialize;

/// Seconds for which a choice holds: a working day.
const HOLDS: i64 = 12 * 60 * 60;

/// One of them.
pub(super) struct Own {
    pub(super) id: String,
    pub(super) name: String,
    /// What is left of it, in words.
    pub(super) state: &'static str,
    /// The day due, or that it is over; empty where nothing is to be done.
    pub(super) due: String,
    pub(super) near: &'static str,
    /// Something is to be done, and it is not the one at hand.
    pub(super) other: bool,
}

/// The rounds of the viewer, where there is more than one.
pub(super) async fn own(app: &App, member: &Member) -> Result<Vec<Own>, Error> {
    if member.site.open_rounds().count() < 2 {
        return Ok(Vec::new());
    }
    let rows = standing::rows_of(app.db.read(), &member.viewer.id).await?;
    let mut found: Vec<(Standing, &Round)> = Vec::new();
    for row in rows {
        let Some(round) = member.site.round(&row.round_id).filter(|round| round.is_open()) else { continue };
        // A copy of before the round changed is not what it asks now.
        let fresh = round.revision == row.round_revision;
        let row = if fresh { Some(row) } else { standing::of(app.db.read(), &round.asks, &row.person_id).await? };
        found.extend(row.map(|row| (row, round)));
    }
    if found.len() < 2 {
        return Ok(Vec::new());
    }
    let rank = |one: &Standing| (one.has_acknowledged(), one.is_silenced(), one.due_on.clone().unwrap_or("9".into()));
    found.sort_by_key(|(one, _)| rank(one));
    Ok(found.iter().map(|(one, round)| told(member, one, round)).collect())
}

fn told(member: &Member, one: &Standing, round: &Round) -> Own {
    let here = member.standing.as_ref().is_some_and(|at| at.round_id == one.round_id);
    let waits = !one.has_acknowledged() && !one.is_silenced();
    let (due, near) = if waits { due_of(member, one) } else { Default::default() };
    Own {
        id: round.id.clone(),
        name: round.name.clone(),
        state: match () {
            () if one.is_silenced() => say("home.round_newer"),
            () if round.asks.paused_at.is_some() && waits => say("home.round_rests"),
            () => one.state_on(&member.today()).words(),
        },
        due,
        near,
        other: waits && !here && !matches!(one.state_on(&member.today()), State::Left),
    }
}

/// Until when what the viewer confirmed is valid, in words, and whether it has ended; empty where nothing ends.
pub(super) fn validity(member: &Member) -> (String, bool) {
    let Some(one) = &member.standing else { return Default::default() };
    let Some(last) = &one.valid_until else { return Default::default() };
    (show_day(last), one.has_lapsed(&member.today()))
}

/// The round to work on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChooseForm {
    #[serde(default)]
    round: String,
}

/// Works on another round from now on; one that is none is forgotten.
pub(crate) async fn choose(
    Held(app): Held<App>,
    member: Member,
    Form(form): Form<ChooseForm>,
) -> Result<Response, Error> {
    let known = member.site.round(&form.round).is_some_and(Round::is_open);
    let mut response = go("/");
    let (value, seconds) = if known { (form.round.as_str(), HOLDS) } else { ("", 0) };
    cookie::set(&mut response, app.config.https(), CHOSEN_ROUND, value, seconds);
    Ok(response)
}
