//! The settings page, and the privacy notice everybody can read.

use super::rules::{self, SETTINGS};
use super::store;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go_saying, html, refused};
use crate::visit::{Admin, Member};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "settings/show.html")]
struct SettingsPage {
    page: Page,
    fields: Vec<Field>,
    group: store::Group,
    error: Option<String>,
}

struct Field {
    name: &'static str,
    label: &'static str,
    value: String,
}

/// The settings.
pub(crate) async fn show(State(app): State<App>, admin: Admin) -> Result<Response, Error> {
    let values = store::all(app.db.read()).await?;
    let group = first_group(&app).await?;
    Ok(html(&settings_page(&admin, values, group, None).await?))
}

async fn first_group(app: &App) -> Result<store::Group, Error> {
    store::groups(app.db.read()).await?.into_iter().next().ok_or(Error::NotFound)
}

async fn settings_page(
    admin: &Admin,
    mut values: BTreeMap<String, String>,
    group: store::Group,
    error: Option<String>,
) -> Result<SettingsPage, Error> {
    let fields = SETTINGS.iter().map(|setting| Field {
        name: setting.name,
        label: setting.label,
        value: values.remove(setting.name).unwrap_or_default(),
    });
    Ok(SettingsPage { page: Page::new(admin, "Cài đặt"), fields: fields.collect(), group, error })
}

/// Saves what was typed; a wrong value keeps the form as it was filled in.
pub(crate) async fn save(
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<BTreeMap<String, String>>,
) -> Result<Response, Error> {
    let mut group = first_group(&app).await?;
    group.name = form.get("group.name").cloned().unwrap_or_default();
    let link = form.get("group.link").cloned().unwrap_or_default();
    group.invite_link = Some(link).filter(|link| !link.is_empty());
    if form.keys().any(|name| rules::named(name).is_none() && !name.starts_with("group.")) {
        return Err(Error::invalid("form.unknown_field"));
    }
    if let Some(sentence) = refuse(&form, &group) {
        return Ok(refused(&settings_page(&admin, form, group, Some(sentence)).await?));
    }
    let (by, now) = (admin.viewer.id.clone(), admin.now);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                for (name, value) in &form {
                    if rules::named(name).is_some() {
                        store::set(tx, name, value, Some(&by), now).await?;
                    }
                }
                store::save_group(tx, &group.id, &group.name, group.invite_link.as_deref()).await
            })
        })
        .await?;
    Ok(go_saying("/settings", "done.saved"))
}

fn refuse(form: &BTreeMap<String, String>, group: &store::Group) -> Option<String> {
    use crate::text::say;
    for (name, value) in form {
        if let (Some(setting), Err(key)) = (rules::named(name), rules::check(name, value)) {
            return Some(format!("{}: {}", setting.label, say(key)));
        }
    }
    if group.name.is_empty() {
        return Some(say("settings.group_missing").to_owned());
    }
    let wrong = group.invite_link.as_deref().is_some_and(|link| !is_group_link(link));
    wrong.then(|| say("settings.group_link").to_owned())
}

/// `https://zalo.me/g/<code>`, 6 to 32 lower-case letters and digits.
fn is_group_link(link: &str) -> bool {
    link.strip_prefix("https://zalo.me/g/").is_some_and(|code| {
        (6..=32).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

#[derive(Template)]
#[template(path = "settings/privacy.html")]
struct PrivacyPage {
    page: Page,
    body: String,
    id: String,
}

/// The privacy notice.
pub(crate) async fn privacy(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let notice = rules::privacy(&store::all(app.db.read()).await?);
    let step = crate::standing::store::step_number(app.db.read(), &member.viewer.id).await?;
    let page = Page::new(&member, "Thông báo xử lý dữ liệu cá nhân").at(step);
    let body = crate::markdown::render(&notice.body);
    Ok(html(&PrivacyPage { page, body, id: notice.id }))
}
