//! Putting a sitting together.

use std::collections::{BTreeMap, BTreeSet};

use rand::{Rng, seq::SliceRandom};

use super::bank::QuestionId;
use super::drawn::Drawn;
use super::item::{Item, Order};
use super::pick::{Candidate, Limit, Picker, Request, Waiting};
use crate::people::rules::Capacity;

/// How many questions about a further capacity of theirs people get.
pub(super) const EXTRA: usize = 2;

/// Draws a sitting: at most `total` questions, none twice, in random order, options shuffled.
///
/// In this order: one question for every critical topic of the participants' part, one not seen before if there is; two
/// for each further capacity; one for every clause the person missed before; in a round for people who know the basics
/// one for every clause that the organisation misses, the most missed first, and for every clause of a changed article;
/// the rest so that banks and groups come to their shares (largest remainder). Each time a question whose clauses were not asked yet goes before one that repeats a clause, even of a group that
/// has had its share. A critical topic is never asked twice.
///
/// Two questions that the banks keep apart never stand in one sitting while others wait, neither for a capacity nor for
/// a missed clause nor for a share; of the questions on critical topics such are chosen as go together. Two things alone
/// break a list: critical topics of which no choice goes together, for each is asked; and the number of questions that
/// was promised, when nothing else waits. The lists are those of the banks drawn from.
pub fn draw(request: &Request<'_>, rng: &mut impl Rng) -> Vec<Drawn> {
    ask(request, None, rng).into_iter().filter_map(|(item, order)| item.shown(&order)).collect()
}

/// The same as what is stored of it: each question with the order of its options.
pub(super) fn ask(request: &Request<'_>, limit: Option<&Limit>, rng: &mut impl Rng) -> Vec<(Item, Order)> {
    let taken = choose(request, limit, pool(request), rng);
    let one = |candidate: &Candidate<'_>| {
        let order = Order::any(&candidate.question.kind, rng);
        (Item::new(candidate.bank, candidate.question), order)
    };
    taken.iter().map(one).collect()
}

/// What is asked, in the order in which it is asked.
pub(super) fn choose<'a>(
    request: &'a Request<'a>,
    limit: Option<&'a Limit>,
    mut pool: Vec<Candidate<'a>>,
    rng: &mut impl Rng,
) -> Vec<Candidate<'a>> {
    pool.shuffle(rng);
    let mut picker = Picker::new(request, limit, pool);
    if request.critical {
        take_critical(&mut picker, request.total, rng);
    }
    let extras = take_extras(&mut picker, request.audiences, apart);
    for is_due in [Waiting::is_missed, Waiting::is_missed_by_many, Waiting::is_about_change] {
        while picker.take(|c| c.is_for(Capacity::Participant) && c.stands_apart() && is_due(c) && c.is_fresh()) {}
    }
    let quotas = quotas(request, request.total.saturating_sub(extras));
    take_shares(&mut picker, &quotas, apart);
    take_extras(&mut picker, request.audiences, any);
    take_shares(&mut picker, &quotas, any);
    let mut taken = picker.taken;
    taken.shuffle(rng);
    taken
}

/// Every question of every bank, each once. Questions outside the blueprint form one more group behind the others of
/// their bank.
pub(super) fn pool<'a>(request: &Request<'a>) -> Vec<Candidate<'a>> {
    let mut first_group = 0;
    let mut all = Vec::new();
    let mut ids: BTreeSet<&QuestionId> = BTreeSet::new();
    for (bank, _) in request.banks {
        let group = |question| first_group + bank.group_of(question).unwrap_or(bank.blueprint.len());
        let new = bank.questions.iter().filter(|question| ids.insert(&question.id));
        all.extend(new.map(|question| Candidate { bank, question, group: group(question) }));
        first_group += bank.blueprint.len() + 1;
    }
    all
}

/// One question a topic; the topics with the least choice first, so that they need not repeat a clause.
fn take_critical(picker: &mut Picker<'_>, total: usize, rng: &mut impl Rng) {
    let mut choice: BTreeMap<String, usize> = BTreeMap::new();
    for one in picker.waiting().filter(|c| c.is_for(Capacity::Participant)) {
        if let Some(topic) = &one.candidate.question.critical {
            *choice.entry(topic.clone()).or_default() += 1;
        }
    }
    let mut topics: Vec<(String, usize)> = choice.into_iter().collect();
    topics.shuffle(rng);
    topics.truncate(total);
    topics.sort_by_key(|(_, count)| *count);
    topics.reverse();
    while let Some((topic, _)) = topics.pop() {
        let fits = |one: &Waiting<'_>| one.is_for(Capacity::Participant) && one.is_about(&topic);
        let way: BTreeSet<QuestionId> = picker.ways(&topics, fits);
        if !picker.take_new(|one| fits(one) && way.contains(&one.candidate.question.id)) {
            picker.take_new(fits);
        }
    }
}

fn apart(one: &Waiting<'_>) -> bool {
    one.stands_apart()
}

fn any(_: &Waiting<'_>) -> bool {
    true
}

/// Questions about the duties of further capacities; how many there are.
fn take_extras(picker: &mut Picker<'_>, audiences: &[Capacity], fits: fn(&Waiting<'_>) -> bool) -> usize {
    let extra: BTreeSet<Capacity> = audiences.iter().copied().filter(|a| *a != Capacity::Participant).collect();
    for audience in &extra {
        let lacks = |picker: &Picker<'_>| picker.taken.iter().filter(|c| c.is_for(*audience)).count() < EXTRA;
        while lacks(picker) && picker.take(|c| c.is_for(*audience) && fits(c)) {}
    }
    picker.taken.iter().filter(|c| !c.is_for(Capacity::Participant)).count()
}

/// Fills the sitting: each time the group that lacks most among those that have a fresh clause to offer,
/// and when no clause is fresh, among all.
fn take_shares(picker: &mut Picker<'_>, quotas: &[usize], fits: fn(&Waiting<'_>) -> bool) {
    let mut had = vec![0_usize; quotas.len()];
    for candidate in picker.taken.iter().filter(|c| c.is_for(Capacity::Participant)) {
        if let Some(count) = had.get_mut(candidate.group) {
            *count += 1;
        }
    }
    while let Some(group) = neediest(picker, quotas, &had, fits) {
        if !picker.take(|c| c.is_for(Capacity::Participant) && c.candidate.group == group && fits(c)) {
            return;
        }
        if let Some(count) = had.get_mut(group) {
            *count += 1;
        }
    }
}

/// The group to take from next; `None` when nothing waits or the sitting is complete.
fn neediest(picker: &Picker<'_>, quotas: &[usize], had: &[usize], fits: fn(&Waiting<'_>) -> bool) -> Option<usize> {
    if picker.full() {
        return None;
    }
    let mut offers = vec![[false; 2]; quotas.len()];
    for one in picker.waiting().filter(|c| c.is_for(Capacity::Participant) && fits(c)) {
        if let Some([any, fresh]) = offers.get_mut(one.candidate.group) {
            *any = true;
            *fresh |= one.is_fresh();
        }
    }
    let lack = |group: &usize| {
        let [quota, had] = [quotas, had].map(|counts| counts.get(*group).copied().unwrap_or_default());
        (had.saturating_sub(quota), std::cmp::Reverse(quota.saturating_sub(had)), *group)
    };
    let of = |fresh: bool| {
        let groups = offers.iter().enumerate().filter(move |(_, [any, is_fresh])| *any && (*is_fresh || !fresh));
        groups.map(|(group, _)| group).min_by_key(lack)
    };
    of(true).or_else(|| of(false))
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
