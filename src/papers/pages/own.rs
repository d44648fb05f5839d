//! One's own papers: where each stands, what came of it, and its scan.

use crate::app::App;
use crate::error::Error;
use crate::id::new_id;
use crate::page::{Page, html};
use crate::papers::rules::PaperStep;
use crate::papers::store::{self, Entry, Paper};
use crate::text::{say, say_with};
use crate::time::{long_moment, show_day};
use crate::visit::Member;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "papers/own.html")]
struct OwnPage {
    page: Page,
    papers: Vec<OwnPaper>,
    contact: String,
    form_key: String,
}

struct OwnPaper {
    id: String,
    code: String,
    round: String,
    state: &'static str,
    at: String,
    passed: bool,
    failed: bool,
    /// Once it has ended; empty where nothing was asked.
    result: String,
    /// A câu điểm liệt was missed.
    critical: bool,
    /// The day on the paper; empty until it is entered.
    day: String,
    /// Who entered it.
    by: String,
    scanned: bool,
    /// Code of the confirmation that came of it.
    receipt: Option<String>,
}

/// All of them, newest first.
pub(crate) async fn own(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let papers = store::own(app.db.read(), &member.viewer.id).await?;
    let entries = store::own_entries(app.db.read(), &member.viewer.id).await?;
    let own = |paper: Paper| {
        let entry = entries.iter().rfind(|entry| entry.paper_id == paper.id);
        told(&member, paper, entry)
    };
    Ok(html(&OwnPage {
        papers: papers.into_iter().map(own).collect(),
        contact: member.site.setting("org.contact").to_owned(),
        form_key: new_id(),
        page: Page::new(&member, say("title.own_papers")),
    }))
}

fn told(member: &Member, paper: Paper, entry: Option<&Entry>) -> OwnPaper {
    let (passed, failed) = (paper.passed_at.is_some(), paper.failed_at.is_some());
    let result = entry.and_then(|entry| entry.percent).filter(|_| passed || failed).map(|percent| {
        let fields = [("diem", percent.to_string()), ("can", paper.pass_percent.to_string())];
        say_with("paper.result", &fields.each_ref().map(|(name, value)| (*name, value.as_str())))
    });
    OwnPaper {
        round: member.site.round(&paper.round_id).map(|round| round.name.clone()).unwrap_or_default(),
        state: say(PaperStep::state(paper.kind)),
        at: long_moment(paper.at.unwrap_or(paper.drawn_at)),
        critical: failed && entry.is_some_and(|entry| entry.critical_missed > 0),
        day: entry.map(|entry| show_day(&entry.signed_on)).unwrap_or_default(),
        by: entry.map(|entry| entry.by_name.clone()).unwrap_or_default(),
        scanned: entry.is_some_and(|entry| entry.scans > 0),
        result: result.unwrap_or_default(),
        receipt: paper.receipt,
        id: paper.id,
        code: paper.code,
        passed,
        failed,
    }
}
