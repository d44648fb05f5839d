//! The first page: the four steps, and the one thing to do next.

use crate::accounts::rules::Role;
use crate::app::App;
use crate::documents::store::readings;
use crate::error::Error;
use crate::page::{Page, due_words, html};
use crate::standing::rules::{Facts, Step};
use crate::standing::store;
use crate::text::{say, say_with};
use crate::time::long_moment;
use crate::visit::Member;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    page: Page,
    full_name: String,
    round: String,
    due: String,
    action: Option<Action>,
    done: Vec<Done>,
    again: &'static str,
    finished: bool,
    work: Vec<(String, &'static str)>,
    first_steps: Vec<(String, &'static str)>,
}

/// A step that is behind.
struct Done {
    label: &'static str,
    at: String,
    /// The receipt and the Zalo details can be looked at.
    receipt: bool,
}

/// The one thing to do next.
#[derive(Clone, Debug)]
struct Action {
    /// What it is about, in a sentence or two.
    text: String,
    /// Address; empty when it is somebody else's turn.
    href: String,
    /// Words on the button.
    label: String,
}

impl Action {
    fn go(text: impl Into<String>, href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), label: label.into() }
    }

    fn wait(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: String::new(), label: String::new() }
    }
}

/// A person's own page.
pub(super) async fn home(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let db = app.db.read();
    let mut page = Page::new(&member, "Hồ sơ của tôi");
    let work = work(&app, &member).await?;
    let first_steps = first_steps(&app, &member).await?;
    let full_name = member.viewer.full_name.clone();
    let now = store::round_of(db, &member.viewer.id).await?;
    let facts = match &now {
        Some(now) => store::facts(db, now, Some(&member.viewer.id), None).await?.pop(),
        None => None,
    };
    let (Some(now), Some(facts)) = (now, facts) else {
        let (round, due) = (String::new(), String::new());
        return Ok(html(&HomePage {
            page,
            full_name,
            round,
            due,
            action: None,
            done: Vec::new(),
            again: "",
            finished: false,
            work,
            first_steps,
        }));
    };
    let step = facts.step();
    page = page.at_step(step.number());
    let action = action(&app, &member, &facts, &step, &now).await?;
    let due =
        if facts.acknowledged_at.is_none() { due_words(member.now, facts.due_on.as_deref()) } else { String::new() };
    Ok(html(&HomePage {
        page,
        full_name,
        round: now.round.name.clone(),
        due,
        action: Some(action),
        done: done(&facts),
        again: again(&facts, &now),
        finished: step.number() == 5,
        work,
        first_steps,
    }))
}

fn done(facts: &Facts) -> Vec<Done> {
    let percent = facts.best_percent.map(|percent| format!("{percent}%, ")).unwrap_or_default();
    let approved = facts.decided_at.filter(|_| facts.outcome.as_deref() == Some("approved"));
    let all = [
        ("Đã đọc xong", facts.read_at.filter(|_| facts.has_read()).map(long_moment), false),
        ("Đạt bài kiểm tra", facts.passed_at.map(|at| format!("{percent}{}", long_moment(at))), false),
        ("Đã xác nhận cam kết", facts.acknowledged_at.map(long_moment), true),
        ("Trưởng nhóm đã duyệt", approved.map(long_moment), false),
        ("Đã vào nhóm", facts.confirmed_at.map(long_moment), false),
    ];
    all.into_iter().filter_map(|(label, at, receipt)| at.map(|at| Done { label, at, receipt })).collect()
}

/// Why an acknowledgment is asked for again; empty when it is the first.
fn again(facts: &Facts, now: &store::RoundNow) -> &'static str {
    match (facts.must_acknowledge_again(), now.round.kind.as_str()) {
        (false, _) => "",
        (true, "yearly") => say("home.again_yearly"),
        (true, _) => say("home.again_version"),
    }
}

async fn action(
    app: &App,
    member: &Member,
    facts: &Facts,
    step: &Step,
    now: &store::RoundNow,
) -> Result<Action, Error> {
    let group = now.round.group.as_str();
    Ok(match step {
        Step::NotStarted | Step::Reading { .. } => reading(app, member, now).await?,
        Step::ReadyForQuiz => {
            let label = if facts.open_sitting > 0 { "Làm tiếp bài kiểm tra" } else { "Làm bài kiểm tra" };
            let text = say_with(
                "home.quiz",
                &[("so_cau", &now.round.questions.to_string()), ("muc_dat", &now.round.pass_percent.to_string())],
            );
            Action::go(text, "/quiz", label)
        }
        Step::NotPassed { percent } => {
            let text = say_with(
                "home.not_passed",
                &[("diem", &percent.to_string()), ("muc_dat", &now.round.pass_percent.to_string())],
            );
            let label = if facts.open_sitting > 0 {
                "Làm tiếp bài kiểm tra"
            } else {
                "Xem lại và làm bài lần nữa"
            };
            Action::go(text, "/quiz", label)
        }
        Step::ReadyToAcknowledge { .. } => {
            Action::go(say_with("home.acknowledge", &[("nhom", group)]), "/acknowledgment", "Xem và xác nhận cam kết")
        }
        Step::NeedsContact { .. } => {
            Action::go(say_with("home.contact", &[("nhom", group)]), "/contact", "Cung cấp thông tin Zalo")
        }
        Step::Returned { reason, .. } => {
            Action::go(say_with("home.returned", &[("ly_do", reason)]), "/contact", "Sửa và gửi lại")
        }
        Step::AwaitingDecision { since } => Action::wait(say_with("home.waiting", &[("luc", &long_moment(*since))])),
        Step::Approved { at } => approved(facts, *at, now),
        Step::Added { .. } => Action::go(say_with("home.added", &[("nhom", group)]), "/admission", "Tôi đã vào nhóm"),
        Step::InGroup { at } => Action::wait(say_with("home.in_group", &[("nhom", group), ("luc", &long_moment(*at))])),
        Step::RemovalOrdered { at } | Step::Removed { at } => {
            Action::wait(say_with("home.removed", &[("nhom", group), ("luc", &long_moment(*at))]))
        }
    })
}

fn approved(facts: &Facts, at: i64, now: &store::RoundNow) -> Action {
    let key = if facts.trouble.is_some() { "home.not_found" } else { "home.approved" };
    let text = say_with(key, &[("luc", &long_moment(at)), ("nhom", &now.round.group)]);
    match &now.round.invite_link {
        Some(_) => Action::go(text, "/admission", "Xem liên kết vào nhóm"),
        None if facts.trouble.is_some() => Action::go(text, "/contact", "Kiểm tra lại thông tin Zalo"),
        None => Action::wait(text),
    }
}

async fn reading(app: &App, member: &Member, now: &store::RoundNow) -> Result<Action, Error> {
    let articles = readings(app.db.read(), &member.viewer.id).await?;
    let ours: Vec<_> =
        articles.into_iter().filter(|a| now.versions.iter().any(|v| v.document_id == a.document_id)).collect();
    let read = ours.iter().filter(|a| a.read_at.is_some()).count();
    let total = ours.len();
    let Some(next) = ours.into_iter().find(|a| a.read_at.is_none()) else {
        return Ok(Action::go("", "/documents", "Văn bản"));
    };
    let title = now.versions.iter().find(|v| v.document_id == next.document_id).map(|v| v.short_title.clone());
    let fields = [("da_doc", read.to_string()), ("tong", total.to_string()), ("van_ban", title.unwrap_or_default())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let text = say_with(if read == 0 { "home.start" } else { "home.reading" }, &fields);
    let label = if read == 0 { "Bắt đầu đọc" } else { "Đọc tiếp" };
    let href = format!("/documents/{}/clauses/{}", next.document_id, next.article);
    Ok(Action::go(text, href, label))
}

/// What waits for the viewer in another role.
async fn work(app: &App, member: &Member) -> Result<Vec<(String, &'static str)>, Error> {
    let (leader, coordinator) = (member.viewer.has(Role::Leader), member.viewer.has(Role::Coordinator));
    if !leader && !coordinator {
        return Ok(Vec::new());
    }
    let (decide, add) = store::waiting(app.db.read()).await?;
    let mut work = Vec::new();
    if leader && decide > 0 {
        work.push((say_with("home.work_decide", &[("n", &decide.to_string())]), "/admissions"));
    }
    if coordinator && add > 0 {
        work.push((say_with("home.work_add", &[("n", &add.to_string())]), "/admissions"));
    }
    Ok(work)
}

/// What an admin still has to set up.
async fn first_steps(app: &App, member: &Member) -> Result<Vec<(String, &'static str)>, Error> {
    if !member.viewer.has(Role::Admin) {
        return Ok(Vec::new());
    }
    let open = crate::rounds::store::unfinished(app.db.read()).await?;
    let steps = [
        (open.no_leader, "home.first_leader", "/setup-people"),
        (open.draft, "home.first_issue", "/documents"),
        (open.nobody, "home.first_people", "/people/new"),
    ];
    Ok(steps.into_iter().filter(|step| step.0).map(|(_, key, href)| (say(key).to_owned(), href)).collect())
}
