//! What a person is asked from the banks that are shipped, over thousands of sittings.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rand::{RngExt, rngs::StdRng};

use super::super::draw::{choose, pool};
use super::super::pick::Candidate;
use super::super::{Bank, Past, Place, Question, QuestionId, Request};
use super::rng;
use crate::people::rules::Capacity;

/// The questions of a sitting, and the weights of the first text of a round and of the others, as they are shipped.
const TOTAL: usize = 20;
const WEIGHTS: [u16; 2] = [4, 1];

static BANKS: LazyLock<[Bank; 2]> = LazyLock::new(|| {
    [
        include_str!("../../../../quizzes/quy-che-nhom-zalo.toml"),
        include_str!("../../../../quizzes/quyet-dinh-874.toml"),
    ]
    .map(|text| Bank::parse(text).unwrap())
});

/// Draws many times for a person of this capacity, of whom this much is known.
fn draw(
    audience: Capacity,
    past: &Past,
    rng: &mut StdRng,
    times: usize,
    mut see: impl FnMut(&[Candidate<'_>], &mut StdRng),
) {
    let own = BANKS.each_ref().map(|bank| {
        let fits = |one: &&Question| one.audience == Capacity::Participant || one.audience == audience;
        Bank { questions: bank.questions.iter().filter(fits).cloned().collect(), ..bank.clone() }
    });
    let banks: Vec<(&Bank, u16)> = own.iter().zip(WEIGHTS).collect();
    let (audiences, changed) = (&[audience], &BTreeSet::new());
    let request = Request { banks: &banks, total: TOTAL, audiences, critical: true, past, changed, refresher: false };
    let all = pool(&request);
    for _ in 0..times {
        see(&choose(&request, None, all.clone(), rng), rng);
    }
}

/// What is wrong with a sitting: a list it breaks, a clause that is main twice. Others always wait: there are more clauses
/// than a sitting has questions.
fn faults(asked: &[Candidate<'_>]) -> Vec<String> {
    let lists = BANKS.iter().flat_map(|bank| &bank.apart);
    let ids: BTreeSet<&QuestionId> = asked.iter().map(|one| &one.question.id).collect();
    let broken = lists.filter(|list| list.questions.iter().filter(|id| ids.contains(id)).count() > 1);
    let mut faults: Vec<String> = broken.map(|list| format!("{:?}", list.questions)).collect();
    let mut mains = BTreeSet::new();
    let twice = asked.iter().filter(|one| !mains.insert((&one.bank.document, &one.question.clauses[0])));
    faults.extend(twice.map(|one| format!("{} {}: main again", one.bank.document, one.question.clauses[0])));
    faults
}

fn topics() -> BTreeSet<&'static str> {
    members().filter_map(|one| one.critical.as_deref()).collect()
}

fn members() -> impl Iterator<Item = &'static Question> {
    BANKS.iter().flat_map(|bank| &bank.questions).filter(|one| one.audience == Capacity::Participant)
}

/// Which questions a member meets in so many first sittings, and what is wrong with these.
fn first_sittings(seed: u64, times: usize) -> (BTreeSet<QuestionId>, BTreeSet<String>) {
    let (mut met, mut found) = (BTreeSet::new(), BTreeSet::new());
    draw(Capacity::Participant, &Past::default(), &mut rng(seed), times, |asked, _| {
        assert_eq!(asked.len(), TOTAL);
        found.extend(faults(asked));
        met.extend(
            asked.iter().map(|one| &one.question.id).filter(|id| !met.contains(*id)).cloned().collect::<Vec<_>>(),
        );
    });
    (met, found)
}

#[test]
fn ten_thousand_first_sittings_keep_apart_what_belongs_apart_and_reach_every_question() {
    let parts = std::thread::scope(|scope| {
        let halves = [11, 12].map(|seed| scope.spawn(move || first_sittings(seed, 5_000)));
        halves.map(|half| half.join().unwrap())
    });
    let found: BTreeSet<&String> = parts.iter().flat_map(|(_, found)| found).collect();
    let is_met = |id: &QuestionId| parts.iter().any(|(met, _)| met.contains(id));
    let never: Vec<&str> = members().map(|one| &one.id).filter(|id| !is_met(id)).map(QuestionId::as_str).collect();
    assert_eq!((found, never), (BTreeSet::new(), Vec::new()));
}

#[test]
fn leaders_and_supporters_have_two_questions_of_their_own_and_none_that_tells_another() {
    for capacity in [Capacity::Leadership, Capacity::Support] {
        let mut found = BTreeSet::new();
        draw(capacity, &Past::default(), &mut rng(12), 1_000, |asked, _| {
            assert_eq!(asked.len(), TOTAL);
            assert_eq!(asked.iter().filter(|one| one.is_for(capacity)).count(), 2);
            found.extend(faults(asked));
        });
        assert_eq!(found, BTreeSet::new(), "{capacity:?}");
    }
}

#[test]
fn a_third_sitting_has_a_new_question_on_every_critical_topic_and_is_mostly_new() {
    let mut rng = rng(13);
    let mut found = BTreeSet::new();
    for _ in 0..300 {
        let mut person = Past::default();
        for sitting in 1..=3 {
            let mut next = Past::default();
            draw(Capacity::Participant, &person, &mut rng, 1, |asked, rng| {
                found.extend(faults(asked).into_iter().map(|fault| format!("sitting {sitting}: {fault}")));
                if sitting == 3 {
                    found.extend(old(asked, &person));
                }
                next.seen =
                    person.seen.iter().cloned().chain(asked.iter().map(|one| one.question.id.clone())).collect();
                next.missed = asked.iter().filter(|_| rng.random_range(0..4) == 0).flat_map(places).collect();
            });
            person = next;
        }
    }
    assert_eq!(found, BTreeSet::new());
}

fn places(one: &Candidate<'_>) -> Vec<Place> {
    one.question.clauses.iter().map(|clause| (one.bank.document.clone(), clause.clone())).collect()
}

/// What of a sitting is not new enough for somebody who has seen others.
fn old(asked: &[Candidate<'_>], person: &Past) -> Vec<String> {
    let new = |one: &&Candidate<'_>| !person.seen.contains(&one.question.id);
    let topics_with_new: BTreeSet<&str> =
        asked.iter().filter(new).filter_map(|one| one.question.critical.as_deref()).collect();
    let mut old: Vec<String> = topics()
        .into_iter()
        .filter(|topic| !topics_with_new.contains(topic))
        .map(|topic| format!("nothing new on {topic}"))
        .collect();
    let many = asked.iter().filter(new).count();
    old.extend((2 * many <= TOTAL).then(|| format!("only {many} new questions")));
    old
}
