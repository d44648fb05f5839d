//! Declaring a contact, with the consent where none is in force, and the way into the group that it opens.

use crate::act::Act;
use crate::admissions::acts::{self as admissions, Application, Applied};
use crate::contacts::rules::{ConsentKind, NewConsent, NewContact};
use crate::contacts::store::{self, ConsentRow, ContactRow};
use crate::db::Tx;
use crate::error::Error;
use crate::ledger::{self, Entry};
use crate::once;
use crate::site::Site;
use crate::standing::store as standing;
use serde_json::json;

text_enum! {
    /// What came of it.
    pub enum Declared {
        /// An application was opened.
        Submitted = "submitted",
        /// Approved before: the number is another one, and the leader decides anew.
        Reopened = "reopened",
        /// In the group, or added to it: the leader sees that the number is another one.
        Changed = "changed",
        /// Noted, or given to the application that is open.
        Saved = "saved",
    }
}

/// Declares the author's own contact; the same form sent again does nothing at all: after a withdrawal it must not
/// consent again.
///
/// # Errors
/// [`Error::Conflict`] before the acknowledgment, [`Error::Invalid`] without a consent.
pub async fn declare(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    round_id: &str,
    new: NewContact,
    consent: Option<NewConsent>,
) -> Result<Declared, Error> {
    if let Some(before) = once::before(tx, act, "contacts.declare").await? {
        return Declared::parse(&before).ok_or_else(|| Error::internal("a form without its result"));
    }
    let person = act.by.as_ref().ok_or(Error::SignIn)?;
    let round = site.round(round_id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    site.holds(tx).await?;
    tx.hold_person(&person.person_id).await?;
    let stands = standing::of(&mut *tx, &round.asks, &person.person_id).await?.ok_or(Error::NotFound)?;
    if !stands.has_acknowledged() && !stands.is_in_group() {
        return Err(Error::conflict("contact.acknowledge_first"));
    }
    let given = consented(tx, act, &person.person_id, consent).await?;
    let row = store::declare(tx, act, &person.person_id, &new).await?;
    store::forget_suggestion(tx, &person.person_id).await?;
    let application = Application { person, group_id: &round.group_id, round_id, contact_id: &row.id };
    let applied = admissions::submit(tx, act, site, &application).await?;
    if let Some(given) = given {
        ledger::append(tx, &consent_leaf(act, &given)).await?;
    }
    let mut leaf = declared_leaf(act, &row);
    if let Applied::Changed { admission_id } = &applied {
        leaf = leaf.body(json!({ "admission": admission_id })).note("note.number_changed", json!({}));
    }
    ledger::append(tx, &leaf).await?;
    let done = match applied {
        Applied::Opened => Declared::Submitted,
        Applied::Reopened => Declared::Reopened,
        Applied::Changed { .. } => Declared::Changed,
        Applied::GoesOn => Declared::Saved,
    };
    once::keep(tx, act, done.as_str()).await?;
    Ok(done)
}

/// Gives the consent where none is in force; the answer is its row.
async fn consented(
    tx: &mut Tx,
    act: &Act,
    person_id: &str,
    new: Option<NewConsent>,
) -> Result<Option<ConsentRow>, Error> {
    let last = store::consent(&mut *tx, person_id, crate::contacts::rules::ZALO).await?;
    if last.as_ref().is_some_and(|last| last.kind == ConsentKind::Given) {
        return Ok(None);
    }
    let new = new.ok_or_else(|| Error::invalid("contact.consent"))?;
    let row = ConsentRow {
        person_id: person_id.to_owned(),
        purpose: new.purpose,
        number: last.map_or(1, |last| last.number + 1),
        kind: ConsentKind::Given,
        consent_id: new.consent_id,
        text_sha256: store::show_text(tx, &new.text).await?,
        notice_sha256: store::show_text(tx, &new.notice).await?,
        at: act.at,
        until_at: None,
    };
    store::next_consent(tx, act, &row).await?;
    Ok(Some(row))
}

/// The leaf of a row of a consent's chain; the author is whose consent it is.
pub(crate) fn consent_leaf(act: &Act, row: &ConsentRow) -> Entry {
    let (kind, note) = match row.kind {
        ConsentKind::Given => ("consent.given", "note.consent_given"),
        ConsentKind::Withdrawn => ("consent.withdrawn", "note.consent_withdrawn"),
    };
    act.leaf(kind)
        .of("consent", row.row_id())
        .body(json!({ "purpose": row.purpose, "number": row.number, "kind": row.kind.as_str(),
                      "text": { "id": row.consent_id, "sha256": row.text_sha256 },
                      "notice_sha256": row.notice_sha256 }))
        .private("context", json!({ "ip": act.ip, "agent": act.agent }))
        .note(note, json!({}))
}

/// The leaf names the row and the verdicts, never the number or the name (`evidence.md` §8).
pub(crate) fn declared_leaf(act: &Act, row: &ContactRow) -> Entry {
    act.leaf("contact.declared")
        .of("contact", row.id.as_str())
        .body(json!({ "contact": row.id, "number": row.number, "name_verdict": row.new.name_verdict.as_str(),
                      "phone_verdict": row.new.phone_verdict.as_str() }))
        .note("note.contact_declared", json!({}))
}
