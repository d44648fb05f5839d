//! Reading: the whole text, one clause a page, search, print, and "đã đọc". For HC-DV: issuing, attaching, the banner.

mod attach;
mod clause;
mod file;
mod index;
mod issue;
mod manage;
mod show;

pub(crate) use attach::attach;
pub(crate) use clause::{clause, read};
pub(crate) use file::{file, print, text};
pub(crate) use index::index;
pub(crate) use issue::issue;
pub(crate) use manage::{banner, manage};
pub(crate) use show::show;

use crate::accounts::rules::Role;
use crate::app::App;
use crate::documents::library::Version;
use crate::documents::store;
use crate::error::Error;
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
    sha256: String,
    version: i64,
}

fn frame(version: &Version) -> Frame {
    let row = &version.row;
    let head = version.regulation.head();
    let own = || head.text("banner").unwrap_or_default().to_owned();
    let label = if row.kind == "text" { "" } else { head.text("digest_label").unwrap_or_default() };
    Frame {
        id: row.document_id.clone(),
        title: row.title.clone(),
        reference: row.reference(),
        label: label.to_owned(),
        banner: row.note.clone().unwrap_or_else(own),
        draft: row.is_draft(),
        pdf: row.kind == "pdf",
        sha256: row.sha256.clone(),
        version: row.number,
    }
}

async fn load(app: &App, document: &str) -> Result<Arc<Version>, Error> {
    let row = store::current_of(app.db.read(), document).await?;
    app.library.version(&row)
}

fn manages(member: &Member) -> bool {
    member.viewer.has(Role::Coordinator) || member.viewer.has(Role::Admin)
}
