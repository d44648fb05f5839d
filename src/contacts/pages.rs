//! The contact form: notice, separate consent, number and name with their verdicts.

use super::rules::phone::{self, Phone, PhoneVerdict};
use super::rules::zalo_name::{LegalName, NameJudgement, NameOrder, NameRules, Verdict, judge};
use super::store::{self, NewConsent, NewContact};
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::id::{is_id, new_id, sha256};
use crate::ledger::{self, Entry, Private};
use crate::page::{Page, go_saying, html, refused};
use crate::settings::{rules as settings_rules, store as settings};
use crate::standing::store as standing;
use crate::text::{fill, find, say};
use crate::time::long_moment;
use crate::visit::Member;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use sqlx::AnyConnection;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// `texts/consents.toml`.
#[derive(Debug, Default, Deserialize)]
struct Consents {
    consent: Vec<Consent>,
}

/// One consent that is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
struct Consent {
    id: String,
    purpose: String,
    title: String,
    text: String,
    refuse: String,
    legal_basis: String,
}

static CONSENT: LazyLock<Consent> = LazyLock::new(|| {
    let all: Consents = toml::from_str(include_str!("../../texts/consents.toml")).unwrap_or_default();
    all.consent.into_iter().find(|one| one.purpose == ZALO).unwrap_or_default()
});

/// Purpose M1: to know the member and to add them to the Zalo group.
const ZALO: &str = "M1";

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
    consent: Consent,
    consented: String,
    agreed: bool,
    notice: String,
    form_key: String,
    returned: String,
    confirm: bool,
    error: Option<&'static str>,
    saved: bool,
}

/// A verdict beside its field.
#[derive(Clone, Debug, Default)]
struct Said {
    /// "ok", "warn", "error" or "".
    tone: &'static str,
    /// Sentences.
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

/// Both verdicts on what was typed.
struct Judged {
    phone: PhoneVerdict,
    name: NameJudgement,
}

async fn judged(app: &App, person_id: &str, form: &ContactForm) -> Result<Judged, Error> {
    let parts = store::name_parts(app.db.read(), person_id).await?;
    let limit = settings::value(app.db.read(), "zalo.name_limit").await?;
    let rules = NameRules { max_graphemes: limit.parse().unwrap_or(30), ..NameRules::default() };
    let order = NameOrder::parse(&parts.name_order).unwrap_or_default();
    let legal = LegalName::parse(&parts.family, &parts.middle, &parts.given, order).ok_or(Error::NotFound)?;
    Ok(Judged { phone: phone::judge(&form.phone), name: judge(&legal, &form.zalo_name, &rules) })
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

fn name_said(judgement: &NameJudgement) -> Said {
    let tone = match judgement.verdict {
        Verdict::Pass => "ok",
        Verdict::Tidy | Verdict::Review => "warn",
        Verdict::Refuse => "error",
    };
    let fields = [("goi_y", judgement.suggestion.as_str())];
    let mut lines: Vec<String> =
        judgement.reasons.iter().map(|reason| fill(&sentence(reason.code()), &fields)).collect();
    if judgement.verdict == Verdict::Pass {
        lines = vec![say("contact.name_ok").to_owned()];
    } else if !judgement.suggestion.is_empty() && !lines.iter().any(|line| line.contains(&judgement.suggestion)) {
        lines.push(fill(say("contact.suggestion"), &fields));
    }
    Said { tone, lines }
}

/// The form, filled with what was declared before.
pub(crate) async fn form(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let contact = store::contact(app.db.read(), &member.viewer.id).await?;
    let saved = contact.is_some();
    let form = match contact {
        Some(contact) => ContactForm {
            phone: Phone::parse_e164(&contact.phone).map(|phone| phone.display()).unwrap_or_default(),
            zalo_name: contact.zalo_name,
            ..ContactForm::default()
        },
        None => ContactForm::default(),
    };
    let judged = if saved { Some(judged(&app, &member.viewer.id, &form).await?) } else { None };
    let mut page = contact_page(&app, &member, form, judged.as_ref(), None).await?;
    page.saved = saved;
    Ok(html(&page))
}

async fn contact_page(
    app: &App,
    member: &Member,
    form: ContactForm,
    judged: Option<&Judged>,
    error: Option<&'static str>,
) -> Result<ContactPage, Error> {
    let db = app.db.read();
    let values = settings::all(db).await?;
    let now = standing::round_of(db, &member.viewer.id).await?.ok_or_else(|| Error::conflict("quiz.no_round"))?;
    let facts = standing::facts(db, &now, Some(&member.viewer.id), None).await?.pop().ok_or(Error::NotFound)?;
    let consented = store::consent(db, &member.viewer.id, ZALO).await?;
    let notice = settings_rules::privacy(&values);
    let returned = facts.reason.clone().filter(|_| facts.outcome.as_deref() == Some("returned"));
    Ok(ContactPage {
        page: Page::new(member, "Thông tin Zalo").at_step(facts.step().number()),
        full_name: facts.full_name,
        group: now.round.group.clone(),
        phone_say: judged.map(|judged| phone_said(&judged.phone)).unwrap_or_default(),
        name_say: judged.map(|judged| name_said(&judged.name)).unwrap_or_default(),
        consent: filled_consent(&values, &now.round.group),
        consented: consented.map(long_moment).unwrap_or_default(),
        agreed: form.agree.is_some(),
        notice: crate::markdown::render(&notice.body),
        form_key: if form.form_key.is_empty() { new_id() } else { form.form_key.clone() },
        returned: returned.unwrap_or_default(),
        confirm: judged.is_some_and(needs_confirmation),
        phone: form.phone,
        zalo_name: form.zalo_name,
        error,
        saved: false,
    })
}

/// A tidy or doubtful name, or an unknown prefix, is sent after a second look.
fn needs_confirmation(judged: &Judged) -> bool {
    matches!(judged.phone, PhoneVerdict::Warn(..)) || judged.name.verdict != Verdict::Pass
}

fn filled_consent(values: &BTreeMap<String, String>, group: &str) -> Consent {
    let get = |name: &str| values.get(name).map_or("", String::as_str);
    let fields = [("to_chuc", get("org.name")), ("nhom", group), ("dau_moi", get("privacy.contact"))];
    let consent = CONSENT.clone();
    Consent { text: fill(&consent.text, &fields), refuse: fill(&consent.refuse, &fields), ..consent }
}

/// Saves the contact and puts the person before the leader, once.
pub(crate) async fn submit(
    State(app): State<App>,
    member: Member,
    Form(form): Form<ContactForm>,
) -> Result<Response, Error> {
    if !is_id(&form.form_key) {
        return Err(Error::invalid("form.unknown_field"));
    }
    let judged = judged(&app, &member.viewer.id, &form).await?;
    let consented = store::consent(app.db.read(), &member.viewer.id, ZALO).await?.is_some();
    let error = if !consented && form.agree.is_none() {
        Some("contact.consent")
    } else if matches!(judged.phone, PhoneVerdict::Error(_) | PhoneVerdict::Offer { .. }) {
        Some("contact.phone")
    } else if form.zalo_name.is_empty() {
        Some("contact.name_missing")
    } else if needs_confirmation(&judged) && form.confirm.is_none() {
        Some("contact.look_again")
    } else {
        None
    };
    let (PhoneVerdict::Ok(phone) | PhoneVerdict::Warn(phone, _)) = &judged.phone else {
        return Ok(refused(&contact_page(&app, &member, form, Some(&judged), error).await?));
    };
    if error.is_some() {
        return Ok(refused(&contact_page(&app, &member, form, Some(&judged), error).await?));
    }
    let now = standing::round_of(app.db.read(), &member.viewer.id).await?.ok_or(Error::NotFound)?;
    let values = settings::all(app.db.read()).await?;
    let reasons: Vec<&str> = judged.name.reasons.iter().map(|reason| reason.code()).collect();
    let new = NewContact {
        person_id: member.viewer.id.clone(),
        phone: phone.e164().to_owned(),
        zalo_name: form.zalo_name.clone(),
        name_verdict: judged.name.verdict.as_str(),
        name_reasons: reasons.join(" "),
        phone_verdict: judged.phone.as_str(),
        now: member.now,
        form_key: form.form_key.clone(),
    };
    let consent = (!consented).then(|| new_consent(&member, &values, &now.round.group));
    let opened = app.db.write({
        let member = member.clone();
        move |tx| Box::pin(async move { save(tx, &member, &now, &new, consent.as_ref()).await })
    });
    Ok(go_saying("/", if opened.await? { "done.submitted" } else { "done.saved" }))
}

/// The consent as its form shows it.
pub(crate) fn new_consent(member: &Member, values: &BTreeMap<String, String>, group: &str) -> NewConsent {
    let consent = filled_consent(values, group);
    NewConsent {
        person_id: member.viewer.id.clone(),
        purpose: consent.purpose.clone(),
        consent_id: consent.id.clone(),
        text_sha256: sha256(&consent.text),
        text: consent.text,
        notice_sha256: settings_rules::privacy(values).sha256,
        now: member.now,
        ip: member.ip.clone(),
        agent: member.agent.clone(),
    }
}

/// Declares the contact and opens the way into the group, inside a transaction; true when it was opened.
///
/// # Errors
/// [`Error::Conflict`] before the acknowledgment.
pub(crate) async fn save(
    tx: &mut AnyConnection,
    member: &Member,
    now: &standing::RoundNow,
    new: &NewContact,
    consent: Option<&NewConsent>,
) -> Result<bool, Error> {
    let facts = standing::facts_in(tx, now, &member.viewer.id).await?.ok_or(Error::NotFound)?;
    if facts.acknowledged_at.is_none() && !facts.is_in_group() {
        return Err(Error::conflict("contact.acknowledge_first"));
    }
    // A form that was sent before does nothing at all: after a withdrawal it must not consent again.
    standing::hold(tx, &now.round.id, &member.viewer.id).await?;
    let Some(contact_id) = store::declare(tx, new).await? else { return Ok(false) };
    let given = match consent {
        Some(consent) => store::give_consent(tx, consent).await?,
        None => false,
    };
    let opened = if facts.added_at.is_some() && facts.removed_at.is_none() {
        false
    } else {
        let (person, group, round) = (&member.viewer.id, &now.round.group_id, &now.round.id);
        store::submit_admission(tx, person, group, round, &contact_id, member.now).await?
    };
    if let (true, Some(consent)) = (given, consent) {
        ledger::append(tx, &consented(member, consent)).await?;
    }
    ledger::append(tx, &declared(member, new, &contact_id)).await?;
    Ok(opened)
}

fn own_act(member: &Member, kind: &'static str, body: serde_json::Value, key: &'static str) -> Entry {
    Entry {
        kind,
        at: member.now,
        actor: Some(member.viewer.actor.clone()),
        about: None,
        person_id: Some(member.viewer.id.clone()),
        by_id: Some(member.viewer.id.clone()),
        body,
        private: Vec::new(),
        note: say(key).to_owned(),
    }
}

fn consented(member: &Member, consent: &NewConsent) -> Entry {
    let body = json!({ "purpose": consent.purpose, "text": { "id": consent.consent_id, "sha256": consent.text_sha256 },
                       "notice_sha256": consent.notice_sha256 });
    let private = vec![Private { purpose: "context", fields: json!({ "ip": member.ip, "agent": member.agent }) }];
    Entry { private, ..own_act(member, "consent.given", body, "note.consent_given") }
}

/// The leaf names the row and the verdicts, never the number or the name (`evidence.md` §8).
fn declared(member: &Member, new: &NewContact, contact_id: &str) -> Entry {
    let body = json!({ "contact": contact_id, "name_verdict": new.name_verdict, "phone_verdict": new.phone_verdict });
    own_act(member, "contact.declared", body, "note.contact_declared")
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
    let judged = judged(&app, &member.viewer.id, &form).await?;
    let phone_say = if form.phone.is_empty() { Said::default() } else { phone_said(&judged.phone) };
    let name_say = if form.zalo_name.is_empty() { Said::default() } else { name_said(&judged.name) };
    Ok(html(&CheckFragment { phone_say, name_say }))
}

/// Withdraws the consent: number and name are wiped, an open admission ends.
pub(crate) async fn withdraw(
    State(app): State<App>,
    member: Member,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let who = member.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if store::withdraw(tx, &who.viewer.id, ZALO, who.now).await? {
                    let entry =
                        own_act(&who, "consent.withdrawn", json!({ "purpose": ZALO }), "note.consent_withdrawn");
                    ledger::append(tx, &entry).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(go_saying("/contact", "done.withdrawn"))
}
