//! The table for coordinator, leader and head; a person's page with their timeline; downloads.

mod days;
mod download;
mod export;
mod held;
mod index;
mod line;
mod narrow;
mod past;
mod person;
mod stream;

pub(crate) use download::{file, ready};
pub(crate) use export::export;
pub(crate) use index::index;
pub(crate) use person::person;

use crate::address::query_value;
use crate::app::App;
use crate::error::Error;
use crate::rounds::rules::Ask;
use crate::site::Round;
use crate::text::{say, say_with};
use crate::time::day_of;
use crate::tracking::messages::Common;
use crate::tracking::rules::{Chosen, Filter, Sight, Sort, Tally, Words};
use crate::tracking::store::{self, Look};
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

impl Asked {
    /// The query of the table again, without the page.
    fn query(&self) -> String {
        query_of([&self.round, &self.department, &self.state, &self.q, &self.sort])
    }

    /// The table's address with another state.
    fn with_state(&self, state: &str) -> String {
        format!("/tracking?{}", query_of([&self.round, &self.department, state, &self.q, &self.sort]))
    }

    /// The table's address with another department, in whatever state.
    fn with_department(&self, id: &str) -> String {
        format!("/tracking?{}", query_of([&self.round, id, "", "", &self.sort]))
    }
}

/// Round, department, state, words and order as an address has them; what is empty is left out.
fn query_of(values: [&str; 5]) -> String {
    let pairs = ["round", "department", "state", "q", "sort"].into_iter().zip(values);
    let pair = |(name, value): (&str, &str)| format!("{name}={}", query_value(value));
    pairs.filter(|(_, value)| !value.is_empty()).map(pair).collect::<Vec<_>>().join("&")
}

/// What a table shows, before its rows are asked for.
struct Table<'a> {
    round: &'a Round,
    look: Look,
    /// False: the state asked for is none; nobody is shown.
    known: bool,
    tallies: Vec<Tally>,
    /// Departments with somebody in them, id and name, in the order of lists.
    departments: Vec<(String, String)>,
}

/// The rounds somebody sees, with how much of each.
fn seen(member: &Member) -> impl Iterator<Item = (&Round, Sight)> {
    let sight = |round: &Round| Sight::of(&member.viewer.roles, &round.group_id);
    member.site.rounds.iter().filter_map(move |round| Some((round, sight(round)?)))
}

/// Those of them that were not taken back.
fn counted(member: &Member) -> impl Iterator<Item = (&Round, Sight)> {
    seen(member).filter(|(round, _)| round.withdrawn_at.is_none())
}

async fn table<'a>(app: &App, member: &'a Member, asked: &Asked) -> Result<Table<'a>, Error> {
    let wanted = counted(member).find(|(round, _)| round.id == asked.round).or_else(|| counted(member).next());
    let (round, sight) = wanted.ok_or_else(|| Error::conflict("quiz.no_round"))?;
    let chosen = Chosen::parse(&asked.state);
    let words: String = asked.q.chars().take(Words::LONGEST).collect();
    let look = Look {
        round_id: round.id.clone(),
        group_id: round.group_id.clone(),
        viewer_id: member.viewer.id.clone(),
        sight,
        today: day_of(round.closed_at.unwrap_or(member.now)),
        closed_at: round.closed_at,
        filter: Filter {
            department: asked.department.clone(),
            chosen: chosen.unwrap_or_default(),
            words: Words::parse(&words),
            sort: Sort::parse(&asked.sort).unwrap_or(Sort::Name),
        },
    };
    let db = app.db.read();
    let tallies = store::tallies(db, &look).await?;
    let named = match round.closed_at {
        Some(at) => store::departments_at(db, at).await?,
        None => member.site.departments.iter().map(|one| (one.id.clone(), one.name.clone())).collect(),
    };
    let departments = peopled(named, &tallies);
    Ok(Table { round, look, known: chosen.is_some(), tallies, departments })
}

/// Those departments in which somebody is; one that the list does not know any more stands last.
fn peopled(named: Vec<(String, String)>, tallies: &[Tally]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> =
        named.into_iter().filter(|(id, _)| tallies.iter().any(|one| one.department_id == *id)).collect();
    for one in tallies {
        if !found.iter().any(|(id, _)| *id == one.department_id) {
            found.push((one.department_id.clone(), say("tracking.old_department").to_owned()));
        }
    }
    found
}

/// What every message of a round names.
/// What a round asks of a member, in words, in the order in which it is done.
fn work(round: &Round) -> String {
    let asks = |ask: Ask| round.asks.versions.iter().any(|one| one.asks.iter().any(|(_, asked)| *asked == ask));
    let steps = [(Ask::Read, "message.read"), (Ask::Quiz, "message.quiz"), (Ask::Acknowledge, "message.acknowledge")];
    let said: Vec<&str> = steps.into_iter().filter(|(ask, _)| asks(*ask)).map(|(_, key)| say(key)).collect();
    match said.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => say_with("round.and", &[("truoc", &before.join(", ")), ("sau", last)]),
        None => String::new(),
    }
}

fn common<'a>(app: &App, member: &'a Member, round: &'a Round) -> Common<'a> {
    Common {
        group: member.site.group_name(&round.group_id),
        texts: round.titles_told(),
        settings: round.settings,
        work: work(round),
        grounds: round.name_rule().map_or(say("name.custom"), |rule| &rule.cite),
        address: app.config.public_url(),
        contact: member.site.setting("org.contact"),
        now: member.now,
    }
}
