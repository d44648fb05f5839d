//! What a person's page tells of the past.

use crate::ledger::store::Line;
use crate::papers::rules::PaperStep;
use crate::rounds::rules::{Next, Sat, next_sitting};
use crate::site::{Round, Site};
use crate::standing::rules::Standing;
use crate::text::{fill, find, say, say_with};
use crate::time::{long_moment, near_moment};
use crate::tracking::store::{Kept, PastKind};
use serde_json::{Map, Value};

pub(super) struct Sitting {
    /// On a screen or on paper, and which.
    pub(super) name: String,
    /// The page of the paper; empty for a sitting.
    pub(super) href: String,
    pub(super) round: String,
    pub(super) at: String,
    pub(super) result: String,
}

pub(super) struct Confirmation {
    pub(super) code: String,
    pub(super) at: String,
    pub(super) versions: Vec<String>,
    /// Empty where the round asked no quiz.
    pub(super) percent: String,
    /// Number of its leaf.
    pub(super) n: String,
    pub(super) on_paper: bool,
}

pub(super) struct LinkShown {
    pub(super) kind: &'static str,
    pub(super) issued: String,
    pub(super) issuer: String,
    pub(super) opened: String,
    pub(super) used: String,
    pub(super) state: &'static str,
}

pub(super) struct TimelineLine {
    pub(super) at: String,
    pub(super) note: String,
    /// Why, while it is kept.
    pub(super) remark: String,
    pub(super) by: String,
    pub(super) n: String,
}

impl TimelineLine {
    pub(super) fn of(line: &Line, site: &Site) -> Self {
        Self {
            at: long_moment(line.at),
            note: sentence(&line.note, &line.fields, |id| site.version_words(id)),
            remark: line.remark.clone(),
            by: line.by_name.clone(),
            n: line.n.map(|n| n.to_string()).unwrap_or_default(),
        }
    }
}

/// A sentence of the journal, made from its template and its fields; ids of versions become words.
fn sentence(note: &str, fields: &str, version: impl Fn(&str) -> String) -> String {
    let fields: Map<String, Value> = serde_json::from_str(fields).unwrap_or_default();
    let shown = |name: &str, value: &Value| match (name, value.as_str()) {
        ("phien_ban", Some(ids)) => ids.split_whitespace().map(&version).collect::<Vec<_>>().join("; "),
        (_, Some(text)) => text.to_owned(),
        (_, None) => value.to_string(),
    };
    let fields: Vec<(String, String)> = fields.iter().map(|(name, value)| (name.clone(), shown(name, value))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fill(find(note).unwrap_or_default(), &fields)
}

/// The rows of the past, each in the list it belongs to.
pub(super) fn told(past: Vec<Kept>, now: i64, site: &Site) -> (Vec<Sitting>, Vec<Confirmation>, Vec<LinkShown>) {
    let (mut sittings, mut confirmations, mut links) = (Vec::new(), Vec::new(), Vec::new());
    for one in past {
        match one.kind {
            PastKind::Sitting => sittings.push(sitting(one)),
            PastKind::Paper => sittings.push(paper(&one, site)),
            PastKind::Confirmation => confirmations.push(confirmation(one, site)),
            PastKind::Invite | PastKind::Reset | PastKind::Setup => links.push(link(one, now)),
            PastKind::Reminder => {}
        }
    }
    (sittings, confirmations, links)
}

/// When the person was reminded in this round last.
pub(super) fn reminded_at(past: &[Kept], round_id: &str) -> Option<i64> {
    let own = |one: &&Kept| one.kind == PastKind::Reminder && one.more == round_id;
    past.iter().filter(own).map(|one| one.at).max()
}

/// Somebody who waits for another sitting.
pub(super) struct Waits {
    pub(super) until: String,
    pub(super) round: String,
    /// The last try was on paper: its wait is not lifted, another paper can be drawn at once.
    pub(super) after_paper: bool,
}

/// Who waits for another sitting of this round; `None` where nobody does.
pub(super) fn waiting(past: &[Kept], stands: &Standing, round: &Round, now: i64) -> Option<Waits> {
    let here = |one: &Kept| one.more.split(' ').next() == Some(round.id.as_str());
    let own = |one: &&Kept| matches!(one.kind, PastKind::Sitting | PastKind::Paper) && here(one);
    let last =
        past.iter().filter(own).filter(|one| one.seen_at.is_some()).max_by_key(|one| (one.seen_at, one.number))?;
    let lifted = last.revoked_at.is_some();
    let sat = Sat { last_graded_at: last.seen_at, lifted, ..stands.sat() };
    match next_sitting(&round.settings, &sat, &round.asks.calendar, now) {
        Next::From(at) if !stands.has_passed() => Some(Waits {
            until: near_moment(now, at),
            round: round.id.clone(),
            after_paper: last.kind == PastKind::Paper,
        }),
        _ => None,
    }
}

fn sitting(one: Kept) -> Sitting {
    let result = result(&one).unwrap_or_else(|| say("tracking.sitting_open").to_owned());
    let name = say_with("quiz.sitting", &[("so", &one.number.to_string())]);
    let at = long_moment(one.seen_at.unwrap_or(one.at));
    Sitting { name, href: String::new(), round: one.word, at, result }
}

/// What a sitting or a paper came to; `None` while it is open, or where nothing was asked.
fn result(one: &Kept) -> Option<String> {
    one.seen_at?;
    let key = if one.done_at.is_some() { "tracking.passed" } else { "tracking.not_passed" };
    Some(say_with(key, &[("diem", &one.percent?.to_string())]))
}

fn paper(one: &Kept, site: &Site) -> Sitting {
    let (round, id) = one.more.split_once(' ').unwrap_or_default();
    let state = say(PaperStep::state(PaperStep::parse(&one.word)));
    Sitting {
        name: say_with("quiz.paper", &[("so", &one.number.to_string())]),
        href: format!("/papers/{id}"),
        round: site.round(round).map(|round| round.name.clone()).unwrap_or_default(),
        at: long_moment(one.seen_at.unwrap_or(one.at)),
        result: result(one).unwrap_or_else(|| state.to_owned()),
    }
}

fn confirmation(one: Kept, site: &Site) -> Confirmation {
    Confirmation {
        code: one.word,
        at: long_moment(one.at),
        versions: one.more.split(", ").map(|id| site.version_words(id)).collect(),
        percent: one.percent.map(|percent| format!("{percent}%")).unwrap_or_default(),
        n: one.n.map(|n| n.to_string()).unwrap_or_default(),
        on_paper: one.done_at.is_some(),
    }
}

fn link(one: Kept, now: i64) -> LinkShown {
    let used = one.done_at.map(long_moment).unwrap_or_default();
    LinkShown {
        kind: say(if one.kind == PastKind::Reset { "tracking.link_reset" } else { "tracking.link_invite" }),
        issued: long_moment(one.at),
        issuer: one.word,
        opened: one.seen_at.map(long_moment).unwrap_or_default(),
        used: match one.done_at {
            Some(_) if !one.more.is_empty() => say_with("tracking.link_from", &[("luc", &used), ("ip", &one.more)]),
            _ => used,
        },
        state: match (one.done_at, one.revoked_at) {
            (Some(_), _) => say("tracking.link_used"),
            (None, Some(_)) => say("tracking.link_revoked"),
            (None, None) if one.expires_at.is_some_and(|end| end <= now) => say("tracking.link_expired"),
            (None, None) => say("tracking.link_live"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_made_from_its_template_and_fields() {
        assert_eq!(
            sentence("note.passed", r#"{"luot":2,"diem":"95"}"#, str::to_owned),
            "Đạt bài kiểm tra, lượt 2: 95%"
        );
        let both = sentence("note.acknowledged", r#"{"phien_ban":"a@1 b@2"}"#, |id| format!("<{id}>"));
        assert_eq!(both, "Xác nhận cam kết (<a@1>; <b@2>)");
        assert_eq!(sentence("note.unknown", "x", str::to_owned), "");
    }
}
