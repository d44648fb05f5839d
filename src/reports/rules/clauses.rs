//! Which contents were answered wrongly most often, told so that nobody in a small group is told by it.

use crate::documents::rules::ClauseId;
use crate::tracking::rules::percent;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Fewer answers than these tell nothing.
const ANSWERS: i64 = 10;
/// A figure of fewer people would be about each of them.
const PEOPLE: i64 = 5;
/// Most contents that are named.
const NAMED: usize = 5;
/// What a full answer is worth.
const FULL: i64 = 100;

/// A content: a clause of a document.
pub(crate) type Content = (String, ClauseId);

/// Answers to questions on a content, of people of one department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) department_id: String,
    pub(crate) content: Content,
    pub(crate) answers: i64,
    /// Their points as the quiz gave them, 100 for a full answer.
    pub(crate) points: i64,
}

/// First sittings: how many people of each department, and what they answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FirstSittings {
    pub(crate) people: BTreeMap<String, i64>,
    pub(crate) answered: Vec<Answered>,
}

/// How a content was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missed {
    pub(crate) content: Content,
    pub(crate) answers: i64,
    /// Points that were lost; 100 for an answer that was wrong altogether.
    pub(crate) lost: i64,
}

impl Missed {
    /// How many answers were wrong, a part of one as a decimal (`12`, `12,5`), and the share of them (`30%`).
    pub(crate) fn words(&self) -> (String, String) {
        let tenths = (self.lost + 5) / 10;
        let wrong =
            if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{},{}", tenths / 10, tenths % 10) };
        (wrong, percent(self.lost, self.answers * FULL))
    }
}

/// What can be said of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Figures {
    /// Nobody was asked.
    Nothing,
    /// Too few people or answers.
    TooFew,
    /// The contents missed most, the worst first; of so many others too little is known.
    Known { worst: Vec<Missed>, unknown: usize },
}

impl FirstSittings {
    /// Of everybody.
    pub(crate) fn figures(&self) -> Figures {
        figures(self.people.values().sum(), self.answered.iter())
    }

    /// By department, those with enough people; and not so many of them that what is left of all is a smaller group.
    /// Nothing of a single department: its figures are everybody's.
    pub(crate) fn by_department(&self) -> BTreeMap<&str, Figures> {
        let mut shown: Vec<(i64, &str)> =
            self.people.iter().filter(|(_, n)| **n >= PEOPLE).map(|(id, n)| (*n, id.as_str())).collect();
        shown.sort_unstable_by_key(|one| Reverse(*one));
        let all: i64 = self.people.values().sum();
        let left = |shown: &[(i64, &str)]| all - shown.iter().map(|one| one.0).sum::<i64>();
        while (1..PEOPLE).contains(&left(&shown)) && shown.pop().is_some() {}
        if self.people.len() < 2 {
            return BTreeMap::new();
        }
        let of = |(n, id): (i64, &'_ str)| figures(n, self.answered.iter().filter(|one| one.department_id == id));
        shown.into_iter().map(|(n, id)| (id, of((n, id)))).collect()
    }
}

fn figures<'a>(people: i64, answered: impl Iterator<Item = &'a Answered>) -> Figures {
    let mut contents: BTreeMap<&Content, (i64, i64)> = BTreeMap::new();
    for one in answered {
        let sum = contents.entry(&one.content).or_default();
        sum.0 += one.answers;
        sum.1 += one.answers * FULL - one.points;
    }
    if contents.is_empty() {
        return Figures::Nothing;
    }
    let known = contents.iter().filter(|(_, sum)| people >= PEOPLE && sum.0 >= ANSWERS);
    let missed = known.map(|(content, sum)| Missed { content: (*content).clone(), answers: sum.0, lost: sum.1 });
    let mut worst: Vec<Missed> = missed.collect();
    if worst.is_empty() {
        return Figures::TooFew;
    }
    let unknown = contents.len() - worst.len();
    worst.retain(|one| one.lost > 0);
    // Of two equal shares the one that more answers stand for first; shares are compared as fractions.
    worst.sort_by(|a, b| (b.lost * a.answers).cmp(&(a.lost * b.answers)).then(b.answers.cmp(&a.answers)));
    worst.truncate(NAMED);
    Figures::Known { worst, unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(article: usize) -> Content {
        ("quy-che".to_owned(), ClauseId::parse(&format!("dieu-{article}")).unwrap())
    }

    fn answered(department: &str, article: usize, answers: i64, points: i64) -> Answered {
        Answered { department_id: department.to_owned(), content: content(article), answers, points }
    }

    fn sat(people: &[(&str, i64)], answered: Vec<Answered>) -> FirstSittings {
        FirstSittings { people: people.iter().map(|(id, n)| ((*id).to_owned(), *n)).collect(), answered }
    }

    fn named(figures: &Figures) -> Vec<(String, i64, String, String)> {
        let Figures::Known { worst, .. } = figures else { return Vec::new() };
        let one = |missed: &Missed| {
            let (wrong, share) = missed.words();
            (missed.content.1.to_string(), missed.answers, wrong, share)
        };
        worst.iter().map(one).collect()
    }

    #[test]
    fn a_part_of_an_answer_counts_as_the_quiz_counts_it() {
        let figures = sat(&[("a", 40)], vec![answered("a", 4, 40, 2750)]).figures();
        assert_eq!(named(&figures), [("dieu-4".to_owned(), 40, "12,5".to_owned(), "31,3%".to_owned())]);
        let figures = sat(&[("a", 40)], vec![answered("a", 4, 30, 2100), answered("a", 4, 10, 700)]).figures();
        assert_eq!(named(&figures), [("dieu-4".to_owned(), 40, "12".to_owned(), "30%".to_owned())]);
    }

    #[test]
    fn at_most_five_contents_are_named_the_worst_first_and_none_that_nobody_missed() {
        let all = (1..=8).map(|n| answered("a", n, 20, 2000 - i64::try_from(n).unwrap() * 100));
        let figures = sat(&[("a", 20)], all.chain([answered("a", 9, 20, 2000)]).collect()).figures();
        let named: Vec<String> = named(&figures).into_iter().map(|one| one.0).collect();
        assert_eq!(named, ["dieu-8", "dieu-7", "dieu-6", "dieu-5", "dieu-4"]);
        let right = sat(&[("a", 20)], vec![answered("a", 1, 20, 2000)]).figures();
        assert_eq!(right, Figures::Known { worst: Vec::new(), unknown: 0 });
    }

    #[test]
    fn fewer_than_ten_answers_or_five_people_tell_nothing() {
        let of = |people, answers| sat(&[("a", people)], vec![answered("a", 1, answers, 0)]).figures();
        assert_eq!(of(20, 9), Figures::TooFew);
        assert_eq!(of(4, 40), Figures::TooFew);
        assert!(matches!(of(5, 10), Figures::Known { .. }));
        assert_eq!(FirstSittings::default().figures(), Figures::Nothing);
        let mixed = sat(&[("a", 20)], vec![answered("a", 1, 9, 0), answered("a", 2, 10, 0)]).figures();
        assert!(matches!(&mixed, Figures::Known { worst, unknown: 1 } if worst.len() == 1), "{mixed:?}");
    }

    #[test]
    fn a_department_under_five_people_has_no_figures_and_none_follow_from_those_of_the_others() {
        let all = || ["a", "b", "c"].into_iter().map(|id| answered(id, 1, 20, 1000)).collect::<Vec<_>>();
        let shown = |people: &[(&str, i64)]| {
            sat(people, all()).by_department().into_keys().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(shown(&[("a", 8), ("b", 6), ("c", 5)]), ["a", "b", "c"]);
        assert_eq!(shown(&[("a", 8), ("b", 6), ("c", 4)]), ["a"], "all less a and b would be c");
        assert_eq!(shown(&[("a", 8), ("b", 3), ("c", 4)]), ["a"], "those left are seven");
        assert_eq!(shown(&[("a", 8), ("b", 4)]), Vec::<String>::new());
        assert_eq!(shown(&[("a", 8)]), Vec::<String>::new(), "they are everybody's");
    }
}
