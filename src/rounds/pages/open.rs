//! Opening a round: the form, for whom it would be, and the act.

use super::form::RoundForm;
use super::texts::{self, Sitting, TextLine, first, lines};
use super::{ShowPage, runs};
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::calendar::rules::{Calendar, Rests};
use crate::error::Error;
use crate::form::{Form, Looked, key_of};
use crate::page::{Page, go_saying, html, refused};
use crate::rounds::acts;
use crate::rounds::rules::{Audience, DueRule, NewRound, RoundKind, Settings, Start};
use crate::rounds::store::{self, Looked as LookedRound, Meant, Unfinished};
use crate::site::Group;
use crate::text::{say, say_with};
use crate::time::{DAY, date_of, day_of, show_day, start_of};
use crate::visit::{Coordinator, Member};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

/// The form of a new round: the yearly one, perhaps about one text alone, or what was typed before somebody went back.
pub(crate) async fn new(
    State(app): State<App>,
    coordinator: Coordinator,
    Looked(typed): Looked<RoundForm>,
) -> Result<Response, Error> {
    let (_, _, year) = crate::time::paper_day(coordinator.now);
    let group = group(&coordinator)?;
    let fresh = || {
        if first_kind(&coordinator, &group.id) == RoundKind::Newcomer {
            return RoundForm::of(&say_with("setup.round", &[("nhom", &group.name)]), &Settings::default());
        }
        let name = say_with("round.yearly_name", &[("nam", &year)]);
        RoundForm::of(&name, &Settings { due_days: 10, questions: Settings::REFRESHER, ..Settings::default() })
    };
    let form = if typed.is_empty() { fresh().about(typed) } else { typed };
    Ok(html(&new_page(&app, &coordinator, form, Wrong::nothing())))
}

fn new_page(app: &App, member: &Member, form: RoundForm, wrong: Wrong) -> ShowPage {
    let choice = lines(app, &member.site, &form);
    // A box that is not on the page cannot be marked.
    let there = match &wrong {
        wrong if wrong.is_at("quiz") => choice.iter().any(|line| line.questions > 0),
        wrong if wrong.is_at("document") || wrong.is_at("acknowledge") => {
            choice.iter().any(|line| line.refusal.is_empty())
        }
        _ => true,
    };
    ShowPage {
        page: Page::new(member, say("title.round_new")),
        id: "new".to_owned(),
        few: form.settings(None).map(|set| Sitting::of_form(app, &member.site, &form, &set).few).unwrap_or_default(),
        first: first(&choice),
        choice,
        form,
        people: 0,
        closed: String::new(),
        withdrawn: false,
        missing: Vec::new(),
        unfinished: Unfinished::default(),
        revocable: false,
        texts: Vec::new(),
        fresh: true,
        rolling: group(member).is_ok_and(|group| first_kind(member, &group.id) == RoundKind::Newcomer),
        departments: member.site.departments.clone(),
        group: group(member).map(|one| one.name.clone()).unwrap_or_default(),
        whom: String::new(),
        resting: false,
        kind_words: "",
        counted: true,
        stays: false,
        coordinator: true,
        wrong: wrong.shown(there),
    }
}

/// Before a round is opened: for whom, until when.
#[derive(Template)]
#[template(path = "rounds/confirm.html")]
struct ConfirmPage {
    page: Page,
    form: RoundForm,
    group: String,
    meant: Meant,
    /// Empty: no day.
    due: String,
    /// What the round is for.
    kind_words: &'static str,
    /// People come into it when their time comes.
    rolling: bool,
    /// The day is the same for everybody.
    same_day: bool,
    texts: Vec<TextLine>,
    sitting: Sitting,
    /// When people are to be reminded; empty: never.
    reminded: String,
    wrong: Wrong,
}

/// For whom the round would be: nothing is done yet.
pub(crate) async fn confirm(
    State(app): State<App>,
    coordinator: Coordinator,
    Looked(form): Looked<RoundForm>,
) -> Result<Response, Error> {
    match checked(&app, &coordinator, &form).await? {
        Ok(new) => Ok(html(&confirm_page(&app, &coordinator, form, &new, Wrong::nothing()).await?)),
        Err(wrong) => Ok(refused(&new_page(&app, &coordinator, form, wrong))),
    }
}

/// The round, where nothing is wrong with its settings, its texts, or whom it is for.
async fn checked(app: &App, member: &Member, form: &RoundForm) -> Result<Result<NewRound, Wrong>, Error> {
    let group_id = group(member)?.id.clone();
    let mut new = match read(app, member, form, group_id) {
        Ok(new) => new,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let codes = form.typed_codes();
    let (people, unknown) = store::by_codes(app.db.read(), &codes).await?;
    if !unknown.is_empty() {
        let sentence = say_with("round.codes", &[("ma", &unknown.join(", "))]);
        return Ok(Err(Wrong::at("codes", sentence)));
    }
    new.audience.people = people;
    Ok(Ok(new))
}

fn read(app: &App, member: &Member, form: &RoundForm, group_id: String) -> Result<NewRound, Wrong> {
    let settings = form.settings(None)?;
    let kind = match first_kind(member, &group_id) {
        RoundKind::Newcomer => RoundKind::Newcomer,
        _ => form.kind()?,
    };
    let due_on = form.due_day(None, &member.today())?;
    let mut open = member.site.open_rounds().filter(|round| round.group_id == group_id);
    match kind {
        RoundKind::Rolling if settings.validity_months == 0 => {
            return Err(Wrong::key("validity_months", "round.rolling_months"));
        }
        RoundKind::Rolling if open.any(|round| round.kind == RoundKind::Rolling) => {
            return Err(Wrong::key("kind", "round.rolling_there"));
        }
        RoundKind::Newcomer if due_on.is_some() => return Err(Wrong::key("due_on", "round.newcomer_day")),
        _ => {}
    }
    let wrong = texts::wrong(app, &member.site, form);
    if wrong.is_any() {
        return Err(wrong);
    }
    let departments: Vec<&str> = member.site.departments.iter().map(|one| one.id.as_str()).collect();
    let audience = if kind.is_rolling() { Audience::default() } else { form.audience(&departments, &group_id)? };
    let texts = form.texts(member.site.documents.iter().map(|one| one.id.as_str()));
    Ok(NewRound { id: None, name: form.name.clone(), kind, group_id, settings, texts, due_on, audience, follows: None })
}

/// Hashes of the texts that a form would have confirmed.
fn asked_hashes(app: &App, member: &Member, form: &RoundForm) -> Vec<String> {
    let confirmed = lines(app, &member.site, form).into_iter().filter(|line| line.acknowledge);
    confirmed.filter_map(|line| member.site.document(&line.id).ok().map(|one| one.current.row.sha256.clone())).collect()
}

/// From when to when a confirmation excuses from a round that is opened now.
fn young(new: &NewRound, now: i64) -> (i64, i64) {
    match new.kind {
        RoundKind::Changed => (0, now),
        _ if new.settings.excuse_days > 0 => {
            (start_of(&day_of(now)).unwrap_or(now) - new.settings.excuse_days * DAY, now)
        }
        _ => (0, 0),
    }
}

async fn confirm_page(
    app: &App,
    member: &Member,
    mut form: RoundForm,
    new: &NewRound,
    wrong: Wrong,
) -> Result<ConfirmPage, Error> {
    let group = group(member)?;
    form.form_key = key_of(form.form_key);
    let (asked, today) = (asked_hashes(app, member, &form), member.today());
    let looked = LookedRound {
        group_id: &group.id,
        audience: &new.audience,
        asked: &asked,
        young: young(new, member.now),
        today: &today,
    };
    let start = |rests: &Rests| new_day(new, &member.site.calendar, member.now, rests);
    Ok(ConfirmPage {
        page: Page::new(member, say("title.round_confirm")),
        texts: lines(app, &member.site, &form).into_iter().filter(|line| line.read).collect(),
        sitting: Sitting::of_form(app, &member.site, &form, &new.settings),
        kind_words: new.kind.words(),
        rolling: new.kind == RoundKind::Rolling,
        same_day: new.due_on.is_some(),
        reminded: reminded(&new.settings),
        form,
        group: group.name.clone(),
        meant: if new.kind == RoundKind::Rolling {
            Meant::default()
        } else {
            store::meant(app.db.read(), &looked).await?
        },
        due: start(&Rests::default()).map(|day| show_day(&day)).unwrap_or_default(),
        wrong,
    })
}

/// When people are to be reminded, in a sentence.
fn reminded(set: &Settings) -> String {
    let fields = [("truoc", set.remind_before.to_string()), ("sau", set.remind_late.to_string())];
    let fields = fields.each_ref().map(|(name, n)| (*name, n.as_str()));
    match (set.remind_before, set.remind_late) {
        (0, 0) => String::new(),
        (0, _) => say_with("round.plan_late", &fields),
        (_, 0) => say_with("round.plan_before", &fields),
        _ => say_with("round.plan", &fields),
    }
}

/// The group of the round to be opened.
fn group(member: &Member) -> Result<&Group, Error> {
    member.site.groups.iter().find(|group| runs(member, &group.id)).ok_or(Error::Forbidden)
}

/// Until when somebody who is told now has.
fn new_day(new: &NewRound, calendar: &Calendar, now: i64, rests: &Rests) -> Option<String> {
    let start = Start { first: date_of(now), told_at: now, rests, valid_until: None };
    let day = DueRule::of(&new.settings, new.kind, new.due_on.as_deref()).day(calendar, &start);
    day.map(|day| day.to_string())
}

/// The first round of a group is for whoever comes, too.
fn first_kind(member: &Member, group_id: &str) -> RoundKind {
    let mut open = member.site.open_rounds().filter(|round| round.group_id == group_id);
    if open.any(|round| round.kind == RoundKind::Newcomer) { RoundKind::Yearly } else { RoundKind::Newcomer }
}

/// Opens a round and enrols everybody: with the password of just now.
pub(crate) async fn create(
    State(app): State<App>,
    coordinator: Coordinator,
    Form(form): Form<RoundForm>,
) -> Result<Response, Error> {
    let new = match checked(&app, &coordinator, &form).await? {
        Ok(new) => new,
        Err(wrong) => return Ok(refused(&new_page(&app, &coordinator, form, wrong))),
    };
    let act = coordinator.act_by(&form.form_key);
    match require_proof(&app, &act, false, form.password.clone()).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => {
            let wrong = Wrong::at("password", sentence);
            return Ok(refused(&confirm_page(&app, &coordinator, form, &new, wrong).await?));
        }
        Err(error) => return Err(error),
    }
    let mut tx = app.db.write().await?;
    let done = acts::create(&mut tx, &act, &app.library, &new).await;
    let id = match tx.settle(done).await {
        Ok(id) => id,
        Err(Error::Field(field, sentence)) => {
            return Ok(refused(&new_page(&app, &coordinator, form, Wrong::at(field, sentence))));
        }
        Err(error) => return Err(error),
    };
    let done = if acts::catch_up(&app).await { "done.round_opened" } else { "done.round_filling" };
    Ok(go_saying(&format!("/rounds/{id}"), done))
}
