//! Wiping the phone and the Zalo name of people who left (Luật 91/2025 Điều 25; the privacy notice says when).

use crate::act::{Act, Author};
use crate::app::App;
use crate::contacts::store;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::settings::rules::kept_days;
use crate::site::Site;
use crate::standing::store as standing;
use crate::text::say;
use crate::time::DAY;
use serde_json::json;

/// Days where the setting names none.
const UNNAMED: i64 = 30;

/// Wipes what is due, each person as an act of its own; the answer is how many.
pub async fn wipe_departed(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    // A setting of before its words were looked at may name no number.
    let days = kept_days(app.site().await?.setting("privacy.keep")).unwrap_or(UNNAMED);
    let mut wiped = 0;
    for person in store::to_wipe(app.db.read(), now - days * DAY).await? {
        let site = app.site().await?;
        let mut tx = app.db.write().await?;
        let done = wipe(&mut tx, &Act::system(now), &site, &person).await;
        match tx.settle(done).await {
            Ok(done) => wiped += usize::from(done),
            // What is in force has moved: the next run takes this one.
            Err(Error::Moved) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(wiped)
}

async fn wipe(tx: &mut Tx, act: &Act, site: &Site, person: &Author) -> Result<bool, Error> {
    site.holds(tx).await?;
    tx.hold_person(&person.person_id).await?;
    if !store::has_left(&mut *tx, &person.person_id).await? {
        return Ok(false);
    }
    let wiped = store::wipe(tx, &person.person_id, act.at).await?;
    if wiped.is_empty() {
        return Ok(false);
    }
    standing::renew_person(tx, site.asks(), &person.person_id).await?;
    let leaf = act
        .leaf("erasure.done")
        .about(person)
        .body(json!({ "purpose": "contact", "basis": say("contact.wipe_basis"), "contacts": wiped }))
        .note("note.contact_wiped", json!({}));
    let leaf = wiped.iter().fold(leaf, |leaf, id| leaf.of("contact", id.as_str()));
    ledger::append(tx, &leaf).await?;
    Ok(true)
}
