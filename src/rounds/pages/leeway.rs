//! One person gets another sitting, a later day, or a fresh start.

use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go_saying, refused};
use crate::rounds::acts::{self, Given};
use crate::rounds::rules::Leeway;
use crate::text::say;
use crate::visit::Coordinator;
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LeewayForm {
    round: String,
    kind: String,
    /// As typed.
    day: String,
    reason: String,
    form_key: String,
}

/// The form again, with what was typed: it was refused.
#[derive(Template)]
#[template(path = "rounds/leeway.html")]
struct LeewayPage {
    page: Page,
    person: String,
    form: LeewayForm,
    wrong: Wrong,
}

impl LeewayForm {
    fn kind(&self) -> Option<Leeway> {
        Leeway::parse(&self.kind)
    }
}

/// Gives it: twice is once.
pub(crate) async fn leeway(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<LeewayForm>,
) -> Result<Response, Error> {
    let kind = form.kind().ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let given = Given { kind, day: &form.day, reason: &form.reason };
    let act = coordinator.act_by(&form.form_key);
    let mut tx = app.db.write().await?;
    let done = acts::give(&mut tx, &act, &coordinator.site, (&id, &form.round), &given).await;
    match tx.settle(done).await {
        Ok(()) => Ok(go_saying(
            &format!("/tracking/people/{id}"),
            match kind {
                Leeway::Sitting => "done.leeway_sitting",
                Leeway::Due => "done.leeway_due",
                Leeway::Fresh => "done.leeway_fresh",
            },
        )),
        Err(Error::Field(field, sentence)) => {
            let title = say(match kind {
                Leeway::Sitting => "title.leeway_sitting",
                Leeway::Due => "title.leeway_due",
                Leeway::Fresh => "title.leeway_fresh",
            });
            let page = Page::new(&coordinator, title);
            Ok(refused(&LeewayPage { page, person: id, form, wrong: Wrong::at(field, sentence) }))
        }
        Err(error) => Err(error),
    }
}
