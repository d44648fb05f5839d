//! A new document from what a coordinator brought and looked at.

use super::publish::{kept, leaf, may};
use crate::act::Act;
use crate::db::Tx;
use crate::documents::rules::Fit;
use crate::documents::store;
use crate::error::Error;
use crate::ledger;
use crate::once;

/// Adds a document whose first version is in force at once; it is in no round. Its id is answered. `reserved` are ids
/// that belong to content of another place. The same form twice is one document.
///
/// # Errors
/// [`Error::Forbidden`] but for a coordinator of everything.
pub async fn create(tx: &mut Tx, act: &Act, fit: &Fit, reserved: &[String]) -> Result<String, Error> {
    let what = format!("documents.create {}", fit.sha256());
    if let Some(before) = once::before(tx, act, &what).await? {
        return Ok(before);
    }
    tx.change_site().await?;
    may(tx, act).await?;
    let (mut taken, last) = store::places(&mut *tx).await?;
    taken.extend_from_slice(reserved);
    let new = fit.named(&taken);
    let id = new.text.document_id.clone();
    store::add_document(tx, &id, last + 1).await?;
    let version = store::insert(tx, &new, act.by_id(), act.at).await?;
    store::come_into_force(tx, &version.id, act.by_id(), act.at).await?;
    ledger::append(tx, &kept(leaf(act, "doc.published", &version, true, &[]), &new)).await?;
    once::keep(tx, act, &id).await?;
    Ok(id)
}
