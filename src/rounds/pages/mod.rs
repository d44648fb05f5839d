//! The rounds and their settings.

mod form;
mod index;
mod leeway;
mod leeways;
mod open;
mod put_in;
mod rest;
mod show;
mod texts;
mod withdraw;

pub(crate) use index::index;
pub(crate) use leeway::leeway;
pub(crate) use leeways::{leeways, look_leeways};
pub(crate) use open::{confirm, create, new};
pub(crate) use put_in::{look_text, put_text};
pub(crate) use rest::{put_person, rest_now, resume};
pub(crate) use show::{close, enrol, save, show};
pub(crate) use withdraw::withdraw;

use crate::accounts::rules::Role;
use crate::error::Error;
use crate::page::Page;
use crate::rounds::store::{Text, Unfinished};
use crate::site::Department;
use crate::visit::Member;
use crate::wrong::Wrong;
use askama::Template;
use form::RoundForm;
use texts::TextLine;

#[derive(Template)]
#[template(path = "rounds/show.html")]
struct ShowPage {
    page: Page,
    /// Also for whoever comes later.
    rolling: bool,
    id: String,
    form: RoundForm,
    people: i64,
    closed: String,
    /// Taken back, not closed.
    withdrawn: bool,
    /// Names of those who are here and not in it, while it is open.
    missing: Vec<String>,
    /// Who has not confirmed in it, where it can be closed.
    unfinished: Unfinished,
    /// Nobody has acted in it: it can be taken back.
    revocable: bool,
    texts: Vec<Text>,
    /// Of a new round: every document, and what is asked about it.
    choice: Vec<TextLine>,
    /// The first document that can be chosen, and the first that can be examined.
    first: (String, String),
    /// That the banks have fewer questions than the round sets; empty: they have enough.
    few: String,
    fresh: bool,
    /// Never closed.
    stays: bool,
    /// Of a new round: who it can be for.
    departments: Vec<Department>,
    /// Name of the group that a new round is of.
    group: String,
    /// Whom it is for, in words; empty: everybody.
    whom: String,
    /// Nobody's days run.
    resting: bool,
    kind_words: &'static str,
    /// Days are working days.
    counted: bool,
    coordinator: bool,
    wrong: Wrong,
}

/// Runs rounds of this group.
fn runs(member: &Member, group_id: &str) -> bool {
    member.viewer.roles.has_for_group(Role::Coordinator, group_id)
}

/// Sees the rounds of this group: whoever runs them, and the admin.
fn sees(member: &Member, group_id: &str) -> bool {
    runs(member, group_id) || member.viewer.roles.has_for_group(Role::Admin, group_id)
}

/// A page of another's round is not there.
fn guard(member: &Member, group_id: &str) -> Result<(), Error> {
    if runs(member, group_id) { Ok(()) } else { Err(Error::Forbidden) }
}
