//! Opening something that is recorded when it is seen.

use super::rules::{LIFE, What, public_subject};
use super::store::{self, Disclosure};
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use serde_json::{Value, json};

/// Records that the act's session sees `what` of `subject` from now on, and why; the answer is the id under which it
/// is shown for thirty minutes. Takes no lock but the ledger's.
///
/// # Errors
/// [`Error::SignIn`] outside a session.
pub async fn open(tx: &mut Tx, act: &Act, what: What, subject: &str, why: &str) -> Result<String, Error> {
    open_noting(tx, act, what, subject, why, json!({})).await
}

/// The same, with the fields of the journal's sentence: numbers and forms, never words about a person.
///
/// # Errors
/// As [`open`].
pub async fn open_noting(
    tx: &mut Tx,
    act: &Act,
    what: What,
    subject: &str,
    why: &str,
    fields: Value,
) -> Result<String, Error> {
    let by = act.by.as_ref().filter(|_| !act.session.is_empty()).ok_or(Error::SignIn)?;
    let one = Disclosure {
        id: new_id(),
        session: act.session.clone(),
        person_id: by.person_id.clone(),
        what,
        subject: subject.to_owned(),
        why: why.to_owned(),
        at: act.at,
        expires_at: act.at + LIFE,
    };
    store::insert(tx, &one).await?;
    let leaf = act
        .leaf(what.leaf())
        .of("disclosure", one.id.as_str())
        .body(json!({ "what": what.as_str(), "subject": public_subject(subject) }))
        .private("context", json!({ "why": why, "ip": act.ip, "agent": act.agent }))
        .note(what.note(), fields);
    ledger::append(tx, &leaf).await?;
    Ok(one.id)
}
