//! The one thing to do next.

use crate::admissions::rules::StepKind;
use crate::home::store::More;
use crate::rounds::rules::{Article, Next, Sat, next_sitting};
use crate::site::Round;
use crate::standing::rules::{Standing, State};
use crate::text::{say, say_with};
use crate::time::{long_moment, near_moment};
use crate::visit::Member;

#[derive(Clone, Debug)]
pub(super) struct Action {
    /// What it is about, in a sentence or two.
    pub(super) text: String,
    /// Address; empty when it is somebody else's turn.
    pub(super) href: String,
    /// Words on the button.
    pub(super) label: &'static str,
}

impl Action {
    fn go(text: impl Into<String>, href: impl Into<String>, label: &'static str) -> Self {
        Self { text: text.into(), href: href.into(), label: say(label) }
    }

    fn wait(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: String::new(), label: "" }
    }
}

/// `questions`: of the next sitting.
pub(super) fn action(member: &Member, one: &Standing, round: &Round, (more, questions): (&More, i64)) -> Action {
    let group = member.site.group_name(&round.group_id);
    let at = |moment: Option<i64>| moment.map(long_moment).unwrap_or_default();
    match one.state {
        State::NotStarted | State::Reading => reading(round, more),
        State::ReadyForQuiz | State::NotPassed => quiz(member, one, round, (more, questions)),
        State::ReadyToAcknowledge => {
            Action::go(say_with("home.acknowledge", &[("nhom", group)]), "/acknowledgment", "home.go_acknowledge")
        }
        State::NeedsContact => Action::go(say_with("home.contact", &[("nhom", group)]), "/contact", "home.go_contact"),
        State::Returned => {
            Action::go(say_with("home.returned", &[("ly_do", &more.remark)]), "/contact", "home.go_returned")
        }
        State::AwaitingDecision => Action::wait(say_with("home.waiting", &[("luc", &at(one.submitted_at))])),
        State::Approved if !more.odd_name.is_empty() => {
            let since = at(one.decided_at);
            let fields = [("luc", since.as_str()), ("ten", &more.odd_name), ("nhom", group)];
            Action::go(say_with("home.odd_name", &fields), "/contact", "home.go_check")
        }
        State::Approved => approved(member, one, round, &at(one.decided_at)),
        State::Added => Action::go(say_with("home.added", &[("nhom", group)]), "/admission", "home.go_joined"),
        State::InGroup | State::Paused => {
            Action::wait(say_with("home.in_group", &[("nhom", group), ("luc", &at(one.confirmed_at))]))
        }
        State::RemovalOrdered | State::Removed | State::Left => {
            let moment = at(one.removed_at.or(one.removal_at).or(one.left_at));
            Action::wait(say_with("home.removed", &[("nhom", group), ("luc", &moment)]))
        }
    }
}

fn quiz(member: &Member, one: &Standing, round: &Round, (more, questions): (&More, i64)) -> Action {
    let now = member.now;
    let (mark, questions) = (round.settings.pass_percent.to_string(), questions.to_string());
    let (best, critical) = (one.best_words(), round.settings.critical_words());
    let open = one.open_attempt.is_some();
    if one.state != State::NotPassed {
        let text = say_with("home.quiz", &[("so_cau", &questions), ("muc_dat", &mark), ("diem_liet", critical)]);
        return Action::go(text, "/quiz", if open { "home.go_on_quiz" } else { "home.go_quiz" });
    }
    let contact = member.site.setting("org.contact");
    let fields = [("diem", best.as_str()), ("muc_dat", &mark), ("diem_liet", critical), ("nguoi_lien_he", contact)];
    let told = |key, at| say_with(key, &fields.into_iter().chain([("luc", at)]).collect::<Vec<_>>());
    if open {
        return Action::go(told("home.not_passed", ""), "/quiz", "home.go_on_quiz");
    }
    let (last, lifted) = more.graded.unzip();
    let lifted = lifted.unwrap_or_default();
    let sat = Sat { last_graded_at: last, lifted, ..one.sat() };
    match next_sitting(&round.settings, &sat, &round.asks.calendar, now) {
        Next::Now => Action::go(told("home.not_passed", ""), "/quiz", "home.go_quiz_again"),
        Next::From(at) => Action::go(told("home.quiz_wait", &near_moment(now, at)), "/quiz", "home.go_results"),
        Next::NoMore => Action::go(told("home.quiz_no_more", ""), "/quiz", "home.go_results"),
    }
}

fn approved(member: &Member, one: &Standing, round: &Round, at: &str) -> Action {
    let lost = one.admission_kind == Some(StepKind::NotFound);
    let group = member.site.group(&round.group_id);
    let name = group.map(|group| group.name.as_str()).unwrap_or_default();
    let key = if lost { "home.not_found" } else { "home.approved" };
    let text = say_with(key, &[("luc", at), ("nhom", name)]);
    match group.and_then(|group| group.invite_link.as_ref()) {
        Some(_) => Action::go(text, "/admission", "home.go_invite"),
        None if lost => Action::go(text, "/contact", "home.go_check"),
        None => Action::wait(text),
    }
}

fn reading(round: &Round, more: &More) -> Action {
    if round.versions.is_empty() {
        return Action::wait(say("home.no_text"));
    }
    let articles: Vec<&Article> = round.asks.to_read(&more.capacities).collect();
    let read = articles.iter().filter(|one| more.read.contains(&one.sha256)).count();
    let Some(next) = articles.iter().find(|one| !more.read.contains(&one.sha256)) else {
        return Action::go("", "/documents", "home.go_documents");
    };
    let version = round.versions.iter().find(|one| one.row.document_id == next.document_id);
    let title = version.map(|one| one.row.short_title.as_str()).unwrap_or_default();
    let (done, all) = (read.to_string(), articles.len().to_string());
    let (key, label) = if read == 0 { ("home.start", "home.go_start") } else { ("home.reading", "home.go_read") };
    let text = say_with(key, &[("da_doc", &done), ("tong", &all), ("van_ban", title)]);
    Action::go(text, format!("/documents/{}/clauses/{}", next.document_id, next.article), label)
}
