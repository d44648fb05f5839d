//! Setting and removing the office's logo; each with its leaf, which names the bytes by their hash.

use super::may_change;
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::settings::rules::Logo;
use crate::settings::store;
use crate::site::Site;
use serde_json::json;

/// Puts a logo in the place of the one before; the same bytes again change nothing.
pub async fn set_logo(tx: &mut Tx, act: &Act, site: &Site, logo: &Logo) -> Result<(), Error> {
    may_change(tx, act, site).await?;
    if site.logo.as_ref().is_some_and(|now| now.sha256 == logo.sha256) {
        return Ok(());
    }
    let before = store::end_logo(tx, act.by_id(), act.at).await?;
    let id = new_id();
    let number = store::insert_logo(tx, &id, logo, act.by_id(), act.at).await?;
    if let Some(before) = before {
        append_removed(tx, act, &before).await?;
    }
    let (width, height) = (logo.width, logo.height);
    let body = json!({ "logo": id, "number": number, "sha256": logo.sha256, "width": width, "height": height });
    let leaf = act.leaf("logo.set").of("logo", &id).body(body).note("note.logo_set", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

/// Takes the logo away; where there is none, nothing changes.
pub async fn remove_logo(tx: &mut Tx, act: &Act, site: &Site) -> Result<(), Error> {
    may_change(tx, act, site).await?;
    let Some(before) = store::end_logo(tx, act.by_id(), act.at).await? else { return Ok(()) };
    append_removed(tx, act, &before).await
}

async fn append_removed(tx: &mut Tx, act: &Act, (id, sha256): &(String, String)) -> Result<(), Error> {
    let body = json!({ "logo": id, "sha256": sha256 });
    let leaf = act.leaf("logo.removed").of("logo", id).body(body).note("note.logo_removed", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
