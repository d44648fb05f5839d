//! Believable history: the same steps as the pages take, at times in the past, one transaction a person.

use crate::accounts::store as accounts;
use crate::acknowledgments::pages::{AckForm, Ready, record, statement};
use crate::act::By;
use crate::admissions::{pages as admissions, store as admission_store};
use crate::app::App;
use crate::contacts::pages::{new_consent, save};
use crate::contacts::store::NewContact;
use crate::documents::store::mark_read;
use crate::error::Error;
use crate::id::{new_id, new_token, sha256};
use crate::ledger;
use crate::people::rules::Name;
use crate::people::store::{NewPerson, create, department_named};
use crate::quizzes::pages::close_in;
use crate::quizzes::rules::{Answer, Body, Drawn, Request, draw};
use crate::quizzes::store::{self as quizzes, NewAttempt};
use crate::settings::store as settings;
use crate::standing::store::{RoundNow, facts_in};
use crate::text::say;
use crate::time::{DAY, MINUTE};
use crate::visit::{Member, Viewer, Visit};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

/// How far a person's history goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Until {
    /// Added only.
    Listed,
    /// Password set.
    SignedUp,
    /// Half of the articles read.
    HalfRead,
    /// All read.
    Read,
    /// One failed sitting.
    Failed,
    /// Passed.
    Passed,
    /// Acknowledged.
    Acknowledged,
    /// Contact given.
    Submitted,
    /// Returned by the leader.
    Returned,
    /// Approved.
    Approved,
    /// Added by HC-DV.
    Added,
    /// Confirmed.
    InGroup,
}

/// A person to make up.
#[derive(Clone, Debug)]
pub(crate) struct Invented {
    /// Legal name.
    pub(crate) name: Name,
    /// Mã nhân sự.
    pub(crate) code: String,
    /// Department name.
    pub(crate) department: String,
    /// Chức vụ.
    pub(crate) position: String,
    /// Roles.
    pub(crate) roles: Vec<&'static str>,
    /// How far.
    pub(crate) until: Until,
    /// Days ago the person was added.
    pub(crate) days_ago: i64,
    /// Zalo name, if not họ + tên.
    pub(crate) zalo_name: Option<String>,
}

/// What every invented history shares.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    /// The application.
    pub(crate) app: App,
    /// The round as it stands.
    pub(crate) now: RoundNow,
    /// The settings.
    pub(crate) values: BTreeMap<String, String>,
    /// Hash of the password everybody gets.
    pub(crate) password_hash: String,
    /// Leader: person id and ledger id.
    pub(crate) leader: (String, String),
    /// Coordinator: person id and ledger id.
    pub(crate) coordinator: (String, String),
    /// Articles of the round, `(document, article, hash)`.
    pub(crate) articles: Vec<(String, String, String)>,
}

/// A member as a request at `at` would have them.
pub(crate) fn member(person: &(String, String), full_name: &str, at: i64) -> Member {
    let viewer = Viewer {
        id: person.0.clone(),
        actor: person.1.clone(),
        full_name: full_name.to_owned(),
        department_id: String::new(),
        roles: String::new(),
        csrf: String::new(),
        session: sha256(new_token()),
        how: "password".to_owned(),
        proved_at: Some(at),
        seen_at: at,
    };
    let visit = Visit {
        now: at,
        number: String::new(),
        ip: "203.0.113.7".to_owned(),
        agent: "Mozilla/5.0 (Linux; Android 13) Zalo android/260802903".to_owned(),
        path: String::new(),
        uri: String::new(),
        viewer: Some(viewer.clone()),
        size: "m",
        notice: None,
        proof_life: MINUTE,
        org: String::new(),
        demo: false,
    };
    Member { visit, viewer }
}

/// Adds a person and everything they did, in one transaction.
pub(crate) async fn add(stage: &Stage, invented: &Invented, seed: u64) -> Result<(String, String), Error> {
    let (stage, invented) = (stage.clone(), invented.clone());
    let db = stage.app.db.clone();
    db.write(move |tx| Box::pin(async move { add_in(tx, &stage, &invented, seed).await })).await
}

async fn add_in(
    tx: &mut AnyConnection,
    stage: &Stage,
    invented: &Invented,
    seed: u64,
) -> Result<(String, String), Error> {
    let now = stage.app.clock.now();
    let start = morning(now - invented.days_ago * DAY);
    let department_id = department_named(tx, &invented.department, start).await?;
    let new = NewPerson {
        id: None,
        name: invented.name.clone(),
        code: Some(invented.code.clone()).filter(|code| !code.is_empty()),
        department_id,
        position: invented.position.clone(),
        roles: invented.roles.clone(),
    };
    let by: By = Some(stage.coordinator.clone()).filter(|one| !one.0.is_empty());
    let person = create(tx, &new, &by, start).await?;
    if invented.until >= Until::SignedUp {
        accounts::set_password(tx, &person.0, &stage.password_hash, start + 30 * MINUTE).await?;
    }
    walk(tx, stage, invented, &person, start, seed).await?;
    Ok(person)
}

/// Eight in the morning of a moment's day in Viet Nam: history happens in office hours.
fn morning(at: i64) -> i64 {
    crate::time::start_of(&crate::time::day_of(at)).unwrap_or(at) + 8 * 60 * MINUTE
}

/// The steps of one person, each a little later than the one before, never in the future.
async fn walk(
    tx: &mut AnyConnection,
    stage: &Stage,
    invented: &Invented,
    person: &(String, String),
    start: i64,
    seed: u64,
) -> Result<(), Error> {
    let mut rng = StdRng::seed_from_u64(seed);
    let (until, now) = (invented.until, stage.app.clock.now());
    let full = invented.name.full();
    let mut at = start + 30 * MINUTE;
    let mut later = |minutes: i64| {
        at = (at + minutes * MINUTE + rng.random_range(0..MINUTE)).min(now);
        at
    };
    if until < Until::HalfRead {
        return Ok(());
    }
    let articles = if until == Until::HalfRead { stage.articles.len() / 2 } else { stage.articles.len() };
    for (document, article, hash) in stage.articles.iter().take(articles) {
        mark_read(tx, &person.0, document, article, hash, later(3)).await?;
    }
    let mut rng = StdRng::seed_from_u64(seed ^ 1);
    if until == Until::Failed || (until > Until::Failed && seed.is_multiple_of(4)) {
        sitting(tx, stage, &member(person, &full, later(20)), false, &mut rng).await?;
    }
    if until >= Until::Passed {
        sitting(tx, stage, &member(person, &full, later(45)), true, &mut rng).await?;
    }
    if until >= Until::Acknowledged {
        acknowledge(tx, stage, &member(person, &full, later(10)), &stage.now).await?;
    }
    if until >= Until::Submitted {
        submit(tx, stage, &member(person, &full, later(6)), invented, seed).await?;
    }
    if until >= Until::Returned {
        let leader = member(&stage.leader, "", later(90));
        let approved = until > Until::Returned;
        decide(tx, stage, &leader, &person.0, approved).await?;
    }
    if until >= Until::Added {
        let coordinator = member(&stage.coordinator, "", later(60));
        carry_out(tx, stage, &coordinator, &member(person, &full, later(30)), until).await?;
    }
    Ok(())
}

/// One graded sitting, passed or failed.
pub(crate) async fn sitting(
    tx: &mut AnyConnection,
    stage: &Stage,
    member: &Member,
    pass: bool,
    rng: &mut StdRng,
) -> Result<(), Error> {
    let banks: Vec<_> = stage
        .now
        .versions
        .iter()
        .zip([4_u16, 1])
        .filter_map(|(version, weight)| Some((stage.app.library.bank(&version.document_id)?, weight)))
        .collect();
    let request = Request {
        banks: &banks,
        total: usize::try_from(stage.now.round.questions).unwrap_or(20),
        audiences: &[],
        missed: &BTreeSet::new(),
        seen: &BTreeSet::new(),
        refresher: stage.now.round.kind == "yearly",
    };
    let questions = draw(&request, rng);
    let hashes: Vec<String> = banks.iter().map(|(bank, _)| format!("{} {}\n", bank.document, bank.sha256())).collect();
    let new = NewAttempt {
        id: new_id(),
        person_id: member.viewer.id.clone(),
        round_id: stage.now.round.id.clone(),
        now: member.now - 9 * MINUTE,
        due_at: None,
        pass_percent: stage.now.round.pass_percent,
        quiz_sha256: sha256(hashes.concat()),
        body_key: stage.now.body_key.clone(),
        form_key: new_id(),
        questions: questions.clone(),
    };
    quizzes::start(tx, &new).await?;
    for (place, drawn) in (1_i64..).zip(&questions) {
        let right =
            if pass { drawn.critical.is_some() || rng.random_range(0..20) > 0 } else { rng.random_range(0..3) > 0 };
        let answer = Answer::parse(drawn, &keys(drawn, right)).map_err(Error::internal)?;
        quizzes::save(tx, &member.viewer.id, &new.id, place, answer.as_ref(), member.now - MINUTE).await?;
    }
    let attempt = quizzes::attempt_in(tx, &member.viewer.id, &new.id).await?;
    close_in(tx, member, &attempt).await
}

/// Keys of a right answer, or of a wrong one.
pub(crate) fn keys(drawn: &Drawn, right: bool) -> Vec<String> {
    match &drawn.body {
        Body::One { options } | Body::Truth { options } => {
            options.iter().find(|option| option.right == right).map(|option| option.key.clone()).into_iter().collect()
        }
        Body::Many { options } => {
            options.iter().filter(|option| option.right == right).map(|option| option.key.clone()).collect()
        }
        Body::Match { lefts, choices } => {
            let wrong = choices.first().map(|choice| choice.key.clone()).unwrap_or_default();
            let key = |answer: &str| if right { answer.to_owned() } else { wrong.clone() };
            lefts.iter().map(|left| format!("{}:{}", left.key, key(&left.answer))).collect()
        }
    }
}

/// Acknowledges the versions of a round.
///
/// # Errors
/// When reading or sitting is missing.
pub(crate) async fn acknowledge(
    tx: &mut AnyConnection,
    stage: &Stage,
    member: &Member,
    now: &RoundNow,
) -> Result<(), Error> {
    let Some(facts) = facts_in(tx, now, &member.viewer.id).await? else { return Err(Error::NotFound) };
    if facts.passed_at.is_none() {
        return Ok(());
    }
    let organisation = stage.values.get("org.name").cloned().unwrap_or_default();
    let statement = statement(&facts, &organisation, &now.round.group);
    let form = AckForm {
        point: statement.points.iter().map(|point| point.id.clone()).collect(),
        typed_name: facts.full_name.clone(),
        password: String::new(),
        form_key: new_id(),
        versions: now.versions_key.clone(),
        statement: statement.sha256(),
    };
    record(tx, member, &Ready { now: now.clone(), facts, statement }, &form).await
}

async fn submit(
    tx: &mut AnyConnection,
    stage: &Stage,
    member: &Member,
    invented: &Invented,
    seed: u64,
) -> Result<(), Error> {
    use crate::contacts::rules::zalo_name::{NameRules, judge};
    let name = &invented.name;
    let Some(legal) = name.legal() else { return Ok(()) };
    let zalo_name = invented.zalo_name.clone().unwrap_or_else(|| name.full());
    let judgement = judge(&legal, &zalo_name, &NameRules::default());
    let reasons: Vec<&str> = judgement.reasons.iter().map(|reason| reason.code()).collect();
    let new = NewContact {
        person_id: member.viewer.id.clone(),
        phone: format!("+8491{:07}", seed % 10_000_000),
        zalo_name,
        name_verdict: judgement.verdict.as_str(),
        name_reasons: reasons.join(" "),
        phone_verdict: "ok",
        now: member.now,
        form_key: new_id(),
    };
    let consent = new_consent(member, &stage.values, &stage.now.round.group);
    match save(tx, member, &stage.now, &new, Some(&consent)).await {
        Ok(_) | Err(Error::Conflict(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn open_admission(
    tx: &mut AnyConnection,
    person_id: &str,
    group_id: &str,
) -> Result<Option<admission_store::Admission>, Error> {
    admission_store::own_in(tx, person_id, group_id).await
}

async fn decide(
    tx: &mut AnyConnection,
    stage: &Stage,
    leader: &Member,
    person_id: &str,
    approved: bool,
) -> Result<(), Error> {
    let Some(one) = open_admission(tx, person_id, &stage.now.round.group_id).await? else { return Ok(()) };
    let reason =
        if approved { "" } else { "Tên Zalo chưa có họ hoặc chữ lót, vui lòng sửa theo gợi ý." };
    match admissions::decide_in(tx, leader, &stage.now, &one, approved, reason).await {
        Ok(()) | Err(Error::Conflict(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn carry_out(
    tx: &mut AnyConnection,
    stage: &Stage,
    coordinator: &Member,
    person: &Member,
    until: Until,
) -> Result<(), Error> {
    let group = &stage.now.round.group_id;
    let Some(one) = open_admission(tx, &person.viewer.id, group).await? else { return Ok(()) };
    let body = json!({ "admission": one.id, "group": group });
    if admission_store::add(tx, &one.id, &coordinator.viewer.id, coordinator.now).await? {
        let note = say("note.added").to_owned();
        ledger::append(tx, &admissions::act(coordinator, &one, "group.added", body.clone(), note)).await?;
    }
    if until >= Until::InGroup && admission_store::confirm(tx, &person.viewer.id, group, person.now).await? {
        let note = say("note.confirmed").to_owned();
        ledger::append(tx, &admissions::act(person, &one, "group.confirmed", body, note)).await?;
    }
    Ok(())
}

/// Everything a history needs, for the open newcomer round.
pub(crate) async fn stage(app: &App, password: &str) -> Result<Stage, Error> {
    let db = app.db.read();
    let rounds = crate::rounds::store::rounds(db).await?;
    let round = rounds.iter().find(|round| round.kind == "newcomer").ok_or(Error::NotFound)?;
    let now = crate::standing::store::round_now(db, &round.id).await?;
    let articles = crate::documents::store::readings(db, "").await?;
    let articles = articles.into_iter().map(|a| (a.document_id, a.article, a.sha256)).collect();
    Ok(Stage {
        app: app.clone(),
        now,
        values: settings::all(db).await?,
        password_hash: app.hasher.hash(password.to_owned()).await?,
        leader: (String::new(), String::new()),
        coordinator: (String::new(), String::new()),
        articles,
    })
}
