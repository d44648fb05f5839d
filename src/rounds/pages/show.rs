//! One round: its settings and texts; a closed one as it was.

use super::form::RoundForm;
use super::texts::Sitting;
use super::{ShowPage, guard, runs, sees};
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Proven};
use crate::page::{Page, go_saying, html, refused};
use crate::people::rules::Capacity;
use crate::rounds::rules::RoundKind;
use crate::rounds::store::Unfinished;
use crate::rounds::{acts, store};
use crate::site::Round;
use crate::text::say_with;
use crate::time::{short_day, show_day};
use crate::visit::{Coordinator, Member, Registrar};
use crate::wrong::Wrong;
use axum::extract::{Path, State};
use axum::response::Response;

/// One round with its settings.
pub(crate) async fn show(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let round = registrar.site.round(&id).filter(|round| sees(&registrar, &round.group_id)).ok_or(Error::NotFound)?;
    let form = RoundForm::of(&round.name, &round.settings);
    let form = RoundForm { due_on: round.due_on.clone().unwrap_or_default(), ..form };
    Ok(html(&show_page(&app, &registrar, round, form, Wrong::nothing()).await?))
}

pub(super) async fn show_page(
    app: &App,
    member: &Member,
    round: &Round,
    form: RoundForm,
    wrong: Wrong,
) -> Result<ShowPage, Error> {
    let people = store::people(app.db.read()).await?;
    let runs = runs(member, &round.group_id);
    let yearly = round.kind != RoundKind::Newcomer && round.is_open();
    Ok(ShowPage {
        page: Page::new(member, round.name.clone()),
        id: round.id.clone(),
        form,
        people: people.get(&round.id).copied().unwrap_or_default(),
        closed: round.closed_at.map(short_day).unwrap_or_default(),
        withdrawn: round.withdrawn_at.is_some(),
        missing: if runs && round.is_open() && round.kind != RoundKind::Rolling {
            store::missing(app.db.read(), &round.id).await?
        } else {
            Vec::new()
        },
        unfinished: if yearly && runs {
            store::unfinished(app.db.read(), &round.id).await?
        } else {
            Unfinished::default()
        },
        revocable: yearly && runs && !store::acted(app.db.read(), &round.id).await?,
        texts: store::texts(app.db.read(), &round.id).await?,
        choice: Vec::new(),
        first: Default::default(),
        few: if round.is_open() { Sitting::of(app, &round.asks, &round.settings).few } else { String::new() },
        fresh: false,
        stays: round.kind == RoundKind::Newcomer,
        rolling: round.kind == RoundKind::Newcomer,
        coordinator: runs,
        departments: Vec::new(),
        group: String::new(),
        whom: whom(app, member, round).await?,
        resting: round.asks.paused_at.is_some(),
        kind_words: round.kind.words(),
        counted: round.settings.working > 0,
        wrong,
    })
}

/// Whom a round is for, in words; empty where it is for everybody.
async fn whom(app: &App, member: &Member, round: &Round) -> Result<String, Error> {
    let rows = store::audience(app.db.read(), &round.id).await?;
    let of = |kind: &str| rows.iter().filter(|row| row.0 == kind).map(|row| row.1.as_str()).collect::<Vec<_>>();
    let departments: Vec<&str> = of("department").into_iter().map(|id| member.site.department_name(id)).collect();
    let capacities = of("capacity").into_iter().filter_map(Capacity::parse).map(Capacity::words);
    let mut parts = Vec::new();
    if !departments.is_empty() {
        parts.push(departments.join(", "));
    }
    parts.extend(capacities.map(str::to_owned));
    parts.extend(
        of("joined_before").into_iter().map(|day| say_with("round.joined_before", &[("ngay", &show_day(day))])),
    );
    parts.extend(of("group").into_iter().map(|id| say_with("round.in_group", &[("nhom", member.site.group_name(id))])));
    let people = of("person").len();
    if people > 0 {
        parts.push(say_with("round.listed", &[("n", &people.to_string())]));
    }
    Ok(parts.join("; "))
}

/// Saves a round's settings; sittings already drawn keep theirs.
pub(crate) async fn save(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<RoundForm>,
) -> Result<Response, Error> {
    let round = coordinator.site.round(&id).ok_or(Error::NotFound)?;
    guard(&coordinator, &round.group_id)?;
    let before = (Some(&round.settings), round.due_on.as_deref());
    let read = form.settings(before.0).and_then(|set| Ok((set, form.due_day(before.1, &coordinator.today())?)));
    let (settings, due_on) = match read {
        Ok(read) => read,
        Err(wrong) => return Ok(refused(&show_page(&app, &coordinator, round, form, wrong).await?)),
    };
    let mut tx = app.db.write().await?;
    let done = acts::save(&mut tx, &coordinator.act(), &id, (&form.name, due_on.as_deref()), &settings).await;
    tx.settle(done).await?;
    acts::catch_up(&app).await;
    Ok(go_saying(&format!("/rounds/{id}"), "done.saved"))
}

/// Closes a round, with the password of just now.
pub(crate) async fn close(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<Proven>,
) -> Result<Response, Error> {
    let act = coordinator.act_by(&form.form_key);
    require_proof(&app, &act, false, form.password).await?;
    // What is closed stays as it is for ever: every copy is of the last revision first.
    acts::finish(&app).await?;
    let mut tx = app.db.write().await?;
    let done = acts::close(&mut tx, &act, &id).await;
    tx.settle(done).await?;
    Ok(go_saying(&format!("/rounds/{id}"), "done.round_closed"))
}

/// Enrols everybody who is not in the round yet, with the password of just now.
pub(crate) async fn enrol(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<Proven>,
) -> Result<Response, Error> {
    let act = coordinator.act_by(&form.form_key);
    require_proof(&app, &act, false, form.password).await?;
    let mut tx = app.db.write().await?;
    let done = acts::enrol_all(&mut tx, &act, &id).await;
    tx.settle(done).await?;
    let done = if acts::catch_up(&app).await { "done.enrolled" } else { "done.enrolling" };
    Ok(go_saying(&format!("/rounds/{id}"), done))
}
