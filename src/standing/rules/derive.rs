//! From facts to a standing: asked minus done.

use super::{
    ACKNOWLEDGED, AGAIN, APPROVED, BEST_ON_PAPER, IN_GROUP, ON_PAPER, PASSED, READ, SILENCED, Standing, State,
};
use crate::admissions::rules::{History, Stage};
use crate::calendar::rules::Rests;
use crate::people::rules::Capacities;
use crate::rounds::rules::{Asked, Asks, Commitment, DueRule, Start, validity};
use crate::time::date_of;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one enrolled person; one row of the question in `standing/store.rs`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub person_id: String,
    pub department_id: String,
    pub name_key: String,
    pub enrolled_at: i64,
    /// The first day at work, where the office gave one.
    pub joined_on: Option<Date>,
    /// Told when they came into the round, in calendar days.
    pub due_on: Option<String>,
    /// The latest day given to this person alone.
    pub given_due_on: Option<String>,
    /// A moment since which readings and sittings count again, of this person alone; 0 = all do.
    pub since: i64,
    /// When they came back and everything was asked anew; 0 = never.
    pub anew_at: i64,
    /// Days away.
    pub rests: Rests,
    /// Every commitment that ends some day, in any round, oldest first.
    pub commitments: Vec<Confirmed>,
    /// Documents confirmed since they came into this round, each time together, in rounds that were opened after it.
    pub newer: Vec<BTreeSet<String>>,
    /// Sittings given to this person alone, since the last passed one.
    pub extra: i64,
    pub left_at: Option<i64>,
    pub paused_from: Option<String>,
    pub paused_until: Option<String>,
    pub capacities: Capacities,
    /// SHA-256 of each article read on a screen, with the newest reading of it that counts.
    pub read: BTreeMap<String, i64>,
    /// The same of what passed papers say was read.
    pub paper_read: BTreeMap<String, i64>,
    /// SHA-256 of each article of a passed sitting of this round.
    pub passed: BTreeSet<String>,
    /// First sitting or paper passed in this round.
    pub passed_at: Option<i64>,
    /// Graded since the last passed one, on a screen or on paper.
    pub sittings: i64,
    pub open_attempt: Option<String>,
    /// On a screen or on paper.
    pub best_percent: Option<i64>,
    pub best_on_paper: bool,
    /// SHA-256 of the versions acknowledged in this round.
    pub acknowledged: BTreeSet<String>,
    pub acknowledged_at: Option<i64>,
    pub acknowledged_percent: Option<i64>,
    pub acknowledgment_code: Option<String>,
    /// The newest acknowledgment of the round stands on a paper.
    pub on_paper: bool,
    pub earlier_at: Option<i64>,
    pub contact_id: Option<String>,
    pub contact_at: Option<i64>,
    pub admission_id: Option<String>,
    pub history: History,
    /// Since when the oldest doubt of this round waits for an answer.
    pub doubt_at: Option<i64>,
    /// The newest answer to a doubt of this round.
    pub answered_at: Option<i64>,
}

/// A commitment in some round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// UTC milliseconds.
    pub at: i64,
    pub round_id: String,
    pub what: Commitment,
}

/// Where somebody stands in a round.
pub fn derive(facts: Facts, asks: &Asks) -> Standing {
    let kept = asks.without_spared(&facts.acknowledged);
    let asks = kept.as_ref();
    let who = &facts.capacities;
    let to_read: BTreeSet<&str> = asks.to_read(who).map(|one| one.sha256.as_str()).collect();
    let read_at = |hash: &&str| facts.read.get(*hash).max(facts.paper_read.get(*hash)).copied();
    let times: Vec<i64> = to_read.iter().filter_map(read_at).collect();
    // A round whose texts are still to come asks for nothing yet: nobody has finished it.
    let spared = asks.versions.is_empty() && matches!(kept, Cow::Owned(_));
    let has_read = times.len() == to_read.len() && (spared || !asks.versions.is_empty());
    let has_passed = asks.to_pass(who).all(|one| facts.passed.contains(&one.sha256));
    let has_acknowledged = asks.to_acknowledge(who).all(|one| facts.acknowledged.contains(&one.sha256));
    let has_acknowledged = has_acknowledged && facts.acknowledged_at.is_some();
    let admitted = facts.history.last.map(super::StepKind::stage);
    let approved = matches!(admitted, Some(Stage::Approved | Stage::Added | Stage::InGroup | Stage::Departed));
    let approved = approved || admitted == Some(Stage::RemovalOrdered);
    let in_group = facts.history.confirmed_at.is_some() && facts.history.removed_at.is_none();
    let due_on = due_on(&facts, asks, has_acknowledged);
    let valid_until = valid_until(&facts, |_| true).map(|day| day.to_string());
    let again = !has_acknowledged && facts.earlier_at.is_some();
    let bits = [
        (has_read, READ),
        (has_read && has_passed, PASSED),
        (has_acknowledged, ACKNOWLEDGED),
        (approved, APPROVED),
        (in_group, IN_GROUP),
        (again, AGAIN),
        (has_acknowledged && facts.on_paper, ON_PAPER),
        (facts.best_on_paper, BEST_ON_PAPER),
        (!has_acknowledged && is_silenced(&facts, asks), SILENCED),
    ];
    let progress: i64 = bits.into_iter().filter(|bit| bit.0).map(|bit| bit.1).sum();
    let journey = Way { has_read, has_passed, has_acknowledged, any_read: !times.is_empty() };
    let state = if facts.left_at.is_some() { State::Left } else { journey.state(&facts, admitted) };
    let done = |yes: bool, at: Option<i64>| at.filter(|_| yes);
    Standing {
        round_id: asks.round_id.clone(),
        round_revision: asks.revision,
        state,
        place: state.place(),
        progress,
        articles: count(to_read.len()),
        read: count(times.len()),
        read_at: done(has_read, times.into_iter().max()),
        passed_at: done(has_passed, facts.passed_at),
        acknowledged_at: done(has_acknowledged, facts.acknowledged_at),
        acknowledged_percent: facts.acknowledged_percent.filter(|_| has_acknowledged),
        acknowledgment_code: facts.acknowledgment_code.filter(|_| has_acknowledged),
        person_id: facts.person_id,
        department_id: facts.department_id,
        name_key: facts.name_key,
        due_on,
        valid_until,
        rests: facts.rests.to_string(),
        paused_from: facts.paused_from,
        paused_until: facts.paused_until,
        enrolled_at: facts.enrolled_at,
        sittings: facts.sittings,
        open_attempt: facts.open_attempt,
        best_percent: facts.best_percent,
        earlier_at: facts.earlier_at,
        contact_at: facts.contact_at,
        contact_id: facts.contact_id,
        admission_id: facts.admission_id,
        admission_kind: facts.history.last,
        submitted_at: facts.history.submitted_at,
        decided_at: facts.history.decided_at,
        added_at: facts.history.added_at,
        confirmed_at: facts.history.confirmed_at,
        removal_at: facts.history.removal_at,
        removed_at: facts.history.removed_at,
        left_at: facts.left_at,
        counts_from: asks.counts_from.max(facts.since),
        extra: facts.extra,
        doubt_at: facts.doubt_at,
        answered_at: facts.answered_at.filter(|_| !has_acknowledged),
    }
}

/// Until when somebody has: the day of the enrolment; of those who had confirmed and are asked again, that of the new
/// version; or a later day that they were given.
fn due_on(facts: &Facts, asks: &Asks, has_acknowledged: bool) -> Option<String> {
    let pending = |one: &&Asked| !facts.acknowledged.contains(&one.sha256);
    let mut day = counted(facts, asks).map(|day| day.to_string()).or_else(|| facts.due_on.clone());
    if facts.acknowledged_at.is_some() && !has_acknowledged {
        let new: Option<Vec<&String>> =
            asks.to_acknowledge(&facts.capacities).filter(pending).map(|one| one.due_on.as_ref()).collect();
        if let Some(newest) = new.and_then(|days| days.into_iter().max()) {
            day = Some(newest.clone()).filter(|day| !day.is_empty());
        }
    }
    if asks.paused_at.is_some() {
        // Where the round rests, nobody can be late; its days are counted on from when it goes on.
        return None;
    }
    day.map(|day| facts.given_due_on.clone().unwrap_or_default().max(day))
}

/// The day that the round's rule finds for them.
fn counted(facts: &Facts, asks: &Asks) -> Option<Date> {
    let told_at = facts.enrolled_at.max(facts.anew_at);
    let mut rests = facts.rests.clone();
    rests.extend(&asks.rests);
    let first = date_of(told_at);
    let start = Start {
        first: if facts.anew_at > 0 { first } else { facts.joined_on.unwrap_or(first).max(first) },
        told_at,
        rests: &rests,
        valid_until: before(facts, asks),
    };
    asks.due.day(&asks.calendar, &start)
}

/// The last day of validity of what they had confirmed when they came into the round.
fn before(facts: &Facts, asks: &Asks) -> Option<Date> {
    valid_until(facts, |one| one.round_id != asks.round_id && one.at < facts.enrolled_at)
}

/// The last day of validity of these commitments.
fn valid_until(facts: &Facts, counts: impl Fn(&Confirmed) -> bool) -> Option<Date> {
    let all: Vec<Commitment> = facts.commitments.iter().filter(|one| counts(one)).map(|one| one.what.clone()).collect();
    validity(&all)
}

/// A newer round has had them confirm all that is asked here; one that renews is taken over only by what is valid
/// longer.
fn is_silenced(facts: &Facts, asks: &Asks) -> bool {
    let wanted: BTreeSet<&str> = asks.to_acknowledge(&facts.capacities).map(|one| one.document_id.as_str()).collect();
    let covers = |one: &BTreeSet<String>| wanted.iter().all(|document| one.contains(*document));
    let longer = || !matches!(asks.due, DueRule::Validity { .. }) || valid_until(facts, |_| true) > before(facts, asks);
    !wanted.is_empty() && facts.newer.iter().any(covers) && longer()
}

struct Way {
    has_read: bool,
    has_passed: bool,
    has_acknowledged: bool,
    any_read: bool,
}

impl Way {
    fn state(&self, facts: &Facts, stage: Option<Stage>) -> State {
        match () {
            () if !self.has_read && !self.any_read => State::NotStarted,
            () if !self.has_read => State::Reading,
            () if !self.has_passed && facts.sittings > 0 => State::NotPassed,
            () if !self.has_passed => State::ReadyForQuiz,
            () if !self.has_acknowledged => State::ReadyToAcknowledge,
            () => admission(facts, stage),
        }
    }
}

fn admission(facts: &Facts, stage: Option<Stage>) -> State {
    let outside = matches!(stage, None | Some(Stage::Lapsed | Stage::Open | Stage::Approved | Stage::Returned));
    if outside && facts.contact_at.is_none() {
        return State::NeedsContact;
    }
    match stage {
        None | Some(Stage::Lapsed) => State::NeedsContact,
        Some(Stage::Open) => State::AwaitingDecision,
        Some(Stage::Returned) => State::Returned,
        Some(Stage::Approved) => State::Approved,
        Some(Stage::Added) => State::Added,
        Some(Stage::InGroup | Stage::Departed) => State::InGroup,
        Some(Stage::RemovalOrdered) => State::RemovalOrdered,
        Some(Stage::Removed) => State::Removed,
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
