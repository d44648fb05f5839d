//! Putting a sitting together.

use std::collections::{BTreeMap, BTreeSet};

use rand::{Rng, seq::SliceRandom};

use super::drawn::Drawn;
use super::item::{Item, Order};
use super::pick::{Candidate, Limit, Picker, Request};
use crate::people::rules::Capacity;

/// How many questions about a further capacity of theirs people get.
pub(super) const EXTRA: usize = 2;

/// Draws a sitting: at most `total` questions, none twice, in random order, options shuffled.
///
/// In this order: one question for every critical topic of the participants' part; two for each further capacity; one
/// for every clause missed before; the rest so that banks and groups come to their shares (largest remainder).
/// Each time a question whose clauses were not asked yet goes before one that repeats a clause, even of a group that
/// has had its share. A critical topic is never asked twice.
pub fn draw(request: &Request<'_>, rng: &mut impl Rng) -> Vec<Drawn> {
    ask(request, None, rng).into_iter().filter_map(|(item, order)| item.shown(&order)).collect()
}

/// The same as what is stored of it: each question with the order of its options.
pub(super) fn ask(request: &Request<'_>, limit: Option<&Limit>, rng: &mut impl Rng) -> Vec<(Item, Order)> {
    let mut pool = pool(request);
    pool.shuffle(rng);
    let mut picker = Picker::new(request, limit, pool);
    take_critical(&mut picker, request.total, rng);
    let extras = take_extras(&mut picker, request.audiences);
    while picker.take(|p, c| c.is_for(Capacity::Participant) && p.is_missed(c) && p.is_fresh(c)) {}
    take_shares(&mut picker, &quotas(request, request.total.saturating_sub(extras)));
    let mut taken = picker.taken;
    taken.shuffle(rng);
    let one = |candidate: &Candidate<'_>| {
        let order = Order::any(&candidate.question.kind, rng);
        (Item::new(candidate.bank, candidate.question), order)
    };
    taken.iter().map(one).collect()
}

/// Every question of every bank. Questions outside the blueprint form one more group behind the others of their bank.
fn pool<'a>(request: &Request<'a>) -> Vec<Candidate<'a>> {
    let mut first_group = 0;
    let mut all = Vec::new();
    for (bank, _) in request.banks {
        let group = |question| first_group + bank.group_of(question).unwrap_or(bank.blueprint.len());
        all.extend(bank.questions.iter().map(|question| Candidate { bank, question, group: group(question) }));
        first_group += bank.blueprint.len() + 1;
    }
    all
}

/// One question a topic; the topics with the least choice first, so that they need not repeat a clause.
fn take_critical(picker: &mut Picker<'_>, total: usize, rng: &mut impl Rng) {
    let mut choice: BTreeMap<String, usize> = BTreeMap::new();
    for candidate in picker.waiting().filter(|c| c.is_for(Capacity::Participant)) {
        if let Some(topic) = &candidate.question.critical {
            *choice.entry(topic.clone()).or_default() += 1;
        }
    }
    let mut topics: Vec<(String, usize)> = choice.into_iter().collect();
    topics.shuffle(rng);
    topics.truncate(total);
    topics.sort_by_key(|(_, count)| *count);
    for (topic, _) in topics {
        picker.take(|_, c| c.is_for(Capacity::Participant) && c.question.critical.as_ref() == Some(&topic));
    }
}

/// Questions about the duties of further capacities; how many were found.
fn take_extras(picker: &mut Picker<'_>, audiences: &[Capacity]) -> usize {
    let extra: BTreeSet<Capacity> = audiences.iter().copied().filter(|a| *a != Capacity::Participant).collect();
    let before = picker.taken.len();
    for audience in extra {
        for _ in 0..EXTRA {
            picker.take(|_, c| c.is_for(audience));
        }
    }
    picker.taken.len() - before
}

/// Fills the sitting: each time the group that lacks most among those that have a fresh clause to offer,
/// and when no clause is fresh, among all.
fn take_shares(picker: &mut Picker<'_>, quotas: &[usize]) {
    let mut had = vec![0_usize; quotas.len()];
    for candidate in picker.taken.iter().filter(|c| c.is_for(Capacity::Participant)) {
        if let Some(count) = had.get_mut(candidate.group) {
            *count += 1;
        }
    }
    while let Some(group) = neediest(picker, quotas, &had) {
        if !picker.take(|_, c| c.is_for(Capacity::Participant) && c.group == group) {
            return;
        }
        if let Some(count) = had.get_mut(group) {
            *count += 1;
        }
    }
}

/// The group to take from next; `None` when nothing waits.
fn neediest(picker: &Picker<'_>, quotas: &[usize], had: &[usize]) -> Option<usize> {
    let offers = |fresh: bool| -> BTreeSet<usize> {
        let members = picker.waiting().filter(|c| c.is_for(Capacity::Participant));
        members.filter(|c| !fresh || picker.is_fresh(c)).map(|c| c.group).collect()
    };
    let lack = |group: &usize| {
        let [quota, had] = [quotas, had].map(|counts| counts.get(*group).copied().unwrap_or_default());
        (had.saturating_sub(quota), std::cmp::Reverse(quota.saturating_sub(had)), *group)
    };
    let fresh = offers(true);
    let groups = if fresh.is_empty() { offers(false) } else { fresh };
    groups.into_iter().min_by_key(lack)
}

/// How many questions each group is to have, the group outside the blueprint none.
fn quotas(request: &Request<'_>, total: usize) -> Vec<usize> {
    let weights: Vec<usize> = request.banks.iter().map(|(_, weight)| usize::from(*weight)).collect();
    let banks = request.banks.iter().zip(apportion(total, &weights));
    let groups = banks.flat_map(|((bank, _), count)| {
        let shares: Vec<usize> = bank.blueprint.iter().map(|group| usize::from(group.share)).collect();
        let mut groups = apportion(count, &shares);
        groups.push(0);
        groups
    });
    groups.collect()
}

/// Splits `total` by weight with the method of the largest remainder; nothing when all weights are 0.
pub(super) fn apportion(total: usize, weights: &[usize]) -> Vec<usize> {
    let sum: usize = weights.iter().sum();
    let exact = |weight: &usize| total.saturating_mul(*weight);
    let mut parts: Vec<usize> = weights.iter().map(|w| exact(w).checked_div(sum).unwrap_or_default()).collect();
    let mut order: Vec<usize> =
        (0..weights.len()).filter(|place| weights.get(*place).is_some_and(|w| *w > 0)).collect();
    let rest = |place: &usize| weights.get(*place).map_or(0, |w| exact(w).checked_rem(sum).unwrap_or_default());
    order.sort_by_key(|place| std::cmp::Reverse(rest(place)));
    let missing = total.saturating_sub(parts.iter().sum());
    for place in order.into_iter().take(missing) {
        if let Some(part) = parts.get_mut(place) {
            *part += 1;
        }
    }
    parts
}
