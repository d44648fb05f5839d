//! The table for coordinator, leader and head; a person's page with their timeline; downloads.

mod download;
mod index;
mod person;

pub(crate) use download::{csv, xlsx};
pub(crate) use index::index;
pub(crate) use person::person;

use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::rounds::store::Round;
use crate::standing::rules::Facts;
use crate::standing::store::{self as standing, RoundNow};
use crate::time::day_of;
use crate::tracking::messages;
use crate::tracking::rules::Filter;
use crate::visit::Member;
use serde::Deserialize;

/// Query of the table.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    round: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    page: usize,
}

/// A head who holds no other role sees the own department only.
fn head_only(member: &Member) -> bool {
    ![Role::Coordinator, Role::Leader, Role::Admin].into_iter().any(|role| member.viewer.has(role))
}

/// The department a viewer is bound to.
fn bound(member: &Member) -> Option<&str> {
    head_only(member).then_some(member.viewer.department_id.as_str())
}

struct Table {
    rounds: Vec<Round>,
    now: RoundNow,
    everybody: Vec<Facts>,
    chosen: Vec<Facts>,
    filter: Filter,
}

async fn table(app: &App, member: &Member, asked: &Asked) -> Result<Table, Error> {
    let db = app.db.read();
    let rounds = crate::rounds::store::rounds(db).await?;
    let wanted = rounds.iter().find(|round| round.id == asked.round).or(rounds.first());
    let round = wanted.ok_or_else(|| Error::conflict("quiz.no_round"))?;
    let now = standing::round_now(db, &round.id).await?;
    let everybody = standing::facts(db, &now, None, bound(member)).await?;
    let filter = Filter {
        department: asked.department.clone(),
        state: asked.state.clone(),
        words: asked.q.trim().chars().take(80).collect(),
    };
    let today = day_of(member.now);
    let mut chosen: Vec<Facts> = everybody.iter().filter(|facts| filter.takes(facts, &today)).cloned().collect();
    sort(&mut chosen, &asked.sort, &today);
    Ok(Table { rounds, now, everybody, chosen, filter })
}

/// People come sorted by tên; other orders keep it inside.
fn sort(people: &mut [Facts], by: &str, today: &str) {
    let place = |facts: &Facts| {
        let state = facts.state(today);
        crate::standing::rules::STATES.iter().position(|one| one.0 == state)
    };
    match by {
        "department" => people.sort_by_cached_key(|facts| crate::people::rules::hex_key(&facts.department)),
        "state" => people.sort_by_key(place),
        "due" => people.sort_by_key(|facts| facts.due_on.clone().unwrap_or_else(|| "9999".to_owned())),
        _ => {}
    }
}

/// The group, the address, whom to ask.
struct CommonWords {
    group: String,
    address: String,
    contact: String,
}

impl CommonWords {
    fn at(&self, now: i64) -> messages::Common<'_> {
        messages::Common { group: &self.group, address: &self.address, contact: &self.contact, now }
    }
}

async fn common(app: &App) -> Result<CommonWords, Error> {
    let groups = crate::settings::store::groups(app.db.read()).await?;
    Ok(CommonWords {
        group: groups.into_iter().next().map(|group| group.name).unwrap_or_default(),
        address: app.config.public_url(),
        contact: crate::settings::store::value(app.db.read(), "org.contact").await?,
    })
}
