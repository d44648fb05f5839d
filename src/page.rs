//! What every page shares: the frame, notices, small helpers for handlers.

use crate::address::local_path;
use crate::app::App;
use crate::assets::embedded;
use crate::calendar::rules::Calendar;
use crate::cookie;
use crate::error::Error;
use crate::form::Form;
use crate::navigation::{NavItem, nav};
use crate::settings::rules::Logo;
use crate::standing::rules::Standing;
use crate::text::{find, say, say_with};
use crate::time;
use crate::visit::Visit;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The frame of a page: `base.html` draws it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Title of the page; also its h1 unless the template says otherwise.
    pub(crate) title: String,
    /// The organisation's short name.
    pub(crate) org: String,
    /// The office's logo.
    pub(crate) logo: Option<Arc<Logo>>,
    /// Name of the signed-in person, or empty.
    pub(crate) viewer: String,
    /// What the field in the bar finds for them, in words.
    pub(crate) finds: &'static str,
    /// Two letters of it.
    pub(crate) initials: String,
    /// Entries this person may open.
    pub(crate) nav: Vec<NavItem>,
    /// The session's form token.
    pub(crate) csrf: String,
    /// Sentence shown once.
    pub(crate) notice: Option<&'static str>,
    /// Red band of the trial.
    pub(crate) demo: bool,
    /// Opened inside Zalo: downloads and printing want a browser.
    pub(crate) in_zalo: bool,
    /// "s", "m", "l", "xl".
    pub(crate) size: &'static str,
    /// Path of the page, for the text-size form to come back to.
    pub(crate) path: String,
    /// Addresses of the assets.
    pub(crate) css: &'static str,
    /// Optional script.
    pub(crate) js: &'static str,
    pub(crate) icon: &'static str,
    /// The four steps, on a member's pages.
    pub(crate) steps: Option<Steps>,
    /// Neither navigation nor steps: nothing beside the one thing to do.
    pub(crate) quiet: bool,
    /// Nothing is set up: every page but that of the set-up says what to do.
    pub(crate) unset: bool,
    /// In the group now: what is asked, is asked again.
    pub(crate) inside: bool,
    /// Clauses that pages name, by what they are about.
    pub(crate) cites: Arc<BTreeMap<String, String>>,
}

/// Đọc → Kiểm tra → Cam kết → Vào nhóm: how far a member is; three of them for whoever is in the group already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Steps {
    /// 1..=4: the step at hand; 5 when all are done.
    pub(crate) at: u8,
    /// Đọc lại → Kiểm tra → Xác nhận lại: of somebody in the group.
    pub(crate) again: bool,
}

impl Steps {
    /// `(number, words, state)` with state "done", "now" or "next".
    pub(crate) fn list(self) -> Vec<(u8, &'static str, &'static str)> {
        let state = |n: u8| match n.cmp(&self.at) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "next",
        };
        if self.again {
            let words = [say("step.again"), say("step.2"), say("step.confirm_again")];
            return (1..).zip(words).map(|(n, words)| (n, words, state(n))).collect();
        }
        let words = [say("step.1"), say("step.2"), say("step.3"), say("step.4")];
        (1..).zip(words).map(|(n, words)| (n, words, state(n))).collect()
    }
}

impl Page {
    /// The frame for this visit; asks nobody.
    pub(crate) fn new(visit: &Visit, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            org: visit.site.setting("org.short").to_owned(),
            logo: visit.site.logo.clone(),
            viewer: visit.viewer.as_ref().map(|viewer| viewer.full_name.clone()).unwrap_or_default(),
            finds: finds(visit),
            initials: visit.viewer.as_ref().map(|viewer| initials(&viewer.full_name)).unwrap_or_default(),
            nav: nav(visit),
            csrf: visit.viewer.as_ref().map(|viewer| viewer.csrf.clone()).unwrap_or_default(),
            notice: visit.notice,
            demo: visit.demo,
            in_zalo: visit.agent.split(|c: char| !c.is_ascii_alphanumeric()).any(|w| w.eq_ignore_ascii_case("zalo")),
            size: visit.size,
            path: visit.uri.clone(),
            css: embedded::APP_CSS.address,
            js: embedded::APP_JS.address,
            icon: embedded::ICON_SVG.address,
            steps: None,
            quiet: false,
            unset: visit.site.groups.is_empty() && !visit.uri.starts_with("/setup/"),
            inside: visit.standing.as_ref().is_some_and(Standing::is_in_group),
            cites: Arc::clone(&visit.site.cites),
        }
    }

    /// The clause that something rests on, in brackets; '' where no document names one.
    pub(crate) fn cite(&self, what: &str) -> String {
        self.cites.get(what).map(|clause| format!(" ({clause})")).unwrap_or_default()
    }

    /// Without navigation and steps.
    #[must_use]
    pub(crate) fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// With the four steps above the text, if the person is in a round.
    #[must_use]
    pub(crate) fn at(mut self, step: Option<u8>) -> Self {
        self.steps = step.map(|at| Steps { at, again: self.inside && at < 4 });
        self
    }

    /// With the four steps above the text.
    #[must_use]
    pub(crate) fn at_step(self, at: u8) -> Self {
        self.at(Some(at))
    }
}

/// Who tracks nobody finds clauses only.
fn finds(visit: &Visit) -> &'static str {
    let tracks = visit.viewer.as_ref().is_some_and(|viewer| !viewer.roles.is_empty());
    say(if tracks { "search.finds_all" } else { "search.finds" })
}

/// The first letters of the last two words of a name.
pub(crate) fn initials(full_name: &str) -> String {
    let words: Vec<&str> = full_name.split_whitespace().collect();
    let letter = |word: &&str| word.chars().find(|c| c.is_alphabetic());
    words.iter().skip(words.len().saturating_sub(2)).filter_map(letter).flat_map(char::to_uppercase).collect()
}

/// Draws a template; a fault while drawing is ours.
pub(crate) fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => Html(text).into_response(),
        Err(error) => Error::internal(error).into_response(),
    }
}

/// The same form again, with what was typed and a sentence beside the field: status 422.
pub(crate) fn refused(template: &impl Template) -> Response {
    let mut response = html(template);
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// 303 to `to`.
pub(crate) fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// 303 to `to`, where the sentence of `key` is shown once.
pub(crate) fn go_saying(to: &str, key: &'static str) -> Response {
    debug_assert!(find(key).is_some(), "no sentence {key}");
    let mut response = go(to);
    response.extensions_mut().insert(Notice(key));
    response
}

/// The sentence to show once, on the page that the response leads to; the router makes a cookie of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notice(pub(crate) &'static str);

/// The key of a notice cookie, if it is one of ours.
pub(crate) fn notice_of(key: &str) -> Option<&'static str> {
    if key.starts_with("done.") { find(key) } else { None }
}

/// The stored name of a text size.
pub(crate) fn size_of(cookie: Option<&str>) -> &'static str {
    match cookie {
        Some("s") => "s",
        Some("l") => "l",
        Some("xl") => "xl",
        _ => "m",
    }
}

/// The text-size form (A− A A+).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SizeForm {
    size: String,
    next: String,
}

/// Keeps the chosen text size for a year.
pub(crate) async fn text_size(State(app): State<App>, visit: Visit, Form(form): Form<SizeForm>) -> Response {
    let size = match form.size.as_str() {
        "down" => smaller(visit.size),
        "up" => larger(visit.size),
        _ => "m",
    };
    let mut response = go(local_path(&form.next));
    cookie::set(&mut response, app.config.https(), "size", size, 31_536_000);
    response
}

fn smaller(size: &str) -> &'static str {
    match size {
        "xl" => "l",
        "l" => "m",
        _ => "s",
    }
}

fn larger(size: &str) -> &'static str {
    match size {
        "s" => "m",
        "m" => "l",
        _ => "xl",
    }
}

/// The round that somebody chose to work on, of several.
pub(crate) const CHOSEN_ROUND: &str = "round";

/// `Hạn 30/11/2026 (còn 3 ngày)`, and whether it is near ("soon") or over ("over"); days that count against nobody are
/// no lateness. Empty where there is no day.
pub(crate) fn due_of(visit: &Visit, one: &Standing) -> (String, &'static str) {
    let (words, near) = due_told(&visit.site.calendar, one, visit.now);
    if words.is_empty() { (words, near) } else { (say_with("time.due", &[("ngay", &words)]), near) }
}

/// The same without the word before it, at a moment.
pub(crate) fn due_told(calendar: &Calendar, one: &Standing, now: i64) -> (String, &'static str) {
    let Some(day) = one.due_on.as_deref() else { return Default::default() };
    let today = time::day_of(now);
    if day >= today.as_str() {
        return (time::due_words_short(now, day), time::nearness(now, day));
    }
    match one.late_days(calendar, &today) {
        0 => (time::show_day(day), ""),
        n => {
            let over = say_with("time.over", &[("n", &n.to_string())]);
            (format!("{} ({over})", time::show_day(day)), "over")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_two_initials() {
        let told = ["Nguyễn Thị Minh Khai", "H’Hen Niê", "Y Đôn", "An", ""].map(initials);
        assert_eq!(told, ["MK", "HN", "YĐ", "A", ""]);
    }

    #[test]
    fn the_four_steps_know_what_is_done() {
        let states: Vec<_> = Steps { at: 3, again: false }.list().iter().map(|step| step.2).collect();
        assert_eq!(states, ["done", "done", "now", "next"]);
        let states: Vec<_> = Steps { at: 2, again: true }.list().iter().map(|step| step.2).collect();
        assert_eq!(states, ["done", "now", "next"], "who is in the group does not join it again");
    }
}
