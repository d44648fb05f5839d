//! The personal link of a person, shown for half an hour to the session that issued it.

use crate::accounts::store::{UsableLink, shown_links};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go, html};
use crate::people::acts;
use crate::qr;
use crate::settings::rules::message;
use crate::text::say;
use crate::time::spoken_moment;
use crate::visit::Registrar;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

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

/// The key of the form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkForm {
    form_key: String,
}

/// Issues a personal link; a double tap is one link.
pub(crate) async fn issue_link(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<LinkForm>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let act = registrar.act_by(&form.form_key);
    let done = acts::hand_out_link(&mut tx, &act, &app.secret, &id, app.config.link_days()).await;
    tx.settle(done).await?;
    Ok(go(&format!("/people/{id}/link")))
}

/// Shows the link issued last from this session, with its QR code and the message to paste into Zalo; a link that is
/// used, replaced or shown long enough leads back to the person.
pub(crate) async fn link(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let session = &registrar.viewer.session;
    match shown_links(app.db.read(), session, Some(&id), registrar.now).await?.pop() {
        Some(link) => Ok(html(&link_page(&app, &registrar, link))),
        None => Ok(go(&format!("/tracking/people/{id}"))),
    }
}

fn link_page(app: &App, registrar: &Registrar, link: UsableLink) -> LinkPage {
    let address = format!("{}/link/{}", app.config.public_url(), app.secret.token(&link.id));
    let expires = spoken_moment(link.expires_at);
    let site = &registrar.site;
    let message = message(
        "moi-ca-nhan",
        &[
            ("nhom", site.groups.first().map_or("", |group| group.name.as_str())),
            ("ten", &link.full_name),
            ("lien_ket", &address),
            ("han", &expires),
            ("ten_dang_nhap", &link.login),
            ("nguoi_lien_he", site.setting("org.contact")),
        ],
    );
    LinkPage {
        page: Page::new(registrar, say("title.people_link")),
        full_name: link.full_name,
        person_id: link.person_id,
        login: link.login,
        qr: qr::svg(&address),
        address,
        message,
        expires,
    }
}
