//! Lists of questions that do not go into one sitting name questions that are there.

use super::super::bank::{Bank, QuestionId};
use std::collections::BTreeSet;

/// Every list names at least two questions, each of some bank.
pub(super) fn lists(banks: &[&Bank], failures: &mut Vec<String>) {
    let known: BTreeSet<&QuestionId> = banks.iter().flat_map(|bank| &bank.questions).map(|one| &one.id).collect();
    for (bank, list) in banks.iter().flat_map(|bank| bank.apart.iter().map(move |list| (bank, list))) {
        let different: BTreeSet<&QuestionId> = list.questions.iter().collect();
        let names = list.questions.iter().map(QuestionId::as_str).collect::<Vec<_>>().join(", ");
        let place = format!("{}: danh sách không cùng lượt [{names}]", bank.document);
        if different.len() < 2 || different.len() < list.questions.len() {
            failures.push(format!("{place} phải có ít nhất hai câu, không câu nào hai lần"));
        }
        let unknown = different.into_iter().filter(|id| !known.contains(id));
        failures.extend(unknown.map(|id| format!("{place}: không có câu hỏi {id}")));
    }
}
