//! What a report is made of: asked of the database and of what is in force.

use super::asked::{begun, look, told};
use crate::app::App;
use crate::documents::rules::ClauseId;
use crate::error::Error;
use crate::reports::rules::{Content, Known, Office, Report};
use crate::reports::store::{self, Told};
use crate::rounds::rules::Ask;
use crate::rounds::store::{Text, texts};
use crate::site::{Round, Site, Version};
use crate::text::{say, say_with, upper_first};
use crate::time::paper_date;
use crate::tracking::rules::{Tally, by_department, undone};
use crate::tracking::store::tallies;
use crate::visit::Member;

/// The report of a round: of a closed one as of its last day.
pub(super) async fn report(app: &App, member: &Member, round: &Round) -> Result<Report, Error> {
    let db = app.db.read();
    let tallies = tallies(db, &look(member, round)).await?;
    let texts = texts(db, &round.id).await?;
    let told = told(app, member, round).await?;
    let sittings = store::first_sittings(db, &round.id).await?;
    let office = Office(&member.site.settings);
    let note = told.note.clone().unwrap_or_else(|| begun(&told, office));
    let mut figures = sittings.by_department();
    let of = |(id, name): &(String, String)| Some((name.clone(), figures.remove(id.as_str())?));
    let by_room = told.departments.iter().filter_map(of).collect();
    let asked = |ask: Ask| texts.iter().any(|text| text.is_asked(ask));
    let known = Known {
        office,
        name: &round.name,
        opened_at: round.opened_at,
        closed_at: round.closed_at,
        now: member.now,
        grounds: texts.iter().map(ground).collect(),
        work: work(asked),
        pass_percent: asked(Ask::Quiz).then_some(round.settings.pass_percent),
        counts: by_department(&tallies, &rooms(&told, &tallies), say("tracking.sum")),
        undone: undone(&tallies),
        away: told.away,
        figures: sittings.figures(),
        by_room,
        note,
    };
    Ok(known.report(|content| called(&member.site, round, content, texts.len() > 1)))
}

/// A text that the round rests on: with number and day, or that it is a draft. A title with its number in it has it once.
fn ground(text: &Text) -> String {
    let Some(day) = text.issued_on.as_deref().map(paper_date) else {
        return say_with("report.ground_draft", &[("van_ban", &text.title)]);
    };
    let named = text.ref_number.is_empty() || text.title.contains(&text.ref_number);
    let key = if named { "report.ground_dated" } else { "report.ground_issued" };
    say_with(key, &[("van_ban", &text.title), ("so", &text.ref_number), ("ngay", &day)])
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
fn work(asked: impl Fn(Ask) -> bool) -> String {
    let steps = [(Ask::Read, "message.read"), (Ask::Quiz, "message.quiz"), (Ask::Acknowledge, "message.acknowledge")];
    let said: Vec<&str> = steps.into_iter().filter(|(ask, _)| asked(*ask)).map(|(_, key)| say(key)).collect();
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
