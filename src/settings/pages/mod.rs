//! The settings page, the office's logo, and the privacy notice everybody can read.

mod logo;

pub(crate) use logo::{remove_logo, serve_logo, set_logo};

use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go_saying, html, refused};
use crate::settings::acts::{self, GroupWords};
use crate::settings::rules::{self, SETTINGS};
use crate::text::say;
use crate::visit::{Admin, Member};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "settings/show.html")]
struct SettingsPage {
    page: Page,
    fields: Vec<Field>,
    group: GroupWords,
    wrong: Wrong,
}

struct Field {
    name: &'static str,
    label: &'static str,
    value: String,
}

/// The settings.
pub(crate) async fn show(admin: Admin) -> Result<Response, Error> {
    Ok(html(&as_they_are(&admin, Wrong::nothing())?))
}

/// The settings as they are, with what is wrong with another form of the page.
fn as_they_are(admin: &Admin, wrong: Wrong) -> Result<SettingsPage, Error> {
    Ok(settings_page(admin, &admin.site.settings, first_group(admin)?, wrong))
}

fn first_group(admin: &Admin) -> Result<GroupWords, Error> {
    let group = admin.site.groups.first().ok_or(Error::NotFound)?;
    Ok(GroupWords { id: group.id.clone(), name: group.name.clone(), invite_link: group.invite_link.clone() })
}

fn settings_page(admin: &Admin, values: &BTreeMap<String, String>, group: GroupWords, wrong: Wrong) -> SettingsPage {
    let fields = SETTINGS.iter().map(|setting| Field {
        name: setting.name,
        label: setting.label(),
        value: values.get(setting.name).cloned().unwrap_or_default(),
    });
    SettingsPage { page: Page::new(admin, say("title.settings")), fields: fields.collect(), group, wrong }
}

/// Saves what was typed; a wrong value keeps the form as it was filled in.
pub(crate) async fn save(
    State(app): State<App>,
    admin: Admin,
    Form(mut form): Form<BTreeMap<String, String>>,
) -> Result<Response, Error> {
    let mut group = first_group(&admin)?;
    group.name = form.remove("group.name").unwrap_or_default();
    group.invite_link = form.remove("group.link").filter(|link| !link.is_empty());
    if form.keys().any(|name| rules::named(name).is_none()) {
        return Err(Error::invalid("form.unknown_field"));
    }
    if let Some(wrong) = refuse(&form, &group) {
        return Ok(refused(&settings_page(&admin, &form, group, wrong)));
    }
    let mut tx = app.db.write().await?;
    let done = acts::save(&mut tx, &admin.act(), &admin.site, &form, &group).await;
    tx.settle(done).await?;
    Ok(go_saying("/settings", "done.saved"))
}

fn refuse(form: &BTreeMap<String, String>, group: &GroupWords) -> Option<Wrong> {
    for (name, value) in form {
        if let (Some(setting), Err(key)) = (rules::named(name), rules::check(name, value)) {
            return Some(Wrong::key(setting.name, key));
        }
    }
    if group.name.is_empty() {
        return Some(Wrong::key("group.name", "settings.group_missing"));
    }
    let wrong = group.invite_link.as_deref().is_some_and(|link| !rules::is_group_link(link));
    wrong.then(|| Wrong::key("group.link", "settings.group_link"))
}

#[derive(Template)]
#[template(path = "settings/privacy.html")]
struct PrivacyPage {
    page: Page,
    body: String,
    id: String,
}

/// The privacy notice.
pub(crate) async fn privacy(member: Member) -> Result<Response, Error> {
    let notice = rules::privacy(&member.site.settings);
    let page = Page::new(&member, say("title.privacy")).at(member.step());
    let body = crate::markdown::render(&notice.body);
    Ok(html(&PrivacyPage { page, body, id: notice.id }))
}
