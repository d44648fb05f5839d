//! The list of rounds.

use super::sees;
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, html};
use crate::rounds::store;
use crate::text::say;
use crate::time::short_day;
use crate::visit::Registrar;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "rounds/index.html")]
struct IndexPage {
    page: Page,
    rounds: Vec<Line>,
    coordinator: bool,
}

struct Line {
    id: String,
    name: String,
    people: i64,
    opened: String,
    closed: String,
    withdrawn: bool,
    kind: &'static str,
    resting: bool,
}

/// The rounds.
pub(crate) async fn index(State(app): State<App>, registrar: Registrar) -> Result<Response, Error> {
    let people = store::people(app.db.read()).await?;
    let seen = registrar.site.rounds.iter().filter(|round| sees(&registrar, &round.group_id));
    let rounds = seen.map(|round| Line {
        id: round.id.clone(),
        name: round.name.clone(),
        people: people.get(&round.id).copied().unwrap_or_default(),
        opened: short_day(round.opened_at),
        closed: round.closed_at.map(short_day).unwrap_or_default(),
        withdrawn: round.withdrawn_at.is_some(),
        kind: round.kind.words(),
        resting: round.asks.paused_at.is_some() && round.is_open(),
    });
    let page = Page::new(&registrar, say("title.rounds"));
    Ok(html(&IndexPage { page, rounds: rounds.collect(), coordinator: registrar.viewer.has(Role::Coordinator) }))
}
