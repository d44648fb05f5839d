//! How many questions a sitting will have, before it is drawn: what is promised is what is asked.

use super::Bank;
use super::bank::{Question, QuestionId};
use super::draw::EXTRA;
use super::pick::Place;
use super::plan::{MOST, Plan, place};
use crate::people::rules::{Capacities, Capacity};
use crate::rounds::rules::{Asks, Settings};
use std::collections::{BTreeMap, BTreeSet};

/// How many questions the next sitting of somebody who has these capacities and has passed these articles (by their
/// hash) has; 0: nothing is to be passed. Where a critical topic stands in several articles that are examined again, a
/// drawing may find one more.
pub fn yields(asks: &Asks, settings: &Settings, banks: &[Bank], who: (&Capacities, &BTreeSet<String>)) -> i64 {
    let (capacities, passed) = who;
    let articles = Plan::about(asks, capacities, passed);
    let whole = articles.len() == asks.to_pass(capacities).count();
    let limit: Option<Vec<Place>> = (!whole).then(|| articles.iter().filter_map(place).collect());
    let wanted = usize::try_from(settings.questions).unwrap_or_default();
    let total = if whole { wanted } else { wanted.min(MOST * articles.len()) };
    let mut sitting = Sitting { limit, total, ..Sitting::default() };
    let mut pool: Vec<(&Bank, &Question)> = Vec::new();
    let mut known: BTreeSet<&QuestionId> = BTreeSet::new();
    let mut further: BTreeSet<Capacity> = BTreeSet::new();
    for one in asks.versions.iter().filter(|one| articles.iter().any(|a| a.document_id == one.document_id)) {
        let Some(bank) = banks.iter().find(|bank| bank.document == one.document_id) else { continue };
        further.extend(capacities.under(&bank.document));
        let fits = |question: &&Question| {
            capacities.has(&bank.document, question.audience) && !one.gone.contains(question.id.as_str())
        };
        pool.extend(bank.questions.iter().filter(fits).filter(|one| known.insert(&one.id)).map(|one| (bank, one)));
    }
    let of = |capacity| pool.iter().filter(move |one| one.1.audience == capacity);
    sitting.take(of(Capacity::Participant).filter(|one| one.1.critical.is_some()), usize::MAX);
    for capacity in further.into_iter().filter(|one| *one != Capacity::Participant) {
        sitting.take(of(capacity), EXTRA);
    }
    sitting.take(of(Capacity::Participant).filter(|one| one.1.critical.is_none()), usize::MAX);
    i64::try_from(sitting.taken).unwrap_or(i64::MAX)
}

/// What is counted.
#[derive(Default)]
struct Sitting<'a> {
    /// The articles that are examined again; `None`: everything.
    limit: Option<Vec<Place>>,
    total: usize,
    taken: usize,
    topics: BTreeSet<&'a str>,
    /// Questions by article, by its place in the limit.
    had: BTreeMap<usize, usize>,
}

impl<'a> Sitting<'a> {
    /// Takes those of these that have room, at most `most` of them.
    fn take<'b>(&mut self, these: impl Iterator<Item = &'b (&'a Bank, &'a Question)>, most: usize)
    where
        'a: 'b,
    {
        let mut left = most;
        for (bank, question) in these {
            if left == 0 || self.taken >= self.total {
                return;
            }
            left -= usize::from(self.is_taken(bank, question));
        }
    }

    fn is_taken(&mut self, bank: &Bank, question: &'a Question) -> bool {
        let topic = question.critical.as_deref();
        if topic.is_some_and(|topic| self.topics.contains(topic)) {
            return false;
        }
        if let Some(limit) = &self.limit {
            let Some(main) = question.clauses.first() else { return false };
            let about = |(of, article): &Place| *of == bank.document && main.is_within(article);
            let Some(article) = limit.iter().position(about) else { return false };
            let had = self.had.entry(article).or_default();
            if *had >= MOST {
                return false;
            }
            *had += 1;
        }
        self.topics.extend(topic);
        self.taken += 1;
        true
    }
}
