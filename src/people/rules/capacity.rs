//! What somebody is under a regulation: what binds them follows from it, never from their role in Nếp.

use std::collections::BTreeSet;

text_enum! {
    /// Named in each document's own words; everybody is a participant.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum Capacity {
        /// Thành viên (khoản 3 Điều 4 Quy chế).
        Participant = "participant",
        /// Lãnh đạo (khoản 1 Điều 4).
        Leadership = "leadership",
        /// Hỗ trợ kỹ thuật (khoản 2 Điều 4).
        Support = "support",
    }
}

impl Capacity {
    /// On screen, where no document's own word is at hand.
    pub fn words(self) -> &'static str {
        crate::text::find(&format!("capacity.{self}")).unwrap_or_default()
    }
}

/// The capacities of one person: pairs of document and capacity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capacities(BTreeSet<(String, Capacity)>);

impl Capacities {
    /// From the form of rows: `document:capacity`, separated by spaces; an unknown word is a broken row.
    pub fn parse(text: &str) -> Option<Self> {
        let one = |pair: &str| {
            let (document, capacity) = pair.rsplit_once(':')?;
            Some((document.to_owned(), Capacity::parse(capacity)?))
        };
        text.split_whitespace().map(one).collect::<Option<_>>().map(Self)
    }

    /// Whether somebody has it under a document; everybody participates.
    pub fn has(&self, document: &str, capacity: Capacity) -> bool {
        capacity == Capacity::Participant || self.0.iter().any(|(of, one)| of == document && *one == capacity)
    }

    /// Those under a document, the participant's first.
    pub fn under(&self, document: &str) -> Vec<Capacity> {
        Capacity::ALL.iter().copied().filter(|one| self.has(document, *one)).collect()
    }
}
