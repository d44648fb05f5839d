//! Links for many: issued as one act, shown again to whoever issued them, taken back as another.

use super::link::{give_link, may_have};
use super::reached;
use crate::accounts::store as accounts;
use crate::act::Act;
use crate::db::Tx;
use crate::disclosures::acts as disclosures;
use crate::disclosures::rules::What;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::once;
use crate::secret::Secret;
use crate::text::say;
use crate::time::DAY;
use serde_json::json;

/// How long whoever issued links can see them again.
pub(crate) const SHOWN: i64 = 2 * DAY;

/// Issues a personal link to each of these people, and opens them to the session of the act; the answer is the id of the
/// batch. The same form twice is one batch. Give it a transaction of its own.
///
/// # Errors
/// As [`super::issue_link`], for any of them; [`Error::Conflict`] when nobody is meant.
pub async fn issue_links(
    tx: &mut Tx,
    act: &Act,
    secret: &Secret,
    people: &[String],
    days: i64,
) -> Result<String, Error> {
    if let Some(before) = once::before(tx, act, "people.links").await? {
        return Ok(before);
    }
    let mut ids: Vec<&String> = people.iter().collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Err(Error::conflict("links.nobody"));
    }
    let mut meant = Vec::new();
    for id in ids {
        meant.push(may_have(tx, act, id).await?);
    }
    let mut links = Vec::new();
    for (whom, kind) in &meant {
        links.push(give_link(tx, act, secret, whom, (*kind, days)).await?);
    }
    let batch = new_id();
    accounts::insert_batch(tx, &batch, &links, act.by_id(), act.at).await?;
    let leaf = act
        .leaf("links.issued")
        .of("link_batch", &batch)
        .body(json!({ "batch": batch, "links": links.len() }))
        .note("note.links_issued", json!({ "so": links.len().to_string() }));
    ledger::append(tx, &leaf).await?;
    let inner = Act { form: None, ..act.clone() };
    disclosures::open(tx, &inner, What::Sheet, &batch, say("link.why")).await?;
    once::keep(tx, act, &batch).await?;
    Ok(batch)
}

/// Opens links again to whoever issued them, within two days; it is recorded.
///
/// # Errors
/// [`Error::NotFound`] for somebody else; [`Error::Conflict`] when it is too long ago.
pub async fn show_links(tx: &mut Tx, act: &Act, batch: &str) -> Result<(), Error> {
    let found = own(tx, act, batch).await?;
    if found.at + SHOWN <= act.at || found.undone_at.is_some() {
        return Err(Error::conflict("links.over"));
    }
    disclosures::open(tx, act, What::Sheet, batch, say("link.why")).await.map(|_| ())
}

async fn own(tx: &mut Tx, act: &Act, batch: &str) -> Result<accounts::Batch, Error> {
    let found = accounts::batch(&mut *tx, batch).await?;
    found.filter(|one| one.by_id.as_deref() == act.by_id()).ok_or(Error::NotFound)
}

/// Keeps that links were sent, those of them that can be used; twice is once.
///
/// # Errors
/// [`Error::NotFound`] for somebody else.
pub async fn mark_sent(tx: &mut Tx, act: &Act, batch: &str, links: &[String]) -> Result<(), Error> {
    own(tx, act, batch).await?;
    for link in links {
        accounts::mark_sent(tx, batch, link, act.by_id(), act.at).await?;
    }
    Ok(())
}

/// Takes back every link of a batch that nobody has used; twice is once.
///
/// # Errors
/// [`Error::NotFound`] for somebody else.
pub async fn revoke_batch(tx: &mut Tx, act: &Act, batch: &str) -> Result<(), Error> {
    let found = own(tx, act, batch).await?;
    if found.undone_at.is_some() {
        return Ok(());
    }
    for person in accounts::people_of_batch(&mut *tx, batch).await? {
        reached(tx, act, &person).await?;
    }
    let many = accounts::revoke_batch(tx, batch, act.by_id(), act.at).await?;
    let leaf = act
        .leaf("links.revoked")
        .of("link_batch", batch)
        .body(json!({ "batch": batch, "links": many }))
        .note("note.links_revoked", json!({ "so": many.to_string() }));
    ledger::append(tx, &leaf).await.map(|_| ())
}
