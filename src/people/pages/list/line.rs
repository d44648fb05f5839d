//! One line of a list, corrected by hand.

use super::held::{facts, own, title};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go, html, refused};
use crate::people::acts;
use crate::people::pages::add::departments;
use crate::people::rules::list::{Row, review};
use crate::people::rules::{Name, Order};
use crate::site::Department;
use crate::text::say_with;
use crate::time::parse_day;
use crate::visit::{Member, Registrar};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "people/list_line.html")]
struct LinePage {
    page: Page,
    id: String,
    number: usize,
    form: LineForm,
    departments: Vec<Department>,
    wrong: Wrong,
}

/// The cells of a person as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LineForm {
    family: String,
    middle: String,
    given: String,
    name_order: String,
    department: String,
    position: String,
    code: String,
    joined_on: String,
}

/// The form of one line.
pub(crate) async fn line(
    State(app): State<App>,
    registrar: Registrar,
    Path((id, number)): Path<(String, usize)>,
) -> Result<Response, Error> {
    let draft = own(&app, &registrar, &id).await?;
    let row = draft.rows.iter().find(|row| row.line == number).ok_or(Error::NotFound)?;
    let order = if row.family_last { Order::FamilyLast } else { Order::FamilyFirst };
    let form = LineForm {
        family: row.family.clone(),
        middle: row.middle.clone(),
        given: row.given.clone(),
        name_order: order.as_str().to_owned(),
        department: row.department.clone(),
        position: row.position.clone(),
        code: row.code.clone(),
        joined_on: row.joined.clone(),
    };
    Ok(html(&line_page(&registrar, id, number, form, Wrong::nothing())))
}

fn line_page(member: &Member, id: String, number: usize, form: LineForm, wrong: Wrong) -> LinePage {
    let page = Page {
        title: say_with("list.line_title", &[("dong", &number.to_string())]),
        ..title(member, "title.people_list")
    };
    LinePage { page, id, number, form, departments: departments(member), wrong }
}

impl LineForm {
    fn apply(&self, row: &mut Row) -> Result<(), Wrong> {
        let order = Order::parse(&self.name_order).unwrap_or_default();
        let name = Name::parse(&self.family, &self.middle, &self.given, order);
        let name = name.map_err(|key| Wrong::key("given", key))?;
        if self.department.is_empty() {
            return Err(Wrong::key("department", "person.department_missing"));
        }
        let joined = match self.joined_on.trim() {
            "" => String::new(),
            text => parse_day(text).ok_or_else(|| Wrong::key("joined_on", "form.day"))?.to_string(),
        };
        row.take(name);
        row.joined = joined;
        self.department.clone_into(&mut row.department);
        self.position.clone_into(&mut row.position);
        self.code.clone_into(&mut row.code);
        row.notes.clear();
        row.on = None;
        Ok(())
    }
}

/// Keeps a corrected line; it is ticked again, unless it asks something.
pub(crate) async fn submit_line(
    State(app): State<App>,
    registrar: Registrar,
    Path((id, number)): Path<(String, usize)>,
    Form(form): Form<LineForm>,
) -> Result<Response, Error> {
    let mut draft = own(&app, &registrar, &id).await?;
    let row = draft.rows.iter_mut().find(|row| row.line == number).ok_or(Error::NotFound)?;
    if let Err(wrong) = form.apply(row) {
        return Ok(refused(&line_page(&registrar, id, number, form, wrong)));
    }
    let corrected = row.clone();
    let facts = facts(&app, &registrar).await?;
    let asks = draft.rows.iter().zip(review(&draft, &facts).0).any(|(row, seen)| row.line == number && seen.asks());
    let mut tx = app.db.write().await?;
    let act = registrar.act();
    let kept = acts::choose(&mut tx, &act, &id, |draft| {
        if let Some(row) = draft.rows.iter_mut().find(|row| row.line == number) {
            *row = Row { on: (!asks).then_some(true), ..corrected };
        }
    });
    let kept = kept.await;
    tx.settle(kept).await?;
    Ok(go(&format!("/people/lists/{id}#dong-{number}")))
}
