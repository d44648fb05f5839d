//! What somebody is under a regulation: given and ended.

use super::{may_change, not_erased, reached};
use crate::act::{Act, Author};
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::once;
use crate::people::rules::Capacity;
use crate::people::store::{self, Person};
use crate::site::Site;
use crate::standing::store as standing;
use serde_json::json;

/// Gives a person a capacity under a document; twice is once.
pub async fn grant_capacity(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    id: &str,
    (document, capacity): (&str, Capacity),
) -> Result<(), Error> {
    let Some(person) = begin(tx, act, site, ("grant", id), (document, capacity)).await? else { return Ok(()) };
    not_erased(&person)?;
    let row = new_id();
    if store::grant_capacity(tx, &row, id, (document, capacity), act.by_id(), act.at).await? {
        standing::renew_person(tx, site.asks(), id).await?;
        append(tx, act, &person.author(), &row, (document, capacity), true).await?;
    }
    Ok(())
}

/// Ends a capacity; twice is once.
pub async fn end_capacity(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    id: &str,
    (document, capacity): (&str, Capacity),
) -> Result<(), Error> {
    let Some(person) = begin(tx, act, site, ("end", id), (document, capacity)).await? else { return Ok(()) };
    if let Some(row) = store::end_capacity(tx, id, (document, capacity), act.by_id(), act.at).await? {
        standing::renew_person(tx, site.asks(), id).await?;
        append(tx, act, &person.author(), &row, (document, capacity), false).await?;
    }
    Ok(())
}

/// Whom it is about; `None`: the same form was sent before. Somebody with a role is an admin's alone.
async fn begin(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    (what, id): (&str, &str),
    (document, capacity): (&str, Capacity),
) -> Result<Option<Person>, Error> {
    let asked = format!("people.capacity {what} {id} {document} {capacity}");
    if once::before(tx, act, &asked).await?.is_some() {
        return Ok(None);
    }
    site.holds(tx).await?;
    if capacity == Capacity::Participant || site.document(document).is_err() {
        return Err(Error::invalid("form.unknown_field"));
    }
    let person = reached(tx, act, id).await?;
    may_change(tx, act, &person).await?;
    Ok(Some(person))
}

pub(super) async fn append(
    tx: &mut Tx,
    act: &Act,
    whom: &Author,
    row: &str,
    (document, capacity): (&str, Capacity),
    granted: bool,
) -> Result<(), Error> {
    let (kind, note) =
        if granted { ("capacity.granted", "note.capacity_granted") } else { ("capacity.ended", "note.capacity_ended") };
    let leaf = act
        .leaf(kind)
        .about(whom)
        .of("capacity", row)
        .body(json!({ "document": document, "capacity": capacity.as_str() }))
        .note(note, json!({ "tu_cach": capacity.words() }));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
