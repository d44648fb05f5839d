//! Who came of a list, and taking all of it back.

use super::held::title;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Keyed};
use crate::page::{Page, go_saying, html};
use crate::people::acts;
use crate::people::store::{self, Listed, StaffList};
use crate::rounds::rules::RoundKind;
use crate::text::say_with;
use crate::time::long_moment;
use crate::visit::{Member, Registrar};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "people/list_added.html")]
struct AddedPage {
    page: Page,
    id: String,
    told: String,
    /// When it was taken back; empty: it was not.
    undone: String,
    people: Vec<Listed>,
    /// Id and name of those who were there and are changed.
    changed: Vec<(String, String)>,
    departments: Vec<String>,
    rounds: Vec<(String, String)>,
    /// Why it cannot be taken back; `None`: it can.
    hindrance: Option<String>,
    form_key: String,
}

pub(super) async fn page(app: &App, member: &Member, list: StaffList) -> Result<Response, Error> {
    let people = store::people_of_list(app.db.read(), &list.id).await?;
    let mine = list.by_id.as_deref() == Some(member.viewer.id.as_str());
    if !mine && !member.viewer.has(crate::accounts::rules::Role::Admin) {
        return Err(Error::NotFound);
    }
    let changed = store::changed_by_list(app.db.read(), &list.id).await?;
    let departments = store::departments_of_list(app.db.read(), &list.id).await?;
    let touched = store::touched_of_list(app.db.read(), &list.id, member.now).await?;
    let hindrance = match acts::refuse_undo(&touched) {
        Err(Error::Conflict(sentence)) => Some(sentence),
        _ => None,
    };
    let moment = long_moment(list.at);
    let fields = [("n", people.len().to_string()), ("luc", moment)];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let newcomers =
        member.site.open_rounds().filter(|round| round.kind == RoundKind::Newcomer && round.opened_at <= list.at);
    Ok(html(&AddedPage {
        page: title(member, "title.people_list_added"),
        id: list.id,
        told: say_with("list.added", &fields),
        undone: list.undone_at.map(long_moment).unwrap_or_default(),
        people,
        changed,
        departments: departments.into_iter().map(|one| one.1).collect(),
        rounds: newcomers.map(|round| (round.id.clone(), round.name.clone())).collect(),
        hindrance,
        form_key: crate::id::new_id(),
    }))
}

/// Takes a whole list back.
pub(crate) async fn undo(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(Keyed { form_key }): Form<Keyed>,
) -> Result<Response, Error> {
    let mut tx = app.db.write_alone().await?;
    let done = acts::undo_list(&mut tx, &registrar.act_by(&form_key), &registrar.site, &id).await;
    tx.settle(done).await?;
    Ok(go_saying(&format!("/people/lists/{id}"), "done.list_undone"))
}
