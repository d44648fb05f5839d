//! What a round asks, and of whom: an obligation is what is asked minus what is done.

use super::DueRule;
use crate::calendar::rules::{Calendar, Rests};
use crate::people::rules::{Capacities, Capacity};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

text_enum! {
    /// One thing that can be asked about a version.
    pub enum Ask {
        Read = "read",
        Quiz = "quiz",
        Acknowledge = "acknowledge",
    }
}

impl Ask {
    /// On screen, from `texts/`.
    pub fn words(self) -> &'static str {
        crate::text::find(&format!("ask.{self}")).unwrap_or_default()
    }
}

text_enum! {
    pub enum RoundKind {
        /// Rolling: everybody who comes is in it.
        Newcomer = "newcomer",
        /// Everybody again.
        Yearly = "yearly",
        /// Each again before what they confirmed ends.
        Rolling = "rolling",
        /// A text that has changed is confirmed again.
        Changed = "changed",
    }
}

impl RoundKind {
    /// On screen, from `texts/`.
    pub fn words(self) -> &'static str {
        crate::text::find(&format!("round_kind.{self}")).unwrap_or_default()
    }

    /// As rounds were told apart before there were more kinds: for newcomers, or for everybody again.
    pub(crate) fn coarse(self) -> Self {
        if self == Self::Newcomer { Self::Newcomer } else { Self::Yearly }
    }

    /// People come into it by themselves, for as long as it is open.
    pub fn is_rolling(self) -> bool {
        matches!(self, Self::Newcomer | Self::Rolling)
    }
}

/// An article in exactly one text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Article {
    pub document_id: String,
    /// Clause id, `dieu-4`.
    pub article: String,
    pub sha256: String,
}

/// A version in a round, with what is asked about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub document_id: String,
    pub version_id: String,
    /// Of the text: a confirmation counts for every version of these bytes.
    pub sha256: String,
    /// Hashes of earlier texts of the round: who has confirmed one of them is left in peace.
    pub spared: BTreeSet<String>,
    /// Until when those who had confirmed the version before confirm this one: a day, '' for none; `None`: the day of
    /// the enrolment holds.
    pub due_on: Option<String>,
    /// Share of the questions.
    pub weight: i64,
    pub articles: Vec<Article>,
    pub asks: BTreeSet<(Capacity, Ask)>,
    /// Articles the document's bank has a question about, by whose duties it is.
    pub quizzed: BTreeMap<Capacity, BTreeSet<String>>,
    /// Ids of the bank's questions about clauses that this text does not have: they are not asked.
    pub gone: BTreeSet<String>,
}

/// An open round as acts and derivations need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asks {
    pub round_id: String,
    pub revision: i64,
    pub group_id: String,
    /// Readings before this moment do not count; 0 = all do.
    pub counts_from: i64,
    pub versions: Vec<Asked>,
    /// How the day due is found.
    pub due: DueRule,
    pub calendar: Arc<Calendar>,
    /// Days on which the round rested.
    pub rests: Rests,
    /// Since when it rests; nobody is late meanwhile.
    pub paused_at: Option<i64>,
}

impl Asked {
    /// Whether somebody who has confirmed the texts of these hashes in the round is left in peace by an earlier text.
    fn is_spared(&self, acknowledged: &BTreeSet<String>) -> bool {
        !acknowledged.contains(&self.sha256) && self.spared.iter().any(|hash| acknowledged.contains(hash))
    }

    fn asks(&self, ask: Ask, who: &Capacities) -> bool {
        self.asks.iter().any(|(capacity, one)| *one == ask && who.has(&self.document_id, *capacity))
    }
}

impl Asks {
    /// What it asks of somebody who has confirmed the texts of these hashes: without those they are spared.
    pub fn without_spared(&self, acknowledged: &BTreeSet<String>) -> Cow<'_, Self> {
        if !self.versions.iter().any(|one| one.is_spared(acknowledged)) {
            return Cow::Borrowed(self);
        }
        let versions = self.versions.iter().filter(|one| !one.is_spared(acknowledged)).cloned().collect();
        Cow::Owned(Self { versions, ..self.clone() })
    }

    /// Articles to be read by somebody of these capacities.
    pub fn to_read(&self, who: &Capacities) -> impl Iterator<Item = &Article> {
        self.versions.iter().filter(|one| one.asks(Ask::Read, who)).flat_map(|one| &one.articles)
    }

    /// Articles to be examined: those asked about that the bank has a question for.
    pub fn to_pass(&self, who: &Capacities) -> impl Iterator<Item = &Article> {
        let about = |one: &Asked, article: &Article| {
            let under = who.under(&one.document_id);
            under.iter().any(|capacity| one.quizzed.get(capacity).is_some_and(|set| set.contains(&article.article)))
        };
        self.versions
            .iter()
            .filter(|one| one.asks(Ask::Quiz, who))
            .flat_map(move |one| one.articles.iter().filter(move |article| about(one, article)))
    }

    /// The versions to be acknowledged.
    pub fn to_acknowledge(&self, who: &Capacities) -> impl Iterator<Item = &Asked> {
        self.versions.iter().filter(|one| one.asks(Ask::Acknowledge, who))
    }
}
