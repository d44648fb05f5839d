//! What can be done with an admission: each is one guarded step, recorded by one leaf.

mod add;
mod confirm;
mod decide;
mod found;
mod leave;
mod numbers;
mod remove;
mod seen;
mod submit;

pub use add::{add, not_found, unadd};
pub use confirm::confirm;
pub use decide::{Decision, decide, withdraw};
pub use found::{Founding, found};
pub use leave::{depart, lapse, stay};
pub use numbers::show_numbers;
pub use remove::{order_removal, remove};
pub use seen::see_number;
pub use submit::{Application, Applied, acknowledged, submit};

use super::rules::StepKind;
use super::store::{self, Head, StepRow};
use crate::act::{Act, Author};
use crate::db::Tx;
use crate::error::Error;
use crate::ledger::{self, Entry};
use crate::once;
use crate::site::Site;
use crate::standing::store as standing;
use serde_json::{Value, json};
use std::fmt::Display;

/// An admission with its person held, resting on what is in force; `None` where the same form was sent before.
async fn held(tx: &mut Tx, act: &Act, site: &Site, id: &str, what: impl Display) -> Result<Option<Head>, Error> {
    if once::before(tx, act, &format!("admissions {what} {id}")).await?.is_some() {
        return Ok(None);
    }
    site.holds(tx).await?;
    let person = store::person_of(&mut *tx, id).await?;
    tx.hold_person(&person).await?;
    store::head(&mut *tx, id).await?.ok_or(Error::NotFound).map(Some)
}

/// Whether a step may be taken at all, said before anything else is.
fn allow(act: &Act, head: &Head, kind: StepKind) -> Result<(), Error> {
    if kind.is_decision() && act.by_id() == Some(head.person_id.as_str()) {
        return Err(Error::conflict("admission.oneself"));
    }
    if kind.may_follow(head.kind) { Ok(()) } else { Err(Error::conflict(kind.refused())) }
}

/// What a step says beside the common fields.
#[derive(Default)]
struct Words<'a> {
    /// Free text about the person, kept apart.
    remark: &'a str,
    /// More of the leaf's body.
    body: Option<Value>,
    /// Fields of the journal's sentence.
    fields: Option<Value>,
}

/// Takes a step, renews the standing, records: the end of every act on an admission.
async fn take(tx: &mut Tx, act: &Act, site: &Site, head: &Head, kind: StepKind, words: Words<'_>) -> Result<(), Error> {
    allow(act, head, kind)?;
    // The order is right: whoever is refused now has no such role in that group.
    let row = store::step(tx, act, head, kind).await?.ok_or(Error::NotFound)?;
    store::remark(tx, act, &row, words.remark).await?;
    standing::renew_person(tx, site.asks(), &head.person_id).await?;
    let leaf = step_leaf(act, &head.author(), &head.group_id, &row).body(words.body.unwrap_or_else(|| json!({})));
    ledger::append(tx, &leaf.note(kind.note(), words.fields.unwrap_or_else(|| json!({})))).await?;
    Ok(())
}

/// A step that says nothing but itself.
async fn plain(tx: &mut Tx, act: &Act, site: &Site, id: &str, kind: StepKind) -> Result<(), Error> {
    let Some(head) = held(tx, act, site, id, kind).await? else { return Ok(()) };
    take(tx, act, site, &head, kind, Words::default()).await
}

/// The leaf of a row of the chain.
pub(crate) fn step_leaf(act: &Act, person: &Author, group_id: &str, row: &StepRow) -> Entry {
    act.leaf(row.kind.leaf())
        .about(person)
        .of("admission_step", row.row_id())
        .body(json!({ "admission": row.admission_id, "step": row.number, "kind": row.kind.as_str(),
                      "after": row.after.map_or("", StepKind::as_str), "group": group_id,
                      "contact": row.contact_id, "ack": row.acknowledgment_id }))
        .note(row.kind.note(), json!({}))
}
