//! What the pages of a list ask.

use crate::app::App;
use crate::error::Error;
use crate::page::Page;
use crate::people::rules::list::{Draft, Facts, Known};
use crate::people::store;
use crate::site::Site;
use crate::text::say;
use crate::time::date_of;
use crate::visit::Member;

pub(super) fn departments(site: &Site) -> Known {
    Known::of(site.departments.iter().map(|one| one.name.as_str()))
}

pub(super) async fn facts(app: &App, member: &Member) -> Result<Facts, Error> {
    let people = store::everybody(app.db.read(), &member.viewer.id).await?;
    Ok(Facts::of(departments(&member.site), people).on(date_of(member.now)))
}

pub(super) async fn own(app: &App, member: &Member, id: &str) -> Result<Draft, Error> {
    store::draft(app.db.read(), id, &member.viewer.id, member.now).await?.ok_or(Error::NotFound)
}

pub(super) fn title(member: &Member, key: &'static str) -> Page {
    Page::new(member, say(key))
}
