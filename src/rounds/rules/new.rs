//! A round to open, and the texts it asks about.

use super::{Ask, RoundKind, Settings};
use crate::people::rules::Capacity;

/// A round to open.
#[derive(Clone, Debug)]
pub struct NewRound {
    /// `None` makes one.
    pub id: Option<String>,
    pub name: String,
    pub kind: RoundKind,
    pub group_id: String,
    pub settings: Settings,
    pub texts: Texts,
    /// The same day for everybody, `YYYY-MM-DD`; `None`: counted for each.
    pub due_on: Option<String>,
    pub audience: Audience,
    /// The round that this one goes on from.
    pub follows: Option<String>,
}

/// Whom a round is for: each list that is not empty narrows it; everybody where all are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// Ids.
    pub departments: Vec<String>,
    pub capacities: Vec<Capacity>,
    /// Who joined before this day, `YYYY-MM-DD`.
    pub joined_before: Option<String>,
    /// Ids.
    pub people: Vec<String>,
    /// Only who is in this Zalo group; an id.
    pub in_group: Option<String>,
}

impl Audience {
    /// As rows: kind and thing.
    pub(crate) fn rows(&self) -> Vec<(&'static str, String)> {
        let departments = self.departments.iter().map(|one| ("department", one.clone()));
        let capacities = self.capacities.iter().map(|one| ("capacity", one.as_str().to_owned()));
        let group = self.in_group.iter().map(|one| ("group", one.clone()));
        let joined = self.joined_before.iter().map(|one| ("joined_before", one.clone()));
        departments
            .chain(capacities)
            .chain(joined)
            .chain(group)
            .chain(self.people.iter().map(|one| ("person", one.clone())))
            .collect()
    }

    /// It is for everybody.
    pub fn is_everybody(&self) -> bool {
        self.rows().is_empty()
    }
}

/// Which texts a round asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Texts {
    /// Every text in force that has something to read: to be read and confirmed, and examined where its bank asks about it.
    Everything,
    /// These, in this order.
    These(Vec<TextAsks>),
}

/// A text, and what is asked about it: to read it always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextAsks {
    pub document_id: String,
    pub quiz: bool,
    pub acknowledge: bool,
}

impl TextAsks {
    /// What it asks, in the order of the way.
    pub fn asks(&self) -> Vec<Ask> {
        let wanted = [(true, Ask::Read), (self.quiz, Ask::Quiz), (self.acknowledge, Ask::Acknowledge)];
        wanted.into_iter().filter(|one| one.0).map(|one| one.1).collect()
    }
}

impl Texts {
    /// What is wrong with a choice whatever the texts are: the field, and a key of `texts/`. The way of every round
    /// ends with a confirmation, so one of its texts is confirmed.
    pub(crate) fn refusal(&self) -> Option<(&'static str, &'static str)> {
        let Self::These(texts) = self else { return None };
        let confirmed = texts.iter().any(|one| one.acknowledge);
        match () {
            () if texts.is_empty() => Some(("document", "round.no_text")),
            () if !confirmed => Some(("acknowledge", "round.no_commitment")),
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(quiz: bool, acknowledge: bool) -> TextAsks {
        TextAsks { document_id: "noi-quy".to_owned(), quiz, acknowledge }
    }

    #[test]
    fn a_text_is_read_before_anything_else_is_asked_about_it() {
        assert_eq!(text(false, false).asks(), [Ask::Read]);
        assert_eq!(text(true, true).asks(), [Ask::Read, Ask::Quiz, Ask::Acknowledge]);
    }

    #[test]
    fn a_round_has_a_text_and_a_commitment() {
        assert_eq!(Texts::These(Vec::new()).refusal(), Some(("document", "round.no_text")));
        assert_eq!(Texts::These(vec![text(true, false)]).refusal(), Some(("acknowledge", "round.no_commitment")));
        assert_eq!(Texts::These(vec![text(true, false), text(false, true)]).refusal(), None);
        assert_eq!(Texts::Everything.refusal(), None);
    }
}
