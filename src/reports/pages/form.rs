//! The page where a report is written and taken.

use super::asked::{begun, told};
use super::day::Of;
use super::runs;
use crate::app::App;
use crate::error::Error;
use crate::id::new_id;
use crate::page::Page;
use crate::reports::rules::{Note, Office};
use crate::reports::store::told_then;
use crate::site::Round;
use crate::text::say;
use crate::time::day_of;
use crate::visit::Member;
use crate::wrong::Wrong;
use askama::Template;

#[derive(Template)]
#[template(path = "reports/edit.html")]
pub(super) struct EditPage {
    pub(super) page: Page,
    pub(super) id: String,
    pub(super) round: String,
    /// `?day=…` of its report, or nothing.
    pub(super) query: String,
    /// The day of the report, where it is another one than the newest.
    pub(super) day: String,
    pub(super) note: Note,
    /// May write into it.
    pub(super) writes: bool,
    pub(super) form_key: String,
    pub(super) wrong: Wrong,
    pub(super) taking: Taking,
}

pub(super) fn page(member: &Member, round: &Round, of: &Of, note: Note) -> EditPage {
    EditPage {
        page: Page::new(member, say("title.report_edit")),
        id: round.id.clone(),
        round: round.name.clone(),
        query: of.query(),
        day: of.then.map(|_| of.day.clone()).unwrap_or_default(),
        note,
        writes: runs(member, round),
        form_key: new_id(),
        wrong: Wrong::nothing(),
        taking: Taking::new(member, round, of),
    }
}

/// What is saved, else what a report begins with.
pub(super) async fn saved(app: &App, member: &Member, round: &Round, of: &Of) -> Result<Note, Error> {
    let told = match of.then {
        None => told(app, member, round).await?,
        Some(at) => told_then(app.db.read(), &round.id, (&day_of(round.opened_at), &of.day), at).await?,
    };
    Ok(told.note.clone().unwrap_or_else(|| begun(&told, Office(&member.site.settings))))
}

/// The form as `reports/edit.html` draws it.
pub(super) struct Taking {
    pub(super) why: String,
    /// `YYYY-MM-DD`, or as it was typed.
    pub(super) day: String,
    /// The days that there are.
    pub(super) days: (String, String),
    pub(super) wrong: Wrong,
    /// The password was given lately.
    pub(super) proved: bool,
    pub(super) form_key: String,
}

impl Taking {
    fn new(member: &Member, round: &Round, of: &Of) -> Self {
        let (why, day) = (say("report.why").to_owned(), of.day.clone());
        let days = (day_of(round.opened_at), Of::newest(member, round).day);
        Self { why, day, days, wrong: Wrong::nothing(), proved: member.proved(), form_key: new_id() }
    }
}
