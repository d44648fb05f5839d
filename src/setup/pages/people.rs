//! The leader and the coordinator.

use crate::accounts::rules::{Role, Roles, Scope};
use crate::accounts::store::{UsableLink, of_person, shown_links};
use crate::app::App;
use crate::documents::library::Source;
use crate::error::Error;
use crate::form::Form;
use crate::id::new_id;
use crate::page::{Page, go, html, refused};
use crate::people::rules::{Capacity, Name};
use crate::people::store::NewPerson;
use crate::qr;
use crate::settings::rules::{Defaults, message};
use crate::setup::acts;
use crate::site::{Document, Site};
use crate::text::say;
use crate::time::spoken_moment;
use crate::visit::Admin;
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "setup/people.html")]
struct PeoplePage {
    page: Page,
    form: PeopleForm,
    made: Vec<Made>,
    /// One's own sign-in name.
    login: String,
    wrong: Wrong,
}

struct Made {
    login: String,
    message: String,
    role: &'static str,
    full_name: String,
    address: String,
    qr: String,
    expires: String,
}

/// The leader and the coordinator.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeopleForm {
    #[serde(default)]
    form_key: String,
    leader: String,
    leader_position: String,
    #[serde(default)]
    leader_department: String,
    coordinator: String,
    coordinator_position: String,
}

impl PeopleForm {
    /// The people meant; or what is wrong with the form. Under every document that knows such a capacity the leader is
    /// Lãnh đạo, the coordinator the hỗ trợ kỹ thuật (Điều 1 of the Decision).
    fn people(&self, site: &Site) -> Result<Vec<NewPerson>, Wrong> {
        let office = site.setting("org.office");
        let wanted = [
            (
                "leader",
                &self.leader,
                &self.leader_position,
                self.leader_department.as_str(),
                Role::Leader,
                Capacity::Leadership,
            ),
            (
                "coordinator",
                &self.coordinator,
                &self.coordinator_position,
                office,
                Role::Coordinator,
                Capacity::Support,
            ),
        ];
        let mut people = Vec::new();
        for (field, full, position, department, role, capacity) in wanted {
            if full.is_empty() {
                continue;
            }
            if department.is_empty() {
                return Err(Wrong::key("leader_department", "setup.missing"));
            }
            let knows = |one: &&Document| one.current.regulation.head().capacity(capacity).is_some();
            let guess = Name::guess(full);
            let name = Name::parse(&guess.family, &guess.middle, &guess.given, guess.order);
            people.push(NewPerson {
                name: name.map_err(|key| Wrong::key(field, key))?,
                department: department.to_owned(),
                position: position.clone(),
                roles: vec![(role, Scope::All)],
                capacities: site.documents.iter().filter(knows).map(|one| (one.id.clone(), capacity)).collect(),
                ..NewPerson::default()
            });
        }
        if people.is_empty() { Err(Wrong::key("leader", "setup.nobody")) } else { Ok(people) }
    }
}

fn people_page(admin: &Admin, form: PeopleForm, made: Vec<Made>, wrong: Wrong) -> PeoplePage {
    let page = Page::new(admin, say("title.setup_people"));
    PeoplePage { page, form, made, login: String::new(), wrong }
}

/// Asks for the leader and the coordinator.
pub(crate) async fn people(State(app): State<App>, admin: Admin) -> Result<Response, Error> {
    let site = &admin.site;
    let own = |one: &&Defaults| one.setting("org.name") == site.setting("org.name");
    let brought = Source::ALL.iter().filter_map(|source| app.library.defaults(*source)).find(own);
    let first = brought.map(|one| one.first.clone()).unwrap_or_default();
    let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
    let form = PeopleForm {
        form_key: new_id(),
        leader: site.setting("org.head_name").to_owned(),
        leader_position: or(first.leader_position, site.setting("org.head_title")),
        leader_department: or(first.leader_department, say("setup.leader_department")),
        coordinator_position: first.coordinator_position,
        ..PeopleForm::default()
    };
    let own = of_person(app.db.read(), &admin.viewer.id).await?;
    let login = own.map(|account| account.login).unwrap_or_default();
    Ok(html(&PeoplePage { login, ..people_page(&admin, form, Vec::new(), Wrong::nothing()) }))
}

/// Adds them, then shows their links.
pub(crate) async fn submit_people(
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<PeopleForm>,
) -> Result<Response, Error> {
    let people = match form.people(&admin.site) {
        Ok(people) => people,
        Err(wrong) => return Ok(refused(&people_page(&admin, form, Vec::new(), wrong))),
    };
    let mut tx = app.db.write().await?;
    let done = acts::invite(&mut tx, &admin.act_by(&form.form_key), &app, &admin.site, &people).await;
    tx.settle(done).await?;
    Ok(go("/setup-people/links"))
}

/// The links issued from this session that nobody has used, for half an hour.
pub(crate) async fn links(State(app): State<App>, admin: Admin) -> Result<Response, Error> {
    let links = shown_links(app.db.read(), &admin.viewer.session, None, admin.now).await?;
    if links.is_empty() {
        return Ok(go("/setup-people"));
    }
    let made = links.into_iter().map(|link| made(&app, &admin, link)).collect();
    Ok(html(&people_page(&admin, PeopleForm::default(), made, Wrong::nothing())))
}

fn made(app: &App, admin: &Admin, link: UsableLink) -> Made {
    let address = format!("{}/link/{}", app.config.public_url(), app.secret.token(&link.id));
    let role = Roles::parse(&link.roles).and_then(|roles| roles.kinds().first().copied());
    let (role, expires) = (role.map_or(say("role.member"), Role::label), spoken_moment(link.expires_at));
    let message = message(
        "moi-phu-trach",
        &[
            ("ten", &link.full_name),
            ("vai_tro", role),
            ("nhom", admin.site.groups.first().map_or("", |group| group.name.as_str())),
            ("han", &expires),
            ("ten_dang_nhap", &link.login),
            ("lien_ket", &address),
        ],
    );
    Made { role, login: link.login, message, full_name: link.full_name, qr: qr::svg(&address), address, expires }
}
