//! `nep check`: what fails a question bank, and the table of what it covers.

mod apart;
mod balance;
mod guess;
mod subject;
mod table;
mod wording;

pub use guess::Cues;
pub use subject::Subject;

use std::collections::BTreeSet;
use subject::questions_on;

use super::bank::{Bank, Question};
use crate::documents::rules::ClauseId;
use crate::people::rules::Capacity;

/// How many questions every binding clause needs.
const TESTED: usize = 2;

/// The outcome of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// One sentence each; none means that the banks may be used.
    pub failures: Vec<String>,
    /// Coverage per clause, kind and difficulty, as plain text.
    pub table: String,
    /// What each guesser scores, as plain text.
    pub guesses: String,
}

/// Checks all banks together.
///
/// Fails: a bank without its document; a clause that is not in the text; a binding clause tested by fewer than two
/// questions for members; the same id or nearly the same stem twice; a list of questions that do not go into one sitting
/// with fewer than two or with one that no bank has; a question without its proper number of options;
/// a wrong option without a reason; texts that are too long, not NFC or use a banned phrase; a bank with a side that is
/// right too often; questions by which somebody who knows nothing comes too far above chance.
pub fn check(banks: &[&Bank], subjects: &[Subject], cues: &Cues) -> Report {
    let mut failures = Vec::new();
    for bank in banks {
        match subjects.iter().find(|subject| subject.document == bank.document) {
            Some(subject) => clauses(bank, subject, &mut failures),
            None => failures.push(format!("{}: không có văn bản này", bank.document)),
        }
        wording::bank(bank, &mut failures);
        balance::bank(bank, &mut failures);
    }
    coverage(banks, subjects, &mut failures);
    ids(banks, &mut failures);
    apart::lists(banks, &mut failures);
    wording::near_duplicates(banks, &mut failures);
    let guesses = guess::judge(banks, cues, &mut failures);
    Report { failures, table: table::render(banks, subjects), guesses }
}

/// Every clause that the bank names is in the text.
fn clauses(bank: &Bank, subject: &Subject, failures: &mut Vec<String>) {
    for question in &bank.questions {
        let unknown = question.clauses.iter().filter(|id| !subject.knows(id));
        failures.extend(unknown.map(|id| format!("{}: văn bản không có điều khoản {id}", question.id)));
    }
    for group in &bank.blueprint {
        let holds = |outer: &ClauseId| subject.known.iter().any(|(id, _)| id.is_within(outer));
        let unknown = group.clauses.iter().filter(|outer| !holds(outer));
        failures.extend(unknown.map(|id| format!("nhóm “{}”: văn bản không có điều khoản {id}", group.name)));
    }
}

/// Every binding clause is tested often enough, also when its document has no bank yet.
fn coverage(banks: &[&Bank], subjects: &[Subject], failures: &mut Vec<String>) {
    for subject in subjects {
        let members = subject.binding.iter().map(|id| (id, true));
        for (id, member) in members.chain(subject.binding_roles.iter().map(|id| (id, false))) {
            let tests = |q: &&Question| (q.audience == Capacity::Participant) == member && q.clauses.contains(id);
            let count = questions_on(banks, subject).filter(tests).count();
            if count < TESTED {
                failures.push(format!("{} {id}: có {count} câu hỏi, cần ít nhất {TESTED}", subject.document));
            }
        }
    }
}

/// An id names one question, over all banks.
fn ids(banks: &[&Bank], failures: &mut Vec<String>) {
    let mut known = BTreeSet::new();
    let all = banks.iter().flat_map(|bank| &bank.questions);
    let twice = all.filter(|question| !known.insert(&question.id));
    failures.extend(twice.map(|question| format!("{}: mã câu hỏi trùng nhau", question.id)));
}
