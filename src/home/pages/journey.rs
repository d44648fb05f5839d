//! The four steps of somebody's way, each in one line of truth.

use crate::acknowledgments::acts::template;
use crate::acknowledgments::rules::{Manner, Wordings};
use crate::home::rules::reading_minutes;
use crate::home::store::More;
use crate::page::Steps;
use crate::quizzes::rules::quiz_minutes;
use crate::site::Round;
use crate::standing::rules::{Standing, State, score_words};
use crate::text::{say, say_with};
use crate::time::{long_moment, short_day};

/// One step.
pub(super) struct Row {
    pub(super) icon: &'static str,
    pub(super) title: &'static str,
    pub(super) line: String,
    /// "done", "now" or "next".
    pub(super) state: &'static str,
    /// Words of the pill; empty for a step that has not come.
    pub(super) pill: &'static str,
    /// Where what is done can be looked at; empty for nowhere.
    pub(super) href: &'static str,
}

/// `questions`: of the next sitting.
pub(super) fn rows(one: &Standing, (round, general): (&Round, &Wordings), (more, questions): (&More, i64)) -> Vec<Row> {
    let at = one.state.step();
    let steps = Steps { at, again: one.is_in_group() && at <= 3 };
    let lines = [
        ("book", read(one, round, more), "/documents"),
        ("work", quiz(one, round, questions), "/quiz"),
        ("pen", acknowledgment(one, (round, general), more), "/acknowledgment/receipt"),
        ("join", joined(one), "/contact"),
    ];
    let row =
        |((_, title, state), (icon, line, href)): ((u8, &'static str, &'static str), (&'static str, String, _))| {
            let (pill, href) = match state {
                "done" => (say("journey.done"), href),
                "now" => (pill(one.state), ""),
                _ => ("", ""),
            };
            Row { icon, title, line, state, pill, href }
        };
    steps.list().into_iter().zip(lines).map(row).collect()
}

/// Whose turn it is.
fn pill(state: State) -> &'static str {
    match state {
        State::AwaitingDecision => say("journey.leader"),
        State::Approved => say("journey.office"),
        State::Returned => say("journey.returned"),
        State::NotPassed => say("journey.not_passed"),
        _ => say("journey.now"),
    }
}

fn read(one: &Standing, round: &Round, more: &More) -> String {
    if let Some(at) = one.read_at {
        return say_with("journey.read", &[("ngay", &short_day(at))]);
    }
    if round.versions.is_empty() {
        return say("journey.no_text").to_owned();
    }
    let words = unread(round, more);
    let (read, all, minutes) = (one.read.to_string(), one.articles.to_string(), reading_minutes(words).to_string());
    say_with("journey.reading", &[("da_doc", &read), ("tong", &all), ("phut", &minutes)])
}

/// Words not read yet.
pub(super) fn unread(round: &Round, more: &More) -> usize {
    let words = |article: &crate::rounds::rules::Article| {
        let version = round.versions.iter().find(|one| one.row.document_id == article.document_id);
        version.map_or(0, |version| version.words_of(&article.article))
    };
    round.asks.to_read(&more.capacities).filter(|one| !more.read.contains(&one.sha256)).map(words).sum()
}

fn quiz(one: &Standing, round: &Round, questions: i64) -> String {
    let signed = one.acknowledged_percent.map(|percent| score_words(percent, one.is_on_paper()));
    let percent = signed.unwrap_or_else(|| one.best_words());
    if let Some(at) = one.passed_at {
        return say_with("journey.passed", &[("diem", &percent), ("ngay", &short_day(at))]);
    }
    if questions == 0 {
        return say("journey.no_quiz").to_owned();
    }
    let (questions, minutes) = (questions.to_string(), quiz_minutes(questions));
    let fields = [("so_cau", questions.as_str()), ("phut", &minutes.to_string()), ("diem", &percent)];
    let mark = round.settings.pass_percent.to_string();
    let fields: Vec<_> = fields.into_iter().chain([("muc_dat", mark.as_str())]).collect();
    // What was passed before something new came is no result of what is to be passed now.
    say_with(if one.sittings > 0 { "journey.best" } else { "journey.quiz" }, &fields)
}

fn acknowledgment(one: &Standing, (round, general): (&Round, &Wordings), more: &More) -> String {
    if let Some(at) = one.acknowledged_at {
        return say_with("journey.acknowledged", &[("ngay", &short_day(at))]);
    }
    let asked: Vec<&str> = round.asks.to_acknowledge(&more.capacities).map(|one| one.version_id.as_str()).collect();
    let versions: Vec<_> = round.versions.iter().filter(|one| asked.contains(&one.row.id.as_str())).cloned().collect();
    let template = template(&versions, general, &more.capacities, Manner::Screen(true));
    let words: Vec<usize> = template.point.iter().map(|point| point.text.split(' ').count()).collect();
    let (points, minutes) = (words.len().to_string(), reading_minutes(words.iter().sum()).to_string());
    say_with("journey.acknowledge", &[("so_diem", &points), ("phut", &minutes)])
}

fn joined(one: &Standing) -> String {
    let told = |key, at: Option<i64>| say_with(key, &[("luc", &at.map(long_moment).unwrap_or_default())]);
    match one.state {
        State::NeedsContact => say("journey.contact").to_owned(),
        State::Returned => say("journey.sent_back").to_owned(),
        State::AwaitingDecision => told("journey.waiting", one.submitted_at),
        State::Approved => told("journey.approved", one.decided_at),
        State::Added => told("journey.added", one.added_at),
        State::InGroup => told("journey.in_group", one.confirmed_at),
        _ => say("journey.join").to_owned(),
    }
}
