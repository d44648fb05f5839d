//! Links for many people: chosen, confirmed, issued; their messages, their sheet, their taking back.

use crate::accounts::store::{self as accounts, Batch, Issued, Waiting};
use crate::app::App;
use crate::disclosures::rules::What;
use crate::disclosures::store as disclosures;
use crate::error::Error;
use crate::form::{Form, Keyed, Looked};
use crate::page::{Page, go, go_saying, html, refused};
use crate::people::acts;
use crate::qr;
use crate::settings::rules::message;
use crate::text::{say, say_with};
use crate::time::{long_moment, short_day, spoken_moment};
use crate::visit::{Member, Registrar};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Most links of one act.
const MOST: i64 = 500;

#[derive(Template)]
#[template(path = "people/links.html")]
struct LinksPage {
    page: Page,
    people: Vec<WaitingRow>,
    /// Those who have a link that is not used.
    unused: bool,
    /// Who is meant was looked at: only the confirmation is left.
    confirms: bool,
    /// How many of those ticked get none here.
    left_out: usize,
    /// One's own batches of the last two days: address and moment.
    recent: Vec<(String, String)>,
    form_key: String,
}

/// Somebody who has never signed in, and what became of the last link they were given.
struct WaitingRow {
    id: String,
    full_name: String,
    department: String,
    link: String,
}

impl WaitingRow {
    fn of(one: Waiting, now: i64) -> Self {
        let link = match (one.revoked_at, one.expires_at) {
            (Some(at), _) => say_with("links.last_revoked", &[("ngay", &short_day(at))]),
            (None, Some(at)) if at <= now => say_with("links.last_expired", &[("ngay", &short_day(at))]),
            (None, Some(at)) => say_with("links.last_live", &[("luc", &long_moment(at))]),
            (None, None) => say("links.never").to_owned(),
        };
        Self { id: one.id, full_name: one.full_name, department: one.department, link }
    }
}

/// Which people: 'unused' have a link, the others have none; or those who were ticked elsewhere.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct LinksQuery {
    show: String,
    who: Vec<String>,
}

async fn waiting(app: &App, member: &Member, unused: bool) -> Result<Vec<WaitingRow>, Error> {
    Ok(theirs(member, accounts::unsigned(app.db.read(), unused, member.now, MOST).await?))
}

/// Those whom the viewer registers.
fn theirs(member: &Member, mut people: Vec<Waiting>) -> Vec<WaitingRow> {
    people.retain(|one| member.viewer.roles.registers(&one.department_id));
    people.into_iter().map(|one| WaitingRow::of(one, member.now)).collect()
}

/// Those of the ticked who have never signed in, to be confirmed; and how many get no link here.
async fn ticked(app: &App, member: &Member, who: &[String]) -> Result<LinksPage, Error> {
    let people = theirs(member, accounts::unsigned_of(app.db.read(), who, member.now).await?);
    let page = Page::new(member, say("title.links"));
    let left_out = who.iter().filter(|id| !people.iter().any(|one| one.id == **id)).count();
    let (recent, form_key) = (Vec::new(), crate::id::new_id());
    Ok(LinksPage { page, people, unused: false, confirms: true, left_out, recent, form_key })
}

/// Who has no link yet, or has not used it.
pub(crate) async fn links(
    State(app): State<App>,
    registrar: Registrar,
    Looked(query): Looked<LinksQuery>,
) -> Result<Response, Error> {
    if !query.who.is_empty() {
        return Ok(html(&ticked(&app, &registrar, &query.who).await?));
    }
    let unused = query.show == "unused";
    let people = waiting(&app, &registrar, unused).await?;
    let page = Page::new(&registrar, say("title.links"));
    let since = registrar.now - 2 * crate::time::DAY;
    let recent = accounts::recent_batches(app.db.read(), &registrar.viewer.id, since).await?;
    let recent = recent.into_iter().map(|(id, at)| (format!("/people/links/{id}"), long_moment(at)));
    let (recent, form_key) = (recent.collect(), crate::id::new_id());
    Ok(html(&LinksPage { page, people, unused, confirms: false, left_out: 0, recent, form_key }))
}

/// Who is meant; 'issue' does it, anything else shows whom it is about first.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct IssueForm {
    who: Vec<String>,
    show: String,
    act: String,
    form_key: String,
}

/// Issues links to everybody who is ticked, after their names and number were shown.
pub(crate) async fn issue(
    State(app): State<App>,
    registrar: Registrar,
    Form(form): Form<IssueForm>,
) -> Result<Response, Error> {
    if form.act != "issue" {
        let unused = form.show == "unused";
        let mut people = waiting(&app, &registrar, unused).await?;
        people.retain(|one| form.who.contains(&one.id));
        let page = Page::new(&registrar, say("title.links"));
        let (recent, form_key) = (Vec::new(), crate::id::new_id());
        return Ok(html(&LinksPage { page, people, unused, confirms: true, left_out: 0, recent, form_key }));
    }
    let mut tx = app.db.write_alone().await?;
    let act = registrar.act_by(&form.form_key);
    let done = acts::issue_links(&mut tx, &act, &app.secret, &form.who, app.config.link_days()).await;
    let batch = tx.settle(done).await?;
    Ok(go(&format!("/people/links/{batch}")))
}

#[derive(Template)]
#[template(path = "people/link_batch.html")]
struct BatchPage {
    page: Page,
    id: String,
    issued: String,
    /// Shown to this session now.
    open: bool,
    /// Can be shown again.
    shows: bool,
    undone: bool,
    rows: Vec<LinkRow>,
    unused: usize,
    /// The first row that can still be marked as sent.
    first: String,
    wrong: Wrong,
}

struct LinkRow {
    id: String,
    person_id: String,
    full_name: String,
    department: String,
    login: String,
    /// Empty where the link cannot be used, or is not shown.
    message: String,
    qr: String,
    state: &'static str,
    sent: String,
}

async fn own(app: &App, member: &Member, id: &str) -> Result<Batch, Error> {
    let found = accounts::batch(app.db.read(), id).await?;
    found.filter(|one| one.by_id.as_deref() == Some(member.viewer.id.as_str())).ok_or(Error::NotFound)
}

async fn is_open(app: &App, member: &Member, batch: &Batch) -> Result<bool, Error> {
    let live = disclosures::live(app.db.read(), &member.viewer.session, What::Sheet, member.now).await?;
    let fresh = batch.at + acts::SHOWN > member.now && batch.undone_at.is_none();
    Ok(fresh && live.iter().any(|one| one.subject == batch.id))
}

fn row(app: &App, member: &Member, link: Issued, (open, sheet): (bool, bool)) -> LinkRow {
    let usable = link.used_at.is_none() && link.revoked_at.is_none() && link.expires_at > member.now;
    let address = if open && usable {
        format!("{}/link/{}", app.config.public_url(), app.secret.token(&link.id))
    } else {
        String::new()
    };
    let site = &member.site;
    let fields = [
        ("nhom", site.groups.first().map_or("", |group| group.name.as_str())),
        ("ten", link.full_name.as_str()),
        ("lien_ket", address.as_str()),
        ("han", &spoken_moment(link.expires_at)),
        ("ten_dang_nhap", link.login.as_str()),
        ("nguoi_lien_he", site.setting("org.contact")),
    ];
    LinkRow {
        message: if address.is_empty() || sheet { String::new() } else { message("moi-ca-nhan", &fields) },
        qr: if address.is_empty() || !sheet { String::new() } else { qr::svg(&address) },
        state: match (link.used_at, link.revoked_at) {
            (Some(_), _) => say("links.used"),
            (_, Some(_)) => say("links.revoked"),
            _ if !usable => say("links.expired"),
            _ => say("links.unused"),
        },
        sent: link.sent_at.map(long_moment).unwrap_or_default(),
        id: link.id,
        person_id: link.person_id,
        full_name: link.full_name,
        department: link.department,
        login: link.login,
    }
}

async fn batch_page(app: &App, member: &Member, id: String, sheet: bool) -> Result<BatchPage, Error> {
    let batch = own(app, member, &id).await?;
    let open = is_open(app, member, &batch).await?;
    let links = accounts::issued(app.db.read(), &id).await?;
    Ok(BatchPage {
        page: Page::new(member, say("title.link_batch")),
        issued: long_moment(batch.at),
        open,
        shows: batch.at + acts::SHOWN > member.now && batch.undone_at.is_none(),
        undone: batch.undone_at.is_some(),
        unused: links.iter().filter(|one| one.used_at.is_none() && one.revoked_at.is_none()).count(),
        first: links.iter().find(|one| one.is_to_send(member.now)).map(|one| one.id.clone()).unwrap_or_default(),
        wrong: Wrong::nothing(),
        rows: links.into_iter().map(|link| row(app, member, link, (open, sheet))).collect(),
        id,
    })
}

/// The links of a batch: their messages while they are shown, and what became of them.
pub(crate) async fn link_batch(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    Ok(html(&batch_page(&app, &registrar, id, false).await?))
}

#[derive(Template)]
#[template(path = "people/link_sheet.html")]
struct SheetPage {
    page: Page,
    id: String,
    rows: Vec<LinkRow>,
}

/// The sheet to print and cut.
pub(crate) async fn link_sheet(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let BatchPage { page, id, rows, open, .. } = batch_page(&app, &registrar, id, true).await?;
    if !open {
        return Ok(go(&format!("/people/links/{id}")));
    }
    Ok(html(&SheetPage { page, id, rows }))
}

/// Shows the links again: recorded.
pub(crate) async fn show_links(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(Keyed { form_key }): Form<Keyed>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::show_links(&mut tx, &registrar.act_by(&form_key), &id).await;
    tx.settle(done).await?;
    Ok(go(&format!("/people/links/{id}")))
}

/// One link by its own button, or those ticked as copied.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SentForm {
    link: String,
    copied: Vec<String>,
}

/// Keeps that messages were sent: one, or those that were copied.
pub(crate) async fn sent_links(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<SentForm>,
) -> Result<Response, Error> {
    let place = if form.link.is_empty() { String::new() } else { format!("#l-{}", form.link) };
    let sent = if form.link.is_empty() { form.copied } else { vec![form.link] };
    if sent.is_empty() {
        let wrong = Wrong::key("copied", "links.none_copied");
        let page = batch_page(&app, &registrar, id, false).await?;
        return Ok(refused(&BatchPage { wrong, ..page }));
    }
    let mut tx = app.db.write().await?;
    let done = acts::mark_sent(&mut tx, &registrar.act(), &id, &sent).await;
    tx.settle(done).await?;
    Ok(go(&format!("/people/links/{id}{place}")))
}

/// Takes back the links that nobody has used.
pub(crate) async fn revoke_links(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(Keyed { form_key }): Form<Keyed>,
) -> Result<Response, Error> {
    let mut tx = app.db.write_alone().await?;
    let done = acts::revoke_batch(&mut tx, &registrar.act_by(&form_key), &id).await;
    tx.settle(done).await?;
    Ok(go_saying(&format!("/people/links/{id}"), "done.links_revoked"))
}
