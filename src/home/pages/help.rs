//! Whom to ask, and what is asked most.

use crate::error::Error;
use crate::home::rules::numbers;
use crate::page::{Page, html};
use crate::text::say;
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;

#[derive(Template)]
#[template(path = "home/help.html")]
struct HelpPage {
    page: Page,
    office: String,
    contact: String,
    /// As written and as `tel:` takes them.
    numbers: Vec<(String, String)>,
}

/// The office's name and number, for anybody: who cannot sign in needs it most.
pub(crate) async fn help(visit: Visit) -> Result<Response, Error> {
    let contact = visit.site.setting("org.contact").to_owned();
    Ok(html(&HelpPage {
        page: Page::new(&visit, say("title.help")),
        office: visit.site.setting("org.office").to_owned(),
        numbers: numbers(&contact),
        contact,
    }))
}
