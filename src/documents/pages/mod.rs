//! Reading: the whole text, one clause a page, search, print, and "đã đọc". For HC-DV: issuing, attaching, adopting,
//! the banner; a text that is brought, looked at before it is used.

mod attach;
mod bring;
mod clause;
mod file;
mod index;
mod issue;
mod manage;
mod read;
mod search;
mod show;
mod words;

pub(crate) use attach::attach;
pub(crate) use bring::{ask, ask_instead, create, look as look_at, look_instead, replace};
pub(crate) use clause::clause;
pub(crate) use file::{file, print, text};
pub(crate) use index::index;
pub(crate) use issue::{adopt, issue, look, withdraw};
pub(crate) use manage::{banner, manage};
pub(crate) use read::read;
pub(crate) use show::show;

use crate::accounts::rules::Role;
use crate::app::App;
use crate::documents::rules::TextKind;
use crate::documents::store::{Readings, read_by};
use crate::error::Error;
use crate::site::{Round, Version};
use crate::visit::Member;
use std::sync::Arc;

/// What every page of a document shows above its text.
struct Frame {
    id: String,
    title: String,
    reference: String,
    label: String,
    banner: String,
    draft: bool,
    pdf: bool,
    /// A file is kept with it.
    file: bool,
    sha256: String,
    version: i64,
}

fn frame(member: &Member, version: &Version) -> Frame {
    let row = &version.row;
    let head = version.regulation.head();
    let label = if row.kind == TextKind::Text { "" } else { head.text("digest_label").unwrap_or_default() };
    let own = member.site.document(&row.document_id).ok().and_then(|document| document.banner.as_deref());
    Frame {
        id: row.document_id.clone(),
        title: row.title.clone(),
        reference: row.reference(),
        label: label.to_owned(),
        banner: own.or_else(|| head.text("banner")).unwrap_or_default().to_owned(),
        draft: row.is_draft(),
        pdf: row.kind == TextKind::Pdf,
        file: row.files > 0,
        sha256: row.sha256.clone(),
        version: row.number,
    }
}

/// The round that asks the person to read, if any.
fn round(member: &Member) -> Option<&Round> {
    member.standing.as_ref().and_then(|standing| member.site.round(&standing.round_id))
}

/// A document's text as the person's round asks it, else the one in use.
fn asked<'m>(member: &'m Member, document: &str) -> Result<&'m Arc<Version>, Error> {
    member.site.version_for(document, round(member))
}

/// What the person has read that counts in their round, and where they were: one question.
async fn readings(app: &App, member: &Member) -> Result<Readings, Error> {
    let counts_from = member.standing.as_ref().map_or(0, |standing| standing.counts_from);
    read_by(app.db.read(), &member.viewer.id, counts_from).await
}

fn manages(member: &Member) -> bool {
    member.viewer.has(Role::Coordinator) || member.viewer.has(Role::Admin)
}

/// A text binds everybody: only a coordinator of everything adds one.
fn adds(member: &Member) -> bool {
    member.viewer.roles.has_everywhere(Role::Coordinator)
}
