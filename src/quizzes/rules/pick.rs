//! Taking questions out of a pool one by one, the best first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::apart::{Apart, MOST_TRIES};
use super::bank::{Bank, Question, QuestionId};
use crate::documents::rules::ClauseId;
use crate::people::rules::Capacity;

/// A clause of a document: the address alone could mean two documents.
pub type Place = (String, ClauseId);

/// What is known before a sitting is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Clauses the person missed in the last sitting, or in earlier rounds: asked first.
    pub missed: BTreeSet<Place>,
    /// Questions the person was asked before: avoided while others wait.
    pub seen: BTreeSet<QuestionId>,
    /// Articles, by the hash of their text, that the person has passed in any round.
    pub passed: BTreeSet<String>,
    /// Documents of which the person has passed something, in whatever text.
    pub documents: BTreeSet<String>,
    /// Clauses that the organisation misses, and how often, percent: asked next in rounds for people who know the basics.
    pub often: Arc<BTreeMap<Place, u8>>,
}

/// What a sitting is to be made of.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The banks, each with its weight beside the others.
    pub banks: &'a [(&'a Bank, u16)],
    /// How many questions, everything counted.
    pub total: usize,
    /// What the person is beside a participant; two questions for each, inside the total.
    pub audiences: &'a [Capacity],
    /// One question for every critical topic, before anything else.
    pub critical: bool,
    pub past: &'a Past,
    /// Articles that have changed since the person passed them: asked after what the organisation misses.
    pub changed: &'a BTreeSet<Place>,
    /// For people who know the basics: questions written for them are preferred.
    pub refresher: bool,
}

/// No more than so many questions about one of these articles.
#[derive(Debug, Clone)]
pub(super) struct Limit {
    pub(super) articles: Vec<Place>,
    pub(super) most: usize,
}

impl Limit {
    /// Which of the articles a question is about, by its main clause.
    pub(super) fn article(&self, document: &str, question: &Question) -> Option<&Place> {
        let main = question.clauses.first()?;
        self.articles.iter().find(|(of, article)| of == document && main.is_within(article))
    }
}

/// A question that may be asked.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) bank: &'a Bank,
    pub(super) question: &'a Question,
    /// Its group, counted over all banks.
    pub(super) group: usize,
}

impl Candidate<'_> {
    pub(super) fn is_for(&self, audience: Capacity) -> bool {
        self.question.audience == audience
    }

    /// 0: none of its clauses is one of the other's; 1: one of them is; 2: both have the same main clause.
    fn repeats(&self, other: &Self) -> u8 {
        let (own, others) = (&self.question.clauses, &other.question.clauses);
        if self.bank.document != other.bank.document {
            0
        } else if own.first() == others.first() {
            2
        } else {
            u8::from(own.iter().any(|clause| others.contains(clause)))
        }
    }

    /// With the same critical topic.
    fn has_topic_of(&self, other: &Self) -> bool {
        self.question.critical.is_some() && self.question.critical == other.question.critical
    }
}

/// A candidate that was not taken, and how much it is worth now.
pub(super) struct Waiting<'a> {
    pub(super) candidate: Candidate<'a>,
    rank: Rank,
}

/// How much a candidate is worth asking now; less is better, fields from heavy to light.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// How many questions were taken that do not go into one sitting with it.
    clashes: usize,
    /// 0: none of its clauses was asked yet; 1: one of them was; 2: its main clause was the main one.
    repeats: u8,
    /// Tests nothing that the person missed before.
    not_missed: bool,
    /// Percent of first answers that were right where the organisation misses its clause, else 100.
    known: u8,
    /// Is not about an article that has changed.
    unchanged: bool,
    /// Was asked to the person before.
    seen: bool,
    /// A refresher round and not a question for it.
    not_refresher: bool,
}

impl Waiting<'_> {
    pub(super) fn is_for(&self, audience: Capacity) -> bool {
        self.candidate.is_for(audience)
    }

    pub(super) fn is_about(&self, topic: &str) -> bool {
        self.candidate.question.critical.as_deref() == Some(topic)
    }

    /// Whether it may stand beside everything that was taken.
    pub(super) fn stands_apart(&self) -> bool {
        self.rank.clashes == 0
    }

    /// Whether none of its clauses was asked yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.rank.repeats == 0
    }

    /// Whether it tests a clause that the person missed before.
    pub(super) fn is_missed(&self) -> bool {
        !self.rank.not_missed
    }

    /// Whether it tests a clause that the organisation misses.
    pub(super) fn is_missed_by_many(&self) -> bool {
        self.rank.known < 100
    }

    /// Whether it is about an article that has changed since the person passed it.
    pub(super) fn is_about_change(&self) -> bool {
        !self.rank.unchanged
    }
}

/// The pool, in random order, and what was taken from it.
pub(super) struct Picker<'a> {
    request: &'a Request<'a>,
    limit: Option<&'a Limit>,
    apart: Apart<'a>,
    pool: Vec<Waiting<'a>>,
    pub(super) taken: Vec<Candidate<'a>>,
}

impl<'a> Picker<'a> {
    /// A pool in the order in which equals are taken.
    pub(super) fn new(request: &'a Request<'a>, limit: Option<&'a Limit>, pool: Vec<Candidate<'a>>) -> Self {
        let waiting = |candidate: Candidate<'a>| Waiting { rank: first_rank(request, &candidate), candidate };
        let apart = Apart::of(request.banks.iter().map(|(bank, _)| *bank));
        Self { request, limit, apart, pool: pool.into_iter().map(waiting).collect(), taken: Vec::new() }
    }

    /// Whether the sitting is complete.
    pub(super) fn full(&self) -> bool {
        self.taken.len() >= self.request.total
    }

    /// What may still be asked: a critical topic that was asked is not asked again.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &Waiting<'a>> {
        self.pool.iter().filter(|one| self.has_room(&one.candidate))
    }

    fn has_room(&self, candidate: &Candidate<'a>) -> bool {
        let Some(limit) = self.limit else { return true };
        let article = |c: &Candidate<'a>| limit.article(&c.bank.document, c.question);
        let about = article(candidate);
        self.taken.iter().filter(|taken| article(taken) == about).count() < limit.most
    }

    /// Takes the best candidate of those that `fits`, unless the sitting is complete or there is none.
    pub(super) fn take(&mut self, fits: impl Fn(&Waiting<'a>) -> bool) -> bool {
        self.take_by(fits, |_| ())
    }

    /// The same where something counts more than missed clauses and touched ones: a question that was never asked.
    pub(super) fn take_new(&mut self, fits: impl Fn(&Waiting<'a>) -> bool) -> bool {
        self.take_by(fits, |rank| (rank.clashes, rank.repeats > 1, rank.seen))
    }

    fn take_by<K: Ord>(&mut self, fits: impl Fn(&Waiting<'a>) -> bool, first: impl Fn(&Rank) -> K) -> bool {
        if self.full() {
            return false;
        }
        let best = self.waiting().filter(|one| fits(one)).min_by_key(|one| (first(&one.rank), one.rank));
        let Some(best) = best.map(|one| one.candidate) else { return false };
        self.pool.retain(|one| one.candidate.question.id != best.question.id && !one.candidate.has_topic_of(&best));
        let parted = self.apart.from(best.question);
        for one in &mut self.pool {
            if one.rank.repeats < 2 {
                one.rank.repeats = one.rank.repeats.max(one.candidate.repeats(&best));
            }
            if parted.is_some_and(|parted| parted.contains(&one.candidate.question.id)) {
                one.rank.clashes += 1;
            }
        }
        self.taken.push(best);
        true
    }

    /// Which of these can be asked so that each of the topics still has a question that goes with it and with the
    /// others; of banks without lists all.
    pub(super) fn ways(&self, topics: &[(String, usize)], fits: impl Fn(&Waiting<'a>) -> bool) -> BTreeSet<QuestionId> {
        let of = |topic: &str| -> Vec<&'a Question> {
            let free = self.waiting().filter(|one| one.stands_apart() && one.is_for(Capacity::Participant));
            free.filter(|one| one.is_about(topic)).map(|one| one.candidate.question).collect()
        };
        let choices: Vec<Vec<&Question>> =
            if self.apart.is_empty() { vec![] } else { topics.iter().map(|(topic, _)| of(topic)).collect() };
        let allows = |one: &&'a Question| self.apart.allows(&mut vec![one], &choices, &mut { MOST_TRIES });
        let these = self.waiting().filter(|one| one.stands_apart() && fits(one)).map(|one| one.candidate.question);
        these.filter(allows).map(|one| one.id.clone()).collect()
    }
}

fn first_rank(request: &Request<'_>, candidate: &Candidate<'_>) -> Rank {
    let (document, question) = (&candidate.bank.document, candidate.question);
    let places = || question.clauses.iter().map(|clause| (document.clone(), clause.clone()));
    let missed = |place: Place| request.past.missed.contains(&place);
    let often = || places().filter_map(|place| request.past.often.get(&place).copied()).max().unwrap_or_default();
    let changed = |(of, article): &Place| of == document && question.clauses.iter().any(|one| one.is_within(article));
    Rank {
        clashes: 0,
        repeats: 0,
        not_missed: request.past.missed.is_empty() || !places().any(missed),
        known: if request.refresher { 100_u8.saturating_sub(often()) } else { 100 },
        unchanged: !request.refresher || !request.changed.iter().any(changed),
        seen: request.past.seen.contains(&question.id),
        not_refresher: request.refresher && !question.refresher,
    }
}
