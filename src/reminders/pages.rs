//! The reminders of those who were ticked: their texts to copy, and what is noted.

use super::acts::{self, plan};
use super::rules::{Asked, not_needed, told};
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Looked};
use crate::id::{MOST, chosen, is_id};
use crate::page::{Page, go_saying, html, refused};
use crate::rounds::store::{self as rounds, Chosen};
use crate::settings::rules::message;
use crate::site::Round;
use crate::text::{say, say_with};
use crate::time::day_of;
use crate::visit::{Coordinator, Member};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Who was ticked.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LookForm {
    who: Vec<String>,
    /// `today`: those whom the plan of the round means today.
    plan: String,
}

#[derive(Template)]
#[template(path = "reminders/look.html")]
struct LookPage {
    page: Page,
    round: String,
    rows: Vec<Row>,
    /// Chosen by the plan of the round.
    planned: bool,
    /// How many more the plan means, beyond those on the page.
    more: usize,
    /// How many have a text.
    meant: usize,
    /// The first row that can be ticked.
    first: String,
    /// What was copied is kept by this browser for a day.
    today: String,
    wrong: Wrong,
}

/// One person.
struct Row {
    id: String,
    full_name: String,
    department: String,
    state: &'static str,
    words: &'static str,
    /// The text to paste; empty where none is needed.
    message: String,
    /// Why none is needed.
    why: String,
    /// When they were reminded last, in words.
    told: String,
    /// Noted today.
    done: bool,
}

/// The texts of those who were ticked: nothing is noted yet.
pub(crate) async fn look(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Looked(form): Looked<LookForm>,
) -> Result<Response, Error> {
    if form.plan == "today" {
        let round = own(&coordinator, &id)?;
        let who: Vec<String> =
            plan::today(&app.db, (&coordinator.site, &coordinator.viewer), &[round], coordinator.now)
                .await?
                .into_iter()
                .map(|one| one.1)
                .collect();
        let more = who.len().saturating_sub(MOST);
        let page = look_page(&app, &coordinator, &id, &who).await?;
        return Ok(html(&LookPage { planned: true, more, ..page }));
    }
    let page = look_page(&app, &coordinator, &id, &form.who).await?;
    if page.rows.is_empty() {
        return Ok(refused(&LookPage { wrong: Wrong::key("", "reminder.choose"), ..page }));
    }
    Ok(html(&page))
}

/// The open round, for who runs it.
fn own<'a>(member: &'a Member, id: &str) -> Result<&'a Round, Error> {
    let round = member.site.round(id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    let runs = member.viewer.roles.has_for_group(Role::Coordinator, &round.group_id);
    if runs { Ok(round) } else { Err(Error::Forbidden) }
}

async fn look_page(app: &App, member: &Member, id: &str, who: &[String]) -> Result<LookPage, Error> {
    let round = own(member, id)?;
    let chosen = rounds::chosen(app.db.read(), id, who).await?;
    let address = app.config.public_url();
    let mut rows: Vec<Row> = chosen.iter().map(|one| row(member, round, one, &address)).collect();
    // Who is to be reminded stands first.
    rows.sort_by_key(|row| row.message.is_empty());
    let ticks = |row: &&Row| !row.message.is_empty() && !row.done;
    Ok(LookPage {
        page: Page::new(member, say("title.reminders")),
        round: id.to_owned(),
        meant: rows.iter().filter(|row| !row.message.is_empty()).count(),
        first: rows.iter().find(ticks).map(|row| row.id.clone()).unwrap_or_default(),
        rows,
        planned: false,
        more: 0,
        today: member.today(),
        wrong: Wrong::nothing(),
    })
}

fn row(member: &Member, round: &Round, one: &Chosen, address: &str) -> Row {
    let (stands, today) = (&one.standing, member.today());
    let state = stands.state_on(&today);
    let own = (stands.person_id == member.viewer.id).then(|| say("reminder.own").to_owned());
    let why = own.or_else(|| not_needed(stands, state, (one.refuses > 0, &round.settings)));
    let asked = Asked::of(stands, state, member.now);
    let titles = round.titles_told();
    let base = [
        ("ten", one.full_name.as_str()),
        ("van_ban", titles.as_str()),
        ("nhom", member.site.group_name(&round.group_id)),
        ("lien_ket", address),
        ("nguoi_lien_he", member.site.setting("org.contact")),
    ];
    let fields: Vec<(&str, &str)> = base.into_iter().chain(asked.fields()).collect();
    Row {
        id: stands.person_id.clone(),
        full_name: one.full_name.clone(),
        department: member.site.department_name(&stands.department_id).to_owned(),
        state: state.as_str(),
        words: state.words(),
        message: if why.is_none() { message(asked.message, &fields) } else { String::new() },
        why: why.map(|why| say_with("reminder.not_needed", &[("vi", &why)])).unwrap_or_default(),
        told: one.reminded_at.map(|at| told(member.now, at)).unwrap_or_default(),
        done: one.reminded_at.is_some_and(|at| day_of(at) == today),
    }
}

/// One by their own button, or those ticked as copied; and who else stands on the page, to come back to it.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NoteForm {
    who: Vec<String>,
    copied: Vec<String>,
    one: String,
    form_key: String,
}

/// Notes who was reminded, and comes back to where it was asked: the page of those ticked, or a person's own.
pub(crate) async fn note(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<NoteForm>,
) -> Result<Response, Error> {
    own(&coordinator, &id)?;
    let meant = if form.one.is_empty() { form.copied } else { vec![form.one.clone()] };
    if meant.is_empty() {
        let page = look_page(&app, &coordinator, &id, &form.who).await?;
        let wrong = Wrong::key("copied", "reminder.none_copied").shown(!page.first.is_empty());
        return Ok(refused(&LookPage { wrong, ..page }));
    }
    let mut tx = app.db.write_alone().await?;
    let done = acts::note(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &id, &meant).await;
    let noted = tx.settle(done).await?;
    let key = if noted < meant.len() { "done.reminded_some" } else { "done.reminded" };
    Ok(go_saying(&back(&id, &form.who, &form.one), key))
}

/// Only ids go into an address.
fn back(round: &str, who: &[String], one: &str) -> String {
    let query: Vec<String> = chosen(who).into_iter().map(|id| format!("who={id}")).collect();
    match (query.is_empty(), is_id(one)) {
        (true, true) => format!("/tracking/people/{one}#nhac"),
        (true, false) => "/tracking".to_owned(),
        (false, true) => format!("/rounds/{round}/reminders?{}#n-{one}", query.join("&")),
        (false, false) => format!("/rounds/{round}/reminders?{}", query.join("&")),
    }
}
