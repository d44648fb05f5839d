//! What the pages of a list ask.

use crate::app::App;
use crate::error::Error;
use crate::page::Page;
use crate::people::rules::list::{Draft, Facts, Known};
use crate::people::store;
use crate::site::Site;
use crate::text::say;
use crate::visit::Member;

pub(super) fn departments(site: &Site) -> Known {
    Known::of(site.departments.iter().map(|one| one.name.as_str()))
}

pub(super) async fn facts(app: &App, site: &Site, draft: &Draft) -> Result<Facts, Error> {
    let given = draft.rows.iter().map(|row| row.given.as_str());
    let codes = draft.rows.iter().map(|row| row.code.as_str());
    Ok(Facts {
        departments: departments(site),
        people: store::namesakes(app.db.read(), given).await?,
        codes: store::code_holders(app.db.read(), codes).await?,
    })
}

pub(super) async fn own(app: &App, member: &Member, id: &str) -> Result<Draft, Error> {
    store::draft(app.db.read(), id, &member.viewer.id, member.now).await?.ok_or(Error::NotFound)
}

pub(super) fn title(member: &Member, key: &'static str) -> Page {
    Page::new(member, say(key))
}
