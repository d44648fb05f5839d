//! A staff list: pasted or brought as a file, looked at, corrected, added, taken back.

mod added;
mod file;
mod held;
mod line;
mod read;
mod template;
mod view;

pub(crate) use added::undo;
pub(crate) use file::{LARGEST_LIST, upload};
pub(crate) use line::{line, submit_line};
pub(crate) use read::read_again;
pub(crate) use template::template;

use self::held::{departments, facts, own};
use super::add::new_page;
use super::form::PersonForm;
use crate::app::App;
use crate::error::Error;
use crate::form::LongForm;
use crate::page::{go, go_saying, html, refused};
use crate::people::rules::list::{Draft, Facts, MOST, read, recognise, review};
use crate::people::{acts, store};
use crate::text::{say, say_with};
use crate::visit::Registrar;
use crate::wrong::Wrong;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// A list pasted from a spreadsheet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasteForm {
    people: String,
    form_key: String,
}

/// Reads a pasted list and keeps it to be looked at; nobody is added yet.
pub(crate) async fn paste(
    State(app): State<App>,
    registrar: Registrar,
    LongForm(form): LongForm<PasteForm>,
) -> Result<Response, Error> {
    let draft = recognise(&read(&form.people), &departments(&registrar.site));
    let many = draft.rows.len().to_string();
    let error = match draft.rows.len() {
        0 if form.people.trim().is_empty() => Some(say("list.empty").to_owned()),
        0 => Some(say("list.no_people").to_owned()),
        n if n > MOST => Some(say_with("list.too_many", &[("n", &many), ("nhieu_nhat", &MOST.to_string())])),
        _ => None,
    };
    if let Some(sentence) = error {
        let mut page = new_page(&registrar, PersonForm::default(), Wrong::at("people", sentence));
        page.pasted = form.people;
        return Ok(refused(&page));
    }
    let mut tx = app.db.write().await?;
    let kept = acts::keep_list(&mut tx, &registrar.act_by(&form.form_key), &draft).await;
    let id = tx.settle(kept).await?;
    Ok(go(&format!("/people/lists/{id}")))
}

/// The list before it is added, or who came of it.
pub(crate) async fn show(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    if let Some(list) = store::list(app.db.read(), &id).await? {
        return added::page(&app, &registrar, list).await;
    }
    let draft = own(&app, &registrar, &id).await?;
    let facts = facts(&app, &registrar).await?;
    Ok(html(&view::page(&registrar, id, &draft, &facts, Wrong::nothing())))
}

/// What is ticked and chosen, and the button that was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ChoiceForm {
    /// Lines to be added.
    on: Vec<usize>,
    /// Lines that were shown with a question: a tick at one of them is a yes.
    asked: Vec<usize>,
    /// Lines that were shown as ones that cannot be added.
    held: Vec<usize>,
    /// Lines of people of whom nothing changes.
    same: Vec<usize>,
    /// A line and who of those that are there it is: `12=id`, or `12=` for nobody said.
    is: Vec<String>,
    /// Departments that are not there, and what each is to be: another one's name, or '' for itself.
    was: Vec<String>,
    meant: Vec<String>,
    /// Where people without a department go: 'above', 'one', or ''.
    fill: String,
    department: String,
    /// 'add', 'save', 'pairs' or 'swap'.
    act: String,
    /// The line to correct.
    edit: Option<usize>,
}

impl ChoiceForm {
    fn apply(&self, draft: &mut Draft) {
        for row in &mut draft.rows {
            row.on = Some(self.on.contains(&row.line));
            row.anyway = self.on.contains(&row.line) && self.asked.contains(&row.line);
        }
        let departments: Vec<String> = self.department.split_whitespace().map(str::to_owned).collect();
        let department = departments.join(" ");
        let homeless: Vec<usize> =
            draft.rows.iter().filter(|row| row.department.is_empty()).map(|row| row.line).collect();
        for (was, meant) in self.was.iter().zip(&self.meant) {
            draft.fresh.retain(|one| one != was);
            if meant.is_empty() {
                draft.fresh.push(was.clone());
            } else {
                draft.rename(was, meant);
            }
        }
        match self.fill.as_str() {
            "above" => draft.carry_down(),
            "one" => draft.fill(&department),
            _ => {}
        }
        if self.act == "swap" {
            draft.swap();
        }
        // What was held for want of a department has one now: nobody has said no to it.
        for row in draft.rows.iter_mut().filter(|row| self.held.contains(&row.line)) {
            let housed = homeless.contains(&row.line) && !row.department.is_empty();
            row.on = if housed { None } else { Some(false) };
        }
        for row in draft.rows.iter_mut().filter(|row| self.same.contains(&row.line)) {
            row.on = None;
        }
        for said in &self.is {
            let said = said.split_once('=').and_then(|(line, id)| Some((line.parse::<usize>().ok()?, id)));
            let Some((line, id)) = said else { continue };
            if let Some(row) = draft.rows.iter_mut().find(|row| row.line == line && row.is != id) {
                // Who it is has just been said: what was ticked was somebody else.
                id.clone_into(&mut row.is);
                (row.on, row.anyway) = (None, false);
            }
        }
    }
}

/// Takes each row for the one person of its name in its department, where there is one: somebody has said so of all.
fn pair_all(draft: &mut Draft, facts: &Facts) {
    let reviewed = review(draft, facts).0;
    for (row, seen) in draft.rows.iter_mut().zip(reviewed).filter(|(row, _)| row.is.is_empty()) {
        if let Some(one) = seen.likely() {
            one.clone_into(&mut row.is);
            (row.on, row.anyway) = (None, false);
        }
    }
}

/// Keeps what was chosen; adds everybody who is ticked when that was asked.
pub(crate) async fn submit(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    LongForm(form): LongForm<ChoiceForm>,
) -> Result<Response, Error> {
    let (act, here) = (registrar.act(), format!("/people/lists/{id}"));
    let list = store::list(app.db.read(), &id).await?;
    if list.is_some_and(|list| list.by_id.as_deref() == Some(registrar.viewer.id.as_str())) {
        return Ok(go(&here));
    }
    let pairs = if form.act == "pairs" { Some(facts(&app, &registrar).await?) } else { None };
    let mut tx = app.db.write().await?;
    let kept = acts::choose(&mut tx, &act, &id, |draft| {
        form.apply(draft);
        if let Some(facts) = &pairs {
            pair_all(draft, facts);
        }
    });
    let kept = kept.await;
    let draft = tx.settle(kept).await?;
    if let Some(line) = form.edit {
        return Ok(go(&format!("{here}/lines/{line}")));
    }
    if form.act != "add" {
        return Ok(go_saying(&here, "done.list_kept"));
    }
    let mut tx = app.db.write_alone().await?;
    let done = acts::add_list(&mut tx, &act, &registrar.site, &id).await;
    match tx.settle(done).await {
        Ok(()) => Ok(go_saying(&here, "done.people_created")),
        Err(Error::Conflict(sentence)) => {
            let facts = facts(&app, &registrar).await?;
            Ok(refused(&view::page(&registrar, id, &draft, &facts, Wrong::at("", sentence))))
        }
        Err(error) => Err(error),
    }
}
