//! The contact form: notice, separate consent, number and name with their verdicts.

use super::acts::{self, Declared};
use super::rules::phone::{Phone, PhoneVerdict};
use super::rules::zalo_name::{NameJudgement, Verdict};
use super::rules::{Consent, Judged, NewConsent, ZALO};
use super::store;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::id::new_id;
use crate::page::{Page, go_saying, html, refused};
use crate::settings::rules as settings_rules;
use crate::site::Round;
use crate::standing::rules::State as Step;
use crate::text::{fill, find, say, upper_first};
use crate::time::long_moment;
use crate::visit::Member;
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "contacts/form.html")]
struct ContactPage {
    page: Page,
    full_name: String,
    group: String,
    phone: String,
    zalo_name: String,
    phone_say: Said,
    name_say: Said,
    /// What a good name has, and which clause asks for it.
    name_hint: String,
    name_cite: String,
    consent: Consent,
    consented: String,
    agreed: bool,
    notice: String,
    form_key: String,
    returned: String,
    confirm: bool,
    /// Approved: another number goes back to the leader.
    approved: bool,
    /// The number that a list of the office has; empty: none.
    suggested: String,
    wrong: Wrong,
    saved: bool,
}

/// Whether the number of the office's list is to stand in the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Suggested {
    number: String,
}

/// A verdict beside its field.
#[derive(Clone, Debug, Default)]
struct Said {
    /// "ok", "warn", "error" or "".
    tone: &'static str,
    lines: Vec<String>,
}

/// The form as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactForm {
    #[serde(default)]
    phone: String,
    #[serde(default)]
    zalo_name: String,
    #[serde(default)]
    agree: Option<String>,
    #[serde(default)]
    confirm: Option<String>,
    #[serde(default)]
    form_key: String,
}

fn judged(
    member: &Member,
    round: &Round,
    name: &crate::people::rules::Name,
    form: &ContactForm,
) -> Result<Judged, Error> {
    let legal = name.legal().ok_or(Error::NotFound)?;
    let department = member.standing.as_ref().map_or("", |one| one.department_id.as_str());
    let rules = member.site.name_rules(round, department);
    Ok(Judged::of(&legal, &form.phone, &form.zalo_name, &rules))
}

/// Which clause asks for a name that shows the person, as a sentence names it.
fn grounds(round: &Round) -> &str {
    round.name_rule().map_or(say("name.custom"), |rule| &rule.cite)
}

fn sentence(code: &str) -> String {
    find(code).unwrap_or(code).to_owned()
}

fn phone_said(verdict: &PhoneVerdict) -> Said {
    match verdict {
        PhoneVerdict::Ok(phone) => Said { tone: "ok", lines: vec![phone.display()] },
        PhoneVerdict::Warn(_, reason) => Said { tone: "warn", lines: vec![sentence(reason.code())] },
        PhoneVerdict::Offer { new, .. } => {
            Said { tone: "warn", lines: vec![fill(&sentence("phone.offer"), &[("so_moi", &new.display())])] }
        }
        PhoneVerdict::Error(reason) => Said { tone: "error", lines: vec![sentence(reason.code())] },
    }
}

fn name_said(judgement: &NameJudgement, grounds: &str) -> Said {
    let tone = match judgement.verdict {
        Verdict::Pass => "ok",
        Verdict::Tidy | Verdict::Review => "warn",
        Verdict::Refuse => "error",
    };
    let fields = [("goi_y", judgement.suggestion.as_str()), ("can_cu", grounds)];
    let line = |code| upper_first(&fill(&sentence(code), &fields));
    let mut lines: Vec<String> = judgement.reasons.iter().map(|reason| line(reason.code())).collect();
    if judgement.verdict == Verdict::Pass {
        lines = vec![say("contact.name_ok").to_owned()];
    } else if !judgement.suggestion.is_empty() && !lines.iter().any(|line| line.contains(&judgement.suggestion)) {
        lines.push(fill(say("contact.suggestion"), &fields));
    }
    Said { tone, lines }
}

/// The round a person is in, and their newest admission, '' for none.
fn way(member: &Member) -> Result<(&Round, &str), Error> {
    let none = || Error::conflict("quiz.no_round");
    let standing = member.standing.as_ref().ok_or_else(none)?;
    let round = member.site.round(&standing.round_id).ok_or_else(none)?;
    Ok((round, standing.admission_id.as_deref().unwrap_or_default()))
}

/// The form, filled with what was declared before.
pub(crate) async fn form(
    State(app): State<App>,
    member: Member,
    Query(query): Query<Suggested>,
) -> Result<Response, Error> {
    let (round, admission) = way(&member)?;
    let known = store::form(app.db.read(), &member.viewer.id, ZALO, admission, member.now).await?;
    let saved = known.phone.is_some();
    let taken = known.suggested.as_ref().filter(|_| query.number == "list").or(known.phone.as_ref());
    let form = ContactForm {
        phone: taken.map(Phone::display).unwrap_or_default(),
        zalo_name: known.zalo_name.clone(),
        ..ContactForm::default()
    };
    let judged = if saved { Some(judged(&member, round, &known.name, &form)?) } else { None };
    let mut page = contact_page(&member, round, known, form, judged.as_ref(), Wrong::nothing());
    page.saved = saved;
    Ok(html(&page))
}

fn contact_page(
    member: &Member,
    round: &Round,
    known: store::Form,
    form: ContactForm,
    judged: Option<&Judged>,
    wrong: Wrong,
) -> ContactPage {
    let group = member.site.group_name(&round.group_id);
    ContactPage {
        page: Page::new(member, say("title.contact")).at(member.step()),
        full_name: known.name.full(),
        group: group.to_owned(),
        phone_say: judged.map(|judged| phone_said(&judged.phone)).unwrap_or_default(),
        name_say: judged.map(|judged| name_said(&judged.name, grounds(round))).unwrap_or_default(),
        name_hint: round.name_rule().map_or(say("contact.name_hint"), |rule| &rule.hint).to_owned(),
        name_cite: round.name_rule().map(|rule| rule.cite.clone()).unwrap_or_default(),
        consent: Consent::of(&member.site.settings, group),
        consented: known.consented_at.map(long_moment).unwrap_or_default(),
        agreed: form.agree.is_some(),
        notice: crate::markdown::render(&settings_rules::privacy(&member.site.settings).body),
        form_key: if form.form_key.is_empty() { new_id() } else { form.form_key },
        returned: known.returned,
        suggested: known.suggested.as_ref().map(Phone::display).unwrap_or_default(),
        confirm: judged.is_some_and(Judged::wants_a_second_look),
        approved: member.standing.as_ref().is_some_and(|one| one.state == Step::Approved),
        phone: form.phone,
        zalo_name: form.zalo_name,
        wrong,
        saved: false,
    }
}

/// What is wrong with the form, if anything.
fn wrong(form: &ContactForm, judged: &Judged, consented: bool) -> Option<Wrong> {
    let at = |field: &str, key| Some(Wrong::key(field, key));
    match () {
        () if matches!(judged.phone, PhoneVerdict::Error(_) | PhoneVerdict::Offer { .. }) => {
            at("phone", "contact.phone")
        }
        () if form.zalo_name.is_empty() => at("zalo_name", "contact.name_missing"),
        () if judged.wants_a_second_look() && form.confirm.is_none() => at("confirm", "contact.look_again"),
        () if !consented && form.agree.is_none() => at("agree", "contact.consent"),
        () => None,
    }
}

/// Saves the contact and puts the person before the leader, once.
pub(crate) async fn submit(
    State(app): State<App>,
    member: Member,
    Form(form): Form<ContactForm>,
) -> Result<Response, Error> {
    let (round, admission) = way(&member)?;
    let known = store::form(app.db.read(), &member.viewer.id, ZALO, admission, member.now).await?;
    let judged = judged(&member, round, &known.name, &form)?;
    let wrong = wrong(&form, &judged, known.consented_at.is_some());
    let (None, Some(new)) = (&wrong, judged.contact(&form.zalo_name)) else {
        let wrong = wrong.unwrap_or_default();
        return Ok(refused(&contact_page(&member, round, known, form, Some(&judged), wrong)));
    };
    let group = member.site.group_name(&round.group_id);
    // Given only where the box was ticked: a consent withdrawn meanwhile is not given again unasked.
    let consent = form.agree.is_some().then(|| NewConsent::of(&member.site.settings, group));
    let mut tx = app.db.write().await?;
    let done = acts::declare(&mut tx, &member.act_by(&form.form_key), &member.site, &round.id, new, consent).await;
    let said = match tx.settle(done).await? {
        Declared::Submitted => "done.submitted",
        Declared::Reopened => "done.reopened",
        Declared::Changed => "done.number_changed",
        Declared::Saved => "done.saved",
    };
    Ok(go_saying("/", said))
}

#[derive(Template)]
#[template(path = "contacts/check.html")]
struct CheckFragment {
    phone_say: Said,
    name_say: Said,
}

/// The verdicts on what is being typed, as a fragment: live where a script runs.
pub(crate) async fn check(
    State(app): State<App>,
    member: Member,
    Form(form): Form<ContactForm>,
) -> Result<Response, Error> {
    let name = store::name_of(app.db.read(), &member.viewer.id).await?;
    let round = way(&member)?.0;
    let judged = judged(&member, round, &name, &form)?;
    let phone_say = if form.phone.is_empty() { Said::default() } else { phone_said(&judged.phone) };
    let name_say = if form.zalo_name.is_empty() { Said::default() } else { name_said(&judged.name, grounds(round)) };
    Ok(html(&CheckFragment { phone_say, name_say }))
}

/// The number of the office's list is not theirs, or they do not want it told: it is forgotten.
pub(crate) async fn decline(State(app): State<App>, member: Member, Form(_): Form<Nothing>) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::decline_suggestion(&mut tx, &member.act()).await;
    tx.settle(done).await?;
    Ok(go_saying("/contact", "done.suggestion_forgotten"))
}

/// Withdraws the consent: number and name are wiped, an application on its way ends.
pub(crate) async fn withdraw(
    State(app): State<App>,
    member: Member,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::withdraw(&mut tx, &member.act(), &member.site).await;
    tx.settle(done).await?;
    Ok(go_saying("/contact", "done.withdrawn"))
}
