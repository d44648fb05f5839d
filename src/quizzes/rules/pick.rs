//! Taking questions out of a pool one by one, the best first.

use std::collections::BTreeSet;

use super::bank::{Bank, Question, QuestionId};
use crate::documents::rules::ClauseId;
use crate::people::rules::Capacity;

/// A clause of a document: the address alone could mean two documents.
pub type Place = (String, ClauseId);

/// What a sitting is to be made of.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The banks, each with its weight beside the others.
    pub banks: &'a [(&'a Bank, u16)],
    /// How many questions, everything counted.
    pub total: usize,
    /// What the person is beside a participant; two questions for each, inside the total.
    pub audiences: &'a [Capacity],
    /// Clauses the person missed before: asked first.
    pub missed: &'a BTreeSet<Place>,
    /// Questions the person was asked before: avoided while others wait.
    pub seen: &'a BTreeSet<QuestionId>,
    /// A yearly round: questions for people who know the basics are preferred.
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
}

/// How much a candidate is worth asking now; less is better, fields from heavy to light.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// 0: none of its clauses was asked yet; 1: one of them was; 2: its main clause was the main one.
    repeats: u8,
    /// Tests nothing that the person missed before.
    not_missed: bool,
    /// Was asked to the person before.
    seen: bool,
    /// A refresher round and not a question for it.
    not_refresher: bool,
}

/// The pool, in random order, and what was taken from it.
pub(super) struct Picker<'a> {
    request: &'a Request<'a>,
    limit: Option<&'a Limit>,
    pool: Vec<Candidate<'a>>,
    pub(super) taken: Vec<Candidate<'a>>,
    clauses: BTreeSet<(&'a str, &'a ClauseId)>,
    mains: BTreeSet<(&'a str, &'a ClauseId)>,
    topics: BTreeSet<&'a str>,
}

impl<'a> Picker<'a> {
    /// A pool in the order in which equals are taken; the same question twice counts once.
    pub(super) fn new(request: &'a Request<'a>, limit: Option<&'a Limit>, mut pool: Vec<Candidate<'a>>) -> Self {
        let mut ids: BTreeSet<&QuestionId> = BTreeSet::new();
        pool.retain(|candidate| ids.insert(&candidate.question.id));
        Self {
            request,
            limit,
            pool,
            taken: Vec::new(),
            clauses: BTreeSet::new(),
            mains: BTreeSet::new(),
            topics: BTreeSet::new(),
        }
    }

    /// Whether the sitting is complete.
    pub(super) fn full(&self) -> bool {
        self.taken.len() >= self.request.total
    }

    /// What may still be asked: a critical topic that was asked is not asked again.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &Candidate<'a>> {
        let open = |topic: &str| !self.topics.contains(topic);
        self.pool.iter().filter(move |c| c.question.critical.as_deref().is_none_or(open) && self.has_room(c))
    }

    fn has_room(&self, candidate: &Candidate<'a>) -> bool {
        let Some(limit) = self.limit else { return true };
        let article = |c: &Candidate<'a>| limit.article(&c.bank.document, c.question);
        let about = article(candidate);
        self.taken.iter().filter(|taken| article(taken) == about).count() < limit.most
    }

    /// Takes the best candidate of those that `fits`, unless the sitting is complete or there is none.
    pub(super) fn take(&mut self, fits: impl Fn(&Self, &Candidate<'a>) -> bool) -> bool {
        let best = self.waiting().filter(|c| fits(self, c)).min_by_key(|c| self.rank(c)).copied();
        let Some(best) = best.filter(|_| !self.full()) else {
            return false;
        };
        self.pool.retain(|candidate| candidate.question.id != best.question.id);
        let document = best.bank.document.as_str();
        self.clauses.extend(best.question.clauses.iter().map(|clause| (document, clause)));
        self.mains.extend(best.question.clauses.first().map(|clause| (document, clause)));
        self.topics.extend(best.question.critical.as_deref());
        self.taken.push(best);
        true
    }

    /// Whether none of its clauses was asked yet.
    pub(super) fn is_fresh(&self, candidate: &Candidate<'a>) -> bool {
        self.repeats(candidate) == 0
    }

    /// Whether it tests a clause that the person missed before.
    pub(super) fn is_missed(&self, candidate: &Candidate<'a>) -> bool {
        let document = &candidate.bank.document;
        candidate.question.clauses.iter().any(|c| self.request.missed.contains(&(document.clone(), c.clone())))
    }

    fn rank(&self, candidate: &Candidate<'a>) -> Rank {
        Rank {
            repeats: self.repeats(candidate),
            not_missed: !self.is_missed(candidate),
            seen: self.request.seen.contains(&candidate.question.id),
            not_refresher: self.request.refresher && !candidate.question.refresher,
        }
    }

    fn repeats(&self, candidate: &Candidate<'a>) -> u8 {
        let document = candidate.bank.document.as_str();
        let clauses = &candidate.question.clauses;
        let main_again = clauses.first().is_some_and(|main| self.mains.contains(&(document, main)));
        let touches = clauses.iter().any(|clause| self.clauses.contains(&(document, clause)));
        u8::from(touches) + u8::from(main_again)
    }
}
