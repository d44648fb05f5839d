//! The personal link of a person, shown once.

use super::by;
use crate::accounts::rules::Role;
use crate::accounts::store::{Issue, issue_link as issue};
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::page::{Page, html, qr_svg};
use crate::people::store;
use crate::time::{DAY, short_day};
use crate::visit::Registrar;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "people/link.html")]
struct LinkPage {
    page: Page,
    full_name: String,
    person_id: String,
    login: String,
    address: String,
    qr: String,
    message: String,
    expires: String,
}

/// Issues a personal link and shows it, once: with its QR code and the message to paste into Zalo.
pub(crate) async fn issue_link(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    if person.left_at.is_some() {
        return Err(Error::conflict("person.left"));
    }
    let roles: Vec<&str> = person.roles.split_whitespace().collect();
    if !roles.is_empty() && !registrar.viewer.has(Role::Admin) && person.id != registrar.viewer.id {
        return Err(Error::Forbidden);
    }
    let order = Issue {
        person_id: person.id.clone(),
        actor: person.actor.clone(),
        kind: if person.password_set_at.is_some() { "reset" } else { "invite" },
        by: by(&registrar),
        now: registrar.now,
        expires_at: registrar.now + app.config.link_days() * DAY,
    };
    let expires = short_day(order.expires_at);
    let token = app.db.write(move |tx| Box::pin(async move { issue(tx, &order).await })).await?;
    let address = format!("{}/link/{token}", app.config.public_url());
    let contact = crate::settings::store::value(app.db.read(), "org.contact").await?;
    let groups = crate::settings::store::groups(app.db.read()).await?;
    let group = groups.first().map(|group| group.name.as_str()).unwrap_or_default();
    let message = crate::settings::rules::message(
        "moi-ca-nhan",
        &[
            ("nhom", group),
            ("ten", &person.full_name),
            ("lien_ket", &address),
            ("han", &expires),
            ("nguoi_lien_he", &contact),
        ],
    );
    let page = Page::new(&registrar, "Liên kết cá nhân");
    let qr = qr_svg(&address);
    Ok(html(&LinkPage {
        page,
        full_name: person.full_name,
        person_id: person.id,
        login: person.login,
        address,
        qr,
        message,
        expires,
    }))
}
