//! The page where a report is written and taken.

use super::asked::{begun, told};
use super::runs;
use crate::app::App;
use crate::error::Error;
use crate::id::new_id;
use crate::page::Page;
use crate::reports::rules::{Note, Office};
use crate::site::Round;
use crate::text::say;
use crate::visit::Member;
use crate::wrong::Wrong;
use askama::Template;

#[derive(Template)]
#[template(path = "reports/edit.html")]
pub(super) struct EditPage {
    pub(super) page: Page,
    pub(super) id: String,
    pub(super) round: String,
    pub(super) note: Note,
    /// May write into it.
    pub(super) writes: bool,
    pub(super) form_key: String,
    pub(super) wrong: Wrong,
    pub(super) taking: Taking,
}

pub(super) fn page(member: &Member, round: &Round, note: Note) -> EditPage {
    EditPage {
        page: Page::new(member, say("title.report_edit")),
        id: round.id.clone(),
        round: round.name.clone(),
        note,
        writes: runs(member, round),
        form_key: new_id(),
        wrong: Wrong::nothing(),
        taking: Taking::new(member),
    }
}

/// What is saved, else what a report begins with.
pub(super) async fn saved(app: &App, member: &Member, round: &Round) -> Result<Note, Error> {
    let told = told(app, member, round).await?;
    Ok(told.note.clone().unwrap_or_else(|| begun(&told, Office(&member.site.settings))))
}

/// The form as `reports/edit.html` draws it.
pub(super) struct Taking {
    pub(super) why: String,
    pub(super) wrong: Wrong,
    /// The password was given lately.
    pub(super) proved: bool,
    pub(super) form_key: String,
}

impl Taking {
    pub(super) fn new(member: &Member) -> Self {
        let why = say("report.why").to_owned();
        Self { why, wrong: Wrong::nothing(), proved: member.proved(), form_key: new_id() }
    }
}
