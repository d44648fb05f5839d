//! The leaf `ack.signed` (`evidence.md` §3).

use super::ready::{Passed, PassedBy};
use crate::acknowledgments::rules::{Fields, Template};
use crate::acknowledgments::store::{AckVersion, NewAcknowledgment};
use crate::act::{Act, Author};
use crate::error::Error;
use crate::ledger::Entry;
use crate::rounds::rules::Asks;
use crate::standing::rules::Facts;
use crate::time::rfc3339;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// First and last reading of a document's articles on a screen that counted, UTC milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Read {
    pub(crate) document_id: String,
    pub(crate) first_at: i64,
    pub(crate) last_at: i64,
    /// How many articles.
    pub(crate) articles: i64,
}

impl Read {
    /// Of what the round asks to be read, by document.
    pub(crate) fn of(facts: &Facts, asks: &Asks) -> Vec<Self> {
        let mut found: BTreeMap<&str, Self> = BTreeMap::new();
        for one in asks.to_read(&facts.capacities) {
            let Some(at) = facts.read.get(&one.sha256).copied() else { continue };
            let id = one.document_id.as_str();
            let new = || Self { document_id: id.to_owned(), first_at: at, last_at: at, articles: 0 };
            let read = found.entry(id).or_insert_with(new);
            read.first_at = read.first_at.min(at);
            read.last_at = read.last_at.max(at);
            read.articles += 1;
        }
        found.into_values().collect()
    }
}

/// The rows of a confirmation, and what is only committed to.
pub(crate) struct Signed<'a> {
    pub(crate) row: &'a NewAcknowledgment,
    pub(crate) versions: &'a [AckVersion],
    pub(crate) template: &'a Template,
    pub(crate) fields: &'a Fields,
    pub(crate) passed: Option<&'a Passed>,
    pub(crate) read: &'a [Read],
    /// Place, question and chosen keys of the passed sitting.
    pub(crate) answers: Option<Vec<Value>>,
    /// The paper it stands on, with what the leaf says of it, and whose it is.
    pub(crate) paper: Option<(Value, Author)>,
}

/// Builds the leaf from the rows.
pub(crate) fn signed_leaf(act: &Act, signed: &Signed<'_>) -> Result<Entry, Error> {
    let row = signed.row;
    let mut body = json!({
        "ack": row.id, "code": row.code, "round": row.round_id, "number": row.number,
        "docs": signed.versions.iter().map(doc).collect::<Vec<_>>(),
        "read": signed.read.iter().map(read).collect::<Vec<_>>(),
        "stmt": { "id": signed.template.id, "ver": signed.template.version, "sha256": row.statement_sha256 },
        "auth": { "how": row.how.as_str(), "age_s": row.proof_age, "session": row.session_hash },
    });
    if let (Some(quiz), Some(fields)) = (quiz(signed), body.as_object_mut()) {
        fields.insert("quiz".to_owned(), quiz);
    }
    if let (Some((paper, _)), Some(fields)) = (&signed.paper, body.as_object_mut()) {
        fields.insert("paper".to_owned(), paper.clone());
    }
    let note = if signed.paper.is_some() { "note.acknowledged_on_paper" } else { "note.acknowledged" };
    let ids: Vec<&str> = signed.versions.iter().map(|one| one.version_id.as_str()).collect();
    let leaf = act
        .leaf("ack.signed")
        .of("acknowledgment", &row.id)
        .body(body)
        .private("subject", serde_json::to_value(signed.fields).map_err(Error::internal)?)
        .note(note, json!({ "phien_ban": ids.join(" ") }));
    // On paper the address and the browser are of whoever compared it, not of the person whose row this is.
    let leaf = match &signed.paper {
        Some((_, whose)) => leaf.about(whose),
        None => leaf.private("context", json!({ "ip": act.ip, "agent": act.agent })),
    };
    Ok(match &signed.answers {
        Some(answers) => leaf.private("answers", json!({ "answers": answers })),
        None => leaf,
    })
}

/// What was passed: a sitting or a paper of before, else what stands on the paper itself.
fn quiz(signed: &Signed<'_>) -> Option<Value> {
    let (percent, quiz_sha256) = signed.row.quiz.as_ref()?;
    let mut quiz = json!({ "quiz_sha256": quiz_sha256, "percent": percent, "pass": true });
    let more = match signed.passed.map(|passed| (passed, &passed.by)) {
        Some((passed, PassedBy::Sitting(id))) => {
            json!({ "attempt": id, "score": passed.points, "of": passed.max_points })
        }
        Some((_, PassedBy::Paper(id))) => json!({ "paper": id }),
        None => json!({}),
    };
    if let (Some(fields), Value::Object(more)) = (quiz.as_object_mut(), more) {
        fields.extend(more);
    }
    Some(quiz)
}

fn doc(one: &AckVersion) -> Value {
    json!({ "id": one.document_id, "ver": one.number, "sha256": one.sha256, "draft": one.draft })
}

fn read(one: &Read) -> Value {
    json!({ "id": one.document_id, "first": rfc3339(one.first_at), "last": rfc3339(one.last_at),
            "articles": one.articles })
}
