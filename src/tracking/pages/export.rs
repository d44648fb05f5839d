//! The form of an export, and what is asked before anything is given: what for, and for numbers and names why.

use super::{Asked, Table, table};
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::id::new_id;
use crate::page::{Page, go, refused};
use crate::text::{say, say_with};
use crate::tracking::acts;
use crate::tracking::export::Rows;
use crate::tracking::rules::matches;
use crate::visit::{Member, Office};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

/// Longest reason, in characters.
const LONGEST: usize = 300;

text_enum! {
    pub(super) enum Kind {
        Csv = "csv",
        Xlsx = "xlsx",
    }
}

impl Kind {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Csv => say("tracking.form.csv"),
            Self::Xlsx => say("tracking.form.xlsx"),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportForm {
    #[serde(default)]
    round: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    form: String,
    #[serde(default)]
    why: String,
    /// Ticked: with phone numbers and Zalo names.
    #[serde(default)]
    contacts: String,
    #[serde(default)]
    contacts_why: String,
    #[serde(default)]
    password: Option<String>,
    form_key: String,
}

/// The form as `tracking/export.html` draws it.
#[derive(Default)]
pub(super) struct Offer {
    /// How many people the file will have, in a sentence.
    pub(super) people: String,
    /// What the table is narrowed to.
    pub(super) filter: Vec<(&'static str, String)>,
    pub(super) why: String,
    pub(super) contacts: bool,
    pub(super) contacts_why: String,
    pub(super) wrong: Wrong,
    /// The password was given lately.
    pub(super) proved: bool,
    pub(super) form_key: String,
}

impl Offer {
    pub(super) fn new(member: &Member, table: &Table<'_>, asked: &Asked) -> Self {
        let filter = vec![
            ("round", table.round.id.clone()),
            ("department", asked.department.clone()),
            ("state", asked.state.clone()),
            ("q", asked.q.clone()),
            ("sort", asked.sort.clone()),
        ];
        Self { filter, proved: member.proved(), form_key: new_id(), ..Self::default() }
    }
}

#[derive(Template)]
#[template(path = "tracking/export_again.html")]
struct AgainPage {
    page: Page,
    round: String,
    export: Offer,
    query: String,
}

/// Records an export and leads to where it is given.
pub(crate) async fn export(
    State(app): State<App>,
    office: Office,
    Form(form): Form<ExportForm>,
) -> Result<Response, Error> {
    let kind = Kind::parse(&form.form).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let asked = Asked {
        round: form.round.clone(),
        department: form.department.clone(),
        state: form.state.clone(),
        q: form.q.clone(),
        sort: form.sort.clone(),
        page: 0,
    };
    let table = exported(&app, &office, &asked).await?;
    let known = asked.department.is_empty() || table.departments.iter().any(|one| one.0 == asked.department);
    if !known {
        return Err(Error::invalid("tracking.no_such_filter"));
    }
    let act = office.act_by(&form.form_key);
    if let Some(wrong) = wrong(&app, &office, &form).await? {
        let offer = Offer { wrong, ..typed(Offer::new(&office, &table, &asked), form) };
        let (round, query) = (table.round.name.clone(), asked.query());
        let people = will_have(count(&app, table).await?);
        let export = Offer { people, ..offer };
        return Ok(refused(&AgainPage { page: Page::new(&office, say("title.export")), round, export, query }));
    }
    // What the record keeps is what was understood, not what was typed.
    let sort = table.look.filter.sort.as_str().to_owned();
    let asked = Asked { round: table.round.id.clone(), sort, ..asked };
    let contacts = !form.contacts.is_empty();
    let (subject, why) = recorded(&asked, &form, contacts);
    let words =
        if contacts { say_with("tracking.export_with", &[("dang", kind.words())]) } else { kind.words().to_owned() };
    let rows = count(&app, table).await?;
    let mut tx = app.db.write().await?;
    let done = acts::export(&mut tx, &act, &subject, &why, (rows, kind.as_str(), &words)).await;
    let id = tx.settle(done).await?;
    Ok(go(&format!("/tracking/exports/{id}")))
}

/// What the export is of, and what for, as they are recorded.
fn recorded(asked: &Asked, form: &ExportForm, contacts: bool) -> (String, String) {
    if !contacts {
        return (asked.query(), form.why.clone());
    }
    let why = say_with("tracking.export_why", &[("viec", &form.why), ("ly_do", &form.contacts_why)]);
    (format!("{}&contacts=1", asked.query()), why)
}

/// The field that is wrong, if one is. Numbers and names are given for the password of this very form only.
async fn wrong(app: &App, office: &Office, form: &ExportForm) -> Result<Option<Wrong>, Error> {
    let contacts = !form.contacts.is_empty();
    let told = |field: &str, key| Ok(Some(Wrong::key(field, key)));
    match (form.why.chars().count(), form.contacts_why.chars().count()) {
        (0, _) => return told("why", "tracking.why_missing"),
        (n, _) if n > LONGEST => return told("why", "form.too_long"),
        (_, 0) if contacts => return told("contacts_why", "tracking.contacts_why_missing"),
        (_, n) if n > LONGEST => return told("contacts_why", "form.too_long"),
        (_, n) if n > 0 && !contacts => return told("contacts_why", "tracking.contacts_unasked"),
        _ => {}
    }
    let proved = office.proved() && !contacts;
    match require_proof(app, &office.act(), proved, form.password.clone()).await {
        Ok(()) => Ok(None),
        Err(Error::Password(sentence)) => Ok(Some(Wrong::at("password", sentence))),
        Err(error) => Err(error),
    }
}

/// The form with what was typed.
fn typed(offer: Offer, form: ExportForm) -> Offer {
    Offer { why: form.why, contacts: !form.contacts.is_empty(), contacts_why: form.contacts_why, ..offer }
}

/// How many people the file will have, in a sentence.
pub(super) fn will_have(people: impl std::fmt::Display) -> String {
    say_with("tracking.export_people", &[("n", &people.to_string())])
}

/// The table, if the viewer may take it away.
pub(super) async fn exported<'a>(app: &App, member: &'a Member, asked: &Asked) -> Result<Table<'a>, Error> {
    let table = table(app, member, asked).await?;
    match () {
        () if !table.look.sight.is_full() => Err(Error::Forbidden),
        () if !table.known => Err(Error::invalid("tracking.no_such_filter")),
        () => Ok(table),
    }
}

/// How many people it has: from the counts, or where words are searched for by looking at all of them.
async fn count(app: &App, table: Table<'_>) -> Result<i64, Error> {
    let filter = &table.look.filter;
    if filter.words.is_empty() {
        return Ok(matches(&table.tallies, &filter.department, filter.chosen).values().sum());
    }
    let mut rows = Rows::new(app.db.read().clone(), table.look, table.departments, false);
    let mut n = 0;
    while let Some(chunk) = rows.next().await? {
        n += chunk.len();
    }
    Ok(i64::try_from(n).unwrap_or_default())
}
