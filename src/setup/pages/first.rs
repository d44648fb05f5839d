//! The organisation and the first admin.

use crate::accounts::acts::judge_password;
use crate::accounts::{rules as passwords, session};
use crate::app::App;
use crate::documents::library::Source;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go, html, refused};
use crate::people::rules::Name;
use crate::people::store::NewPerson;
use crate::rounds::acts::finish;
use crate::settings::rules::{self as settings, Defaults};
use crate::setup::acts::{self, House};
use crate::setup::store;
use crate::text::{say, say_with};
use crate::visit::Visit;
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "setup/show.html")]
struct SetupPage {
    page: Page,
    token: String,
    /// What an organisation can begin with, until one is chosen.
    offers: Vec<Offer>,
    chosen: Offer,
    /// "shipped", "folder", "empty"; '' until one is chosen.
    with: String,
    form: SetupForm,
    suggestion: String,
    shortest: usize,
    wrong: Wrong,
}

/// One set of contents to begin with.
#[derive(Clone, Debug, Default)]
struct Offer {
    with: &'static str,
    title: String,
    line: String,
    button: &'static str,
    /// Empty where it cannot be chosen.
    href: String,
}

/// What was chosen in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    with: String,
}

/// Organisation and first admin.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetupForm {
    with: String,
    org_name: String,
    org_short: String,
    #[serde(default)]
    org_parent: String,
    org_place: String,
    head_title: String,
    #[serde(default)]
    head_name: String,
    group: String,
    office: String,
    #[serde(default)]
    office_short: String,
    #[serde(default)]
    department: String,
    full_name: String,
    position: String,
    #[serde(default)]
    password: String,
    /// What was suggested, to be suggested again.
    #[serde(default)]
    suggestion: String,
}

/// The word for beginning without anything to read.
const EMPTY: &str = "empty";

/// What can be begun with; a content folder first.
fn offers(app: &App, token: &str) -> Vec<Offer> {
    let href = |with: &str| format!("/setup/{token}?with={with}");
    let texts = |source| {
        let mut names: Vec<&str> = app.library.files(source).iter().map(|one| one.document.as_str()).collect();
        names.dedup();
        names.len().to_string()
    };
    let named = |source| app.library.defaults(source).map(|one| one.offer.clone()).unwrap_or_default();
    let of = |source: Source, title: String, line: &'static str| Offer {
        with: source.as_str(),
        title,
        line: say_with(line, &[("so", &texts(source))]),
        button: say("setup.take"),
        href: href(source.as_str()),
    };
    let shipped = of(Source::Shipped, named(Source::Shipped), "setup.shipped");
    let title = Some(named(Source::Folder)).filter(|name| !name.is_empty());
    let folder_title = || title.unwrap_or_else(|| say("setup.folder_title").to_owned());
    let (line, button) = (say("setup.empty").to_owned(), say("setup.take_empty"));
    let empty = Offer { with: EMPTY, title: say("setup.empty_title").to_owned(), line, button, href: href(EMPTY) };
    if app.library.source() == Source::Folder {
        let mut own = of(Source::Folder, folder_title(), "setup.folder");
        if app.library.files(Source::Folder).is_empty() {
            own.href.clear();
        }
        vec![own, shipped, empty]
    } else {
        let line = say("setup.no_folder").to_owned();
        let none = Offer { title: say("setup.folder_title").to_owned(), line, ..Offer::default() };
        vec![shipped, empty, none]
    }
}

/// The form with what the chosen contents bring.
fn filled(app: &App, with: &str) -> SetupForm {
    let none = Defaults::default();
    let defaults = Source::parse(with).and_then(|source| app.library.defaults(source)).unwrap_or(&none);
    let value = |name: &str| defaults.setting(name).to_owned();
    SetupForm {
        with: with.to_owned(),
        org_name: value("org.name"),
        org_short: value("org.short"),
        org_parent: value("org.parent"),
        org_place: value("org.place"),
        head_title: value("org.head_title"),
        head_name: value("org.head_name"),
        office: value("org.office"),
        office_short: value("org.office_short"),
        group: defaults.first.group.clone(),
        department: value("org.office"),
        ..SetupForm::default()
    }
}

/// The set-up form, while nobody has used its address: first what to begin with, then the rest.
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    Query(choice): Query<Choice>,
) -> Result<Response, Error> {
    if !store::is_open(app.db.read(), &token, visit.now).await? {
        return Err(Error::conflict("setup.gone"));
    }
    let form = filled(&app, &choice.with);
    Ok(html(&setup_page(&app, &visit, token, form, Wrong::nothing())))
}

fn setup_page(app: &App, visit: &Visit, token: String, form: SetupForm, wrong: Wrong) -> SetupPage {
    let offers = offers(app, &token);
    let chosen = offers.iter().find(|one| !one.href.is_empty() && one.with == form.with).cloned();
    SetupPage {
        page: Page::new(visit, say("title.setup")),
        token,
        with: chosen.as_ref().map(|one| one.with.to_owned()).unwrap_or_default(),
        chosen: chosen.unwrap_or_default(),
        offers,
        suggestion: passwords::same_suggestion(&form.suggestion, &mut rand::rng()),
        form,
        shortest: passwords::SHORTEST,
        wrong,
    }
}

impl SetupForm {
    /// The admin meant, or what is wrong with the form.
    fn admin(&self) -> Result<NewPerson, Wrong> {
        let needed = [
            ("org_name", &self.org_name),
            ("org_short", &self.org_short),
            ("org_place", &self.org_place),
            ("head_title", &self.head_title),
            ("office", &self.office),
            ("group", &self.group),
        ];
        if let Some((field, _)) = needed.iter().find(|(_, text)| text.is_empty()) {
            return Err(Wrong::key(*field, "setup.missing"));
        }
        let more = [
            ("org_parent", &self.org_parent),
            ("head_name", &self.head_name),
            ("office_short", &self.office_short),
            ("department", &self.department),
        ];
        let all = needed.iter().chain(&more);
        if let Some((field, _)) = all.into_iter().find(|(_, text)| text.chars().count() > 200) {
            return Err(Wrong::key(*field, "form.too_long"));
        }
        let guess = Name::guess(&self.full_name);
        let name = Name::parse(&guess.family, &guess.middle, &guess.given, guess.order);
        let name = name.map_err(|key| Wrong::key("full_name", key))?;
        let department = or(&self.department, &self.office).to_owned();
        Ok(NewPerson { name, department, position: self.position.clone(), ..NewPerson::default() })
    }

    /// Every setting of the organisation that the form asks for, and what the contents bring beside them.
    fn words(&self, app: &App) -> BTreeMap<String, String> {
        let own = Source::parse(&self.with).and_then(|source| app.library.defaults(source));
        let mut words = own.map(|one| one.settings.clone()).unwrap_or_default();
        words.retain(|name, _| settings::named(name).is_some());
        // Taken by another organisation, what is shipped brings no word for the house.
        if own.is_some_and(|one| one.setting("org.name") != self.org_name) {
            words.remove("term.house");
        }
        let head = say_with("setup.head", &[("chuc_danh", &self.head_title), ("co_quan", &self.org_name)]);
        let asked = [
            ("org.name", self.org_name.as_str()),
            ("org.short", &self.org_short),
            ("org.parent", &self.org_parent),
            ("org.place", &self.org_place),
            ("org.head_title", &self.head_title),
            ("org.head_name", &self.head_name),
            ("org.head", &head),
            ("org.office", &self.office),
            ("org.office_short", or(&self.office_short, &self.office)),
            ("org.contact", &self.office),
            ("privacy.contact", &self.office),
        ];
        words.extend(asked.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        words
    }
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

/// Makes the organisation and the first admin, once.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    Form(form): Form<SetupForm>,
) -> Result<Response, Error> {
    if !store::is_open(app.db.read(), &token, visit.now).await? {
        return Err(Error::conflict("setup.gone"));
    }
    let content = Source::parse(&form.with);
    if content.is_none() && form.with != EMPTY || content.is_some_and(|one| app.library.files(one).is_empty()) {
        return Err(Error::invalid("form.unknown_field"));
    }
    let admin = match form.admin() {
        Ok(admin) => admin,
        Err(wrong) => return Ok(refused(&setup_page(&app, &visit, token, form, wrong))),
    };
    let own = [form.full_name.as_str(), &form.org_short];
    if let Some(key) = judge_password(&app, &form.password, &own).await? {
        return Ok(refused(&setup_page(&app, &visit, token, form, Wrong::key("password", key))));
    }
    let password_hash = app.hasher.hash(form.password.clone()).await?;
    let words = form.words(&app);
    let words: Vec<_> = words.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let house = House { words: &words, content, group: &form.group, admin, password_hash: &password_hash };
    // A visitor nobody knows brings no revision: what is in force is asked anew.
    let site = app.site().await?;
    let mut tx = app.db.write_alone().await?;
    let made = acts::set_up(&mut tx, &visit.act(), &app, &site, &token, &house).await;
    let cookie = tx.settle(made).await?;
    finish(&app).await?;
    let mut response = go("/setup-people");
    session::set_cookie(&app.config, &mut response, &cookie);
    Ok(response)
}
