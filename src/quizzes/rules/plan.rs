//! What a sitting is about and asks: everything the round examines and the person has not passed yet.

use super::bank::{Bank, Question};
use super::draw::ask;
use super::item::{Item, Order};
use super::pick::{Limit, Past, Place, Request};
use crate::documents::rules::ClauseId;
use crate::people::rules::{Capacities, Capacity};
use crate::rounds::rules::{Article, Asks, RoundKind, Settings};
use rand::Rng;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Most questions about one article when only some articles are examined again.
pub(super) const MOST: usize = 5;

/// A sitting, drawn and not started yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Passed, it counts for these, wherever the same text stands.
    pub articles: Vec<Article>,
    pub questions: Vec<(Item, Order)>,
    /// Whose banks were drawn from.
    pub documents: Vec<String>,
}

impl Plan {
    /// The articles that somebody has still to pass.
    pub fn about(asks: &Asks, who: &Capacities, passed: &BTreeSet<String>) -> Vec<Article> {
        asks.to_pass(who).filter(|one| !passed.contains(&one.sha256)).cloned().collect()
    }
}

/// Draws a sitting for somebody who has these capacities and has passed these articles (by their hash): by blueprint
/// and weights over everything at first; once something is passed, only about what has changed since. Where the round
/// has it so, no question of it is a câu điểm liệt: whoever marks it, then and later, finds it so in the sitting itself.
pub fn plan(
    asks: &Asks,
    round: (&Settings, RoundKind),
    banks: &[Bank],
    who: (&Capacities, &BTreeSet<String>),
    past: &Past,
    rng: &mut impl Rng,
) -> Plan {
    let (capacities, passed) = who;
    let articles = Plan::about(asks, capacities, passed);
    let whole = articles.len() == asks.to_pass(capacities).count();
    let limit = Limit { articles: articles.iter().filter_map(place).collect(), most: MOST };
    let limit = (!whole).then_some(limit);
    let chosen: Vec<(Cow<'_, Bank>, u16)> = asks
        .versions
        .iter()
        .filter(|one| articles.iter().any(|article| article.document_id == one.document_id))
        .filter_map(|one| {
            let bank = banks.iter().find(|bank| bank.document == one.document_id)?;
            Some((asked(bank, (capacities, &one.gone), limit.as_ref()), u16::try_from(one.weight).ok()?))
        })
        .collect();
    let weighted: Vec<(&Bank, u16)> = chosen.iter().map(|(bank, weight)| (bank.as_ref(), *weight)).collect();
    let under = chosen.iter().flat_map(|(bank, _)| capacities.under(&bank.document));
    let further: BTreeSet<Capacity> = under.filter(|one| *one != Capacity::Participant).collect();
    let further: Vec<Capacity> = further.into_iter().collect();
    let refresher = round.1 != RoundKind::Newcomer;
    let changed = changed(&articles, past);
    let total = usize::try_from(round.0.questions).unwrap_or_default();
    let request = Request {
        banks: &weighted,
        total: if whole { total } else { total.min(MOST * articles.len()) },
        audiences: &further,
        critical: !refresher || round.0.critical_fails > 0,
        past,
        changed: &changed,
        refresher,
    };
    let mut questions = ask(&request, limit.as_ref(), rng);
    if round.0.critical_fails == 0 {
        for (item, _) in &mut questions {
            item.critical = None;
        }
    }
    let documents = chosen.iter().map(|(bank, _)| bank.document.clone()).collect();
    Plan { articles, questions, documents }
}

/// Where an article stands, as questions name their clauses.
pub(super) fn place(one: &Article) -> Option<Place> {
    Some((one.document_id.clone(), ClauseId::parse(&one.article).ok()?))
}

/// Articles of which somebody has passed another text, or which have come since they passed the document; none where that
/// is all of them.
fn changed(articles: &[Article], past: &Past) -> BTreeSet<Place> {
    let is_known = |one: &&Article| past.documents.contains(&one.document_id);
    let new = articles.iter().filter(|one| !past.passed.contains(&one.sha256)).filter(is_known);
    let changed: BTreeSet<Place> = new.filter_map(place).collect();
    if changed.len() == articles.len() { BTreeSet::new() } else { changed }
}

/// The bank without what is not for this person under its document, about a clause the text no longer has, or not about
/// what is examined again.
fn asked<'a>(bank: &'a Bank, (who, gone): (&Capacities, &BTreeSet<String>), limit: Option<&Limit>) -> Cow<'a, Bank> {
    let fits = |question: &Question| {
        let about = limit.is_none_or(|limit| limit.article(&bank.document, question).is_some());
        about && who.has(&bank.document, question.audience) && !gone.contains(question.id.as_str())
    };
    if limit.is_none() && bank.questions.iter().all(fits) {
        return Cow::Borrowed(bank);
    }
    let questions = bank.questions.iter().filter(|question| fits(question)).cloned().collect();
    Cow::Owned(Bank { questions, ..bank.clone() })
}
