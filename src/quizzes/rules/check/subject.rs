//! What the checker knows of a document, and the questions about it.

use super::super::bank::{Bank, Question};
use crate::documents::rules::{Clause, ClauseId, ClauseKind, Regulation};

/// What the checker knows of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The document, as the banks name it.
    pub document: String,
    /// The clauses a question may be about, in the order of the text, each with its label.
    pub known: Vec<(ClauseId, String)>,
    /// The clauses that bind a member.
    pub binding: Vec<ClauseId>,
    /// The clauses that bind leaders or technical supporters only; asked of them, never of a member as theirs.
    pub binding_roles: Vec<ClauseId>,
}

impl Subject {
    /// What is read of a text, Điều, annexes and forms with all that lies in them, and the binding clauses its head names.
    #[must_use]
    pub fn new(document: &str, text: &Regulation) -> Self {
        let cited = |one: &&Clause| one.kind != ClauseKind::Closing && text.article_of(&one.id).is_some();
        let provisions = text.clauses().iter().filter(cited);
        let known = |clause: &Clause| (clause.id.clone(), clause.label.clone());
        Self {
            document: document.to_owned(),
            known: provisions.map(known).collect(),
            binding: text.head().binding.clone(),
            binding_roles: text.head().clauses("binding_roles"),
        }
    }

    pub(super) fn binds(&self, id: &ClauseId) -> bool {
        self.binding.contains(id) || self.binding_roles.contains(id)
    }

    pub(super) fn knows(&self, id: &ClauseId) -> bool {
        self.known.iter().any(|(known, _)| known == id)
    }
}

/// The questions about a document.
pub(super) fn questions_on<'a>(banks: &'a [&'a Bank], subject: &'a Subject) -> impl Iterator<Item = &'a Question> {
    banks.iter().filter(|bank| bank.document == subject.document).flat_map(|bank| &bank.questions)
}
