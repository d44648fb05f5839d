//! What HC-DV sees of a document: its versions, its doubtful points, its banner.

use crate::accounts::rules::Role;
use crate::app::App;
use crate::documents::acts;
use crate::documents::rules::{LARGEST_FILE, Regulation, TextKind, has_blanks};
use crate::documents::store::{self, Affected};
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go_saying, html};
use crate::text::{say, say_with};
use crate::time::{long_moment, near_moment, show_day};
use crate::visit::{Member, Registrar};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "documents/manage.html")]
pub(super) struct ManagePage {
    page: Page,
    id: String,
    title: String,
    reference: String,
    /// Id of the version in use: what an adoption takes the place of.
    seen: String,
    can_issue: bool,
    digest: bool,
    /// Largest file, MB.
    largest: usize,
    suffix: String,
    pub(super) number: String,
    pub(super) day: String,
    banner: String,
    own_banner: bool,
    points: Vec<Point>,
    /// Until when number and day can be taken back; empty: not at all.
    revocable_until: String,
    waiting: Vec<i64>,
    /// No open round asks about it.
    outside: bool,
    /// There is something to read in it: a round may ask about it.
    readable: bool,
    /// Its bank asks about it.
    questions: bool,
    /// Id and name of the open rounds of the viewer's groups that do not ask about it.
    rounds: Vec<(String, String)>,
    /// Whom a text that waits, or an official one, would ask again.
    affected: Affected,
    versions: Vec<VersionLine>,
    coordinator: bool,
    wrong: Wrong,
}

struct Point {
    href: String,
    label: String,
    title: String,
    text: String,
}

struct VersionLine {
    number: i64,
    reference: String,
    kind: &'static str,
    sha256: String,
    at: String,
    has_file: bool,
    current: bool,
    /// When its number and day were taken back; empty: never.
    withdrawn: String,
    /// Number of the version whose text it is again.
    again_of: String,
    waits: bool,
}

/// The page of a document for HC-DV.
pub(crate) async fn manage(
    State(app): State<App>,
    registrar: Registrar,
    Path(document): Path<String>,
) -> Result<Response, Error> {
    Ok(html(&manage_page(&app, &registrar, &document, Wrong::nothing()).await?))
}

pub(super) async fn manage_page(app: &App, member: &Member, document: &str, wrong: Wrong) -> Result<ManagePage, Error> {
    let held = member.site.document(document)?;
    let (row, regulation) = (&held.current.row, &held.current.regulation);
    let text = |key: &str| regulation.head().text(key).unwrap_or_default().to_owned();
    let versions = versions(app, document).await?;
    let suffix = text("ref_suffix");
    let coordinator = member.viewer.roles.has_everywhere(Role::Coordinator);
    let revocable_until = if coordinator { revocable_until(app, member, document).await? } else { String::new() };
    let digest = !has_blanks(row.kind, &held.current.source);
    let waiting: Vec<i64> = versions.iter().filter(|line| line.waits).map(|line| line.number).collect();
    let there = match &wrong {
        wrong if wrong.is_at("file") || wrong.is_at("attach-password") => digest,
        wrong if wrong.is_at("password") => !revocable_until.is_empty(),
        wrong if wrong.is_at("number") || wrong.is_at("day") => !digest && coordinator,
        _ => false,
    };
    Ok(ManagePage {
        page: Page::new(member, say_with("title.document_manage", &[("van_ban", &row.short_title)])),
        id: document.to_owned(),
        title: row.title.clone(),
        reference: row.reference(),
        seen: row.id.clone(),
        can_issue: !digest,
        digest,
        largest: LARGEST_FILE / 1024 / 1024,
        number: row.ref_number.strip_suffix(&suffix).unwrap_or_default().to_owned(),
        suffix,
        day: row.issued_on.as_deref().map(show_day).unwrap_or_default(),
        own_banner: held.banner.is_some(),
        banner: held.banner.clone().unwrap_or_else(|| text("banner")),
        points: points(app, document, &held.current.regulation),
        affected: if coordinator && (digest || !waiting.is_empty()) {
            store::affected(app.db.read(), document).await?
        } else {
            Affected::default()
        },
        waiting,
        outside: !member.site.open_rounds().any(|round| round.has(document)),
        readable: held.current.is_readable(),
        questions: !held.current.quizzed(app.library.banks()).is_empty(),
        rounds: rounds_without(member, document),
        revocable_until,
        versions,
        coordinator,
        wrong: wrong.shown(there),
    })
}

fn rounds_without(member: &Member, document: &str) -> Vec<(String, String)> {
    let runs = |group: &str| member.viewer.roles.has_for_group(Role::Coordinator, group);
    let without = member.site.open_rounds().filter(|round| runs(&round.group_id) && !round.has(document));
    without.map(|round| (round.id.clone(), round.name.clone())).collect()
}

async fn revocable_until(app: &App, member: &Member, document: &str) -> Result<String, Error> {
    let entered = store::entered(app.db.read(), document).await?;
    let entered = entered.filter(|one| acts::refusal(one, member.now).is_none());
    Ok(entered.map(|one| near_moment(member.now, one.in_force_at + acts::HOUR)).unwrap_or_default())
}

fn points(app: &App, document: &str, regulation: &Regulation) -> Vec<Point> {
    let points = app.library.review(document).iter().map(|point| Point {
        href: format!("/documents/{document}/clauses/{}", point.clause),
        label: regulation.called(&point.clause),
        title: point.title.clone(),
        text: point.text.clone(),
    });
    points.collect()
}

async fn versions(app: &App, document: &str) -> Result<Vec<VersionLine>, Error> {
    let lines = store::versions(app.db.read(), document).await?.into_iter().map(|line| VersionLine {
        number: line.number,
        reference: line.reference(),
        kind: match line.kind {
            TextKind::Digest => say("document.kind.digest"),
            TextKind::Pdf => say("document.kind.pdf"),
            TextKind::Text => say("document.kind.text"),
        },
        at: long_moment(line.in_force_at.unwrap_or(line.loaded_at)),
        has_file: line.files > 0,
        current: line.is_in_force(),
        withdrawn: line.withdrawn_at.map(long_moment).unwrap_or_default(),
        again_of: line.again_of.as_deref().and_then(|id| id.rsplit('@').next()).unwrap_or_default().to_owned(),
        waits: line.in_force_at.is_none(),
        sha256: line.sha256,
    });
    Ok(lines.collect())
}

/// The banner over a document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BannerForm {
    banner: String,
    #[serde(default)]
    reset: Option<String>,
}

/// Saves the banner, or goes back to the file's own.
pub(crate) async fn banner(
    State(app): State<App>,
    registrar: Registrar,
    Path(document): Path<String>,
    Form(form): Form<BannerForm>,
) -> Result<Response, Error> {
    if form.banner.chars().count() > 1000 {
        return Err(Error::field("banner", "form.too_long"));
    }
    let words = if form.reset.is_some() { None } else { Some(form.banner.as_str()) };
    let mut tx = app.db.write().await?;
    let done = acts::banner(&mut tx, &registrar.act(), &document, words).await;
    tx.settle(done).await?;
    Ok(go_saying(&format!("/documents/{document}/manage"), "done.saved"))
}
