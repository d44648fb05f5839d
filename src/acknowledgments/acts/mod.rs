//! Confirming: only in order, only whole, only once, only of what is asked now.

mod leaf;
mod on_paper;
mod ready;

pub(crate) use leaf::{Read, Signed, signed_leaf};
pub(crate) use on_paper::{OnPaper, record_on_paper};
pub(crate) use ready::{Passed, PassedBy, named, template};
pub use ready::{Ready, ready};

use super::store::{self, AckVersion, NewAcknowledgment};
use crate::accounts::rules::How;
use crate::act::{Act, Author};
use crate::admissions::acts as admissions;
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::id::{new_code, new_id, sha256};
use crate::ledger;
use crate::once;
use crate::secret::Secret;
use crate::site::{Round, Site};
use crate::standing::rules::{Facts, Standing, derive};
use crate::standing::store as standing;
use serde_json::Value;

/// What its form is of, among the forms that are sent once.
const FORM: &str = "acknowledgment";

/// What the form was drawn with, and the name as typed.
#[derive(Clone, Debug, Default)]
pub struct Signing {
    /// Ids of the versions, space separated.
    pub versions: String,
    /// SHA-256 of the statement as shown.
    pub statement: String,
    pub typed_name: String,
}

/// What tells that points ticked before were this person's: it travels in an address with them.
pub(crate) fn whose(secret: &Secret, person_id: &str) -> String {
    secret.sign(&format!("ack {person_id}"))
}

/// Why somebody cannot confirm yet: a key of `texts/errors.toml`.
pub(crate) fn missing(stands: &Standing) -> Option<&'static str> {
    match () {
        () if !stands.has_read() => Some("ack.read_first"),
        () if !stands.has_passed() => Some("ack.pass_first"),
        () => None,
    }
}

/// Whether this form has recorded a confirmation before.
pub(crate) async fn recorded<'c>(db: impl Ask<'c>, act: &Act) -> Result<bool, Error> {
    Ok(once::result(db, act, FORM).await?.is_some())
}

/// Records the author's confirmation, once, if reading, sitting and what is asked still hold; the answer is its id.
///
/// # Errors
/// [`Error::Conflict`] when they do not; [`Error::Prove`] when no password was given in the session.
pub async fn record(tx: &mut Tx, act: &Act, site: &Site, round_id: &str, form: &Signing) -> Result<String, Error> {
    if let Some(before) = once::before(tx, act, FORM).await? {
        return Ok(before);
    }
    site.holds(tx).await?;
    let person = act.by.as_ref().ok_or(Error::SignIn)?;
    tx.hold_person(&person.person_id).await?;
    let round = site.round(round_id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    let id = person.person_id.as_str();
    let facts = standing::facts(&mut *tx, &round.asks, id, id).await?.pop().ok_or(Error::NotFound)?;
    let stands = derive(facts.clone(), &round.asks);
    let last = store::last(&mut *tx, id, round_id).await?;
    if let Some((_, last)) = last.as_ref().filter(|_| stands.has_acknowledged()) {
        once::keep(tx, act, last).await?;
        return Ok(last.clone());
    }
    if let Some(key) = missing(&stands) {
        return Err(Error::conflict(key));
    }
    let ready = ready(&mut *tx, site, round, id).await?;
    if form.versions != ready.versions_key() || form.statement != ready.statement().sha256() {
        return Err(Error::conflict("ack.stale"));
    }
    let number = last.map_or(1, |last| last.0 + 1);
    let new = write(tx, act, person, (site, round), &facts, number, (ready, form)).await?;
    once::keep(tx, act, &new).await?;
    Ok(new)
}

/// What was answered in the sitting behind a confirmation; those of a paper are committed to by its own leaf.
async fn answers(tx: &mut Tx, passed: Option<&Passed>) -> Result<Option<Vec<Value>>, Error> {
    match passed.and_then(Passed::sitting) {
        Some(attempt) => store::answers(tx, attempt).await.map(Some),
        None => Ok(None),
    }
}

async fn write(
    tx: &mut Tx,
    act: &Act,
    person: &Author,
    (site, round): (&Site, &Round),
    facts: &Facts,
    number: i64,
    (ready, form): (Ready, &Signing),
) -> Result<String, Error> {
    let read = Read::of(facts, &round.asks);
    let new = NewAcknowledgment {
        id: new_id(),
        code: new_code(),
        person_id: person.person_id.clone(),
        round_id: round.id.clone(),
        number,
        statement_sha256: ready.template.sha256(),
        attempt_id: ready.passed.as_ref().and_then(|one| one.sitting()).map(str::to_owned),
        quiz: ready.passed.as_ref().map(|one| (one.percent, one.quiz_sha256.clone())),
        how: How::Password,
        proof_age: (act.at - act.proved_at.ok_or(Error::Prove)?).max(0) / crate::time::SECOND,
        session_hash: sha256(format!("nep-session-v1\0{}", act.session)),
        confirmed_at: act.at,
        reading: serde_json::to_string(&read).map_err(Error::internal)?,
    };
    let versions: Vec<AckVersion> = ready.versions.iter().map(|one| named(one)).collect();
    store::insert(tx, &new, &versions, &ready.template).await?;
    let answers = answers(tx, ready.passed.as_ref()).await?;
    admissions::acknowledged(tx, act, &person.person_id, &round.group_id, &new.id).await?;
    standing::renew_person(tx, site.asks(), &person.person_id).await?;
    let fields = super::rules::Fields { typed_name: form.typed_name.clone(), ..ready.fields };
    let signed = Signed {
        row: &new,
        versions: &versions,
        template: &ready.template,
        fields: &fields,
        passed: ready.passed.as_ref(),
        read: &read,
        answers,
        paper: None,
    };
    ledger::append(tx, &signed_leaf(act, &signed)?).await?;
    Ok(new.id)
}
