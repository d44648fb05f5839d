//! What a report is made of: asked of the database and of what is in force.

use super::asked::{begun, look, told};
use super::day::{Of, Past};
use crate::app::App;
use crate::documents::rules::ClauseId;
use crate::error::Error;
use crate::reports::rules::{Content, Known, Office, Report};
use crate::reports::store::{self, Told};
use crate::rounds::rules::Ask;
use crate::rounds::store::texts;
use crate::site::{Round, Site, Version};
use crate::text::{say, say_with, upper_first};
use crate::time::{paper_day, start_of};
use crate::tracking::rules::{Tally, by_department, undone};
use crate::tracking::store::tallies;
use crate::visit::Member;

/// What a round is known by on a day.
struct Basis {
    tallies: Vec<Tally>,
    told: Told,
    /// What it rests on, a line each.
    grounds: Vec<String>,
    /// What is asked of anybody.
    asked: Vec<Ask>,
    /// As it asked, with its texts.
    round: Round,
}

impl Basis {
    async fn of(app: &App, member: &Member, round: &Round, of: &Of) -> Result<Self, Error> {
        let db = app.db.read();
        let Some(at) = of.then else {
            let tallies = tallies(db, &look(member, round)).await?;
            let texts = texts(db, &round.id).await?;
            let asks = |ask: &Ask| texts.iter().any(|text| text.is_asked(*ask));
            return Ok(Self {
                tallies,
                told: told(app, member, round).await?,
                grounds: texts
                    .iter()
                    .map(|one| ground(&one.title, &one.ref_number, one.issued_on.as_deref()))
                    .collect(),
                asked: Ask::ALL.iter().copied().filter(asks).collect(),
                round: round.clone(),
            });
        };
        let past = Past::of(app, member, (round, &of.day), at).await?;
        let rows = past.round.versions.iter().map(|one| &one.row);
        Ok(Self {
            tallies: past.tallies(),
            told: past.told(app, at).await?,
            grounds: rows.map(|one| ground(&one.title, &one.ref_number, one.issued_on.as_deref())).collect(),
            asked: Ask::ALL.iter().copied().filter(|ask| past.asked(*ask)).collect(),
            round: past.round,
        })
    }
}

/// The report of a round.
pub(super) async fn report(app: &App, member: &Member, round: &Round, of: &Of) -> Result<Report, Error> {
    let Basis { tallies, told, grounds, asked, round } = Basis::of(app, member, round, of).await?;
    let sittings = store::first_sittings(app.db.read(), &round.id, of.then).await?;
    let office = Office(&member.site.settings);
    let note = told.note.clone().unwrap_or_else(|| begun(&told, office));
    let mut figures = sittings.by_department();
    let of_room = |(id, name): &(String, String)| Some((name.clone(), figures.remove(id.as_str())?));
    let by_room = told.departments.iter().filter_map(of_room).collect();
    let several = grounds.len() > 1;
    let known = Known {
        office,
        name: &round.name,
        opened_at: round.opened_at,
        closed_at: round.closed_at,
        now: member.now,
        then: of.then.map(|_| of.day.as_str()),
        grounds,
        work: work(&asked),
        pass_percent: asked.contains(&Ask::Quiz).then_some(round.settings.pass_percent),
        counts: by_department(&tallies, &rooms(&told, &tallies), say("tracking.sum")),
        undone: undone(&tallies),
        away: told.away,
        figures: sittings.figures(),
        by_room,
        note,
    };
    Ok(known.report(|content| called(&member.site, &round, content, several)))
}

/// A text that the round rests on: with number and day, or that it is a draft. In a title that has the number in it the day
/// stands behind the number, as a ground is written.
fn ground(title: &str, number: &str, issued_on: Option<&str>) -> String {
    let Some(at) = issued_on.and_then(start_of) else {
        return say_with("report.ground_draft", &[("van_ban", title)]);
    };
    let (day, month, year) = paper_day(at);
    let day = say_with("report.ground_day", &[("ngay", &day), ("thang", &month), ("nam", &year)]);
    let named = [("van_ban", title), ("so", number), ("ngay", &day)];
    match title.split_once(number).filter(|_| !number.is_empty()) {
        Some((before, after)) => {
            let before = before.trim_end().trim_end_matches(say("report.ground_number")).trim_end();
            let named = [("van_ban", before), ("so", number), ("ngay", &day), ("ve", after)];
            say_with("report.ground_inside", &named)
        }
        None if number.is_empty() => say_with("report.ground_dated", &named),
        None => say_with("report.ground_issued", &named),
    }
}

/// Departments in the order of lists; one that they do not know any more stands last.
fn rooms(told: &Told, tallies: &[Tally]) -> Vec<(String, String)> {
    let mut rooms = told.departments.clone();
    for one in tallies {
        if !rooms.iter().any(|(id, _)| *id == one.department_id) {
            rooms.push((one.department_id.clone(), say("tracking.old_department").to_owned()));
        }
    }
    rooms
}

/// What is asked, in words, in the order in which it is done.
fn work(asked: &[Ask]) -> String {
    let steps = [(Ask::Read, "message.read"), (Ask::Quiz, "message.quiz"), (Ask::Acknowledge, "message.acknowledge")];
    let said: Vec<&str> = steps.into_iter().filter(|(ask, _)| asked.contains(ask)).map(|(_, key)| say(key)).collect();
    match said.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => say_with("round.and", &[("truoc", &before.join(", ")), ("sau", last)]),
        None => String::new(),
    }
}

/// A content as people call it: its place and title in the text the round had, else in the one in force.
fn called(site: &Site, round: &Round, (document, clause): &Content, several: bool) -> String {
    let asked = site.version_for(document, Some(round)).ok();
    let current = site.document(document).ok().map(|one| &one.current);
    let found = asked.into_iter().chain(current).find_map(|version| titled(version, clause, several));
    found.unwrap_or_else(|| say("report.old_clause").to_owned())
}

fn titled(version: &Version, clause: &ClauseId, several: bool) -> Option<String> {
    let found = version.regulation.get(clause)?;
    let article = version.regulation.article_of(clause).map(|one| one.heading.as_str()).unwrap_or_default();
    let heading = if found.heading.is_empty() { article } else { &found.heading };
    let place = upper_first(&found.called());
    let titled = if heading.is_empty() {
        place
    } else {
        say_with("report.clause_titled", &[("dieu", &place), ("tieu_de", heading)])
    };
    if !several {
        return Some(titled);
    }
    Some(say_with("report.clause_of", &[("dieu", &titled), ("van_ban", &version.row.short_title)]))
}
