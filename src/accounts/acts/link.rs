//! Opening and using a personal link.

use crate::accounts::rules::How;
use crate::accounts::session;
use crate::accounts::store::{self, Link};
use crate::act::Act;
use crate::app::App;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use serde_json::json;
use std::time::Duration;

/// How long the page of a link waits for the note that it was shown.
const WAIT: Duration = Duration::from_millis(300);

/// Notes that the page of a link was shown: a comfort, never in the page's way.
pub async fn open_link(app: &App, act: &Act, link: &Link) {
    if link.opened_at.is_some() {
        return;
    }
    let (db, id, at) = (app.db.clone(), link.id.clone(), act.at);
    let note = tokio::spawn(async move {
        let mut tx = db.write().await?;
        let done = store::note_opened(&mut tx, &id, at).await;
        tx.settle(done).await
    });
    match tokio::time::timeout(WAIT, note).await {
        Ok(Ok(Ok(()))) => {}
        not_yet => tracing::debug!(?not_yet, "opening not noted"),
    }
}

/// Uses a link up: sets the password, ends what was open, and the session that this browser had, starts one of `life`
/// milliseconds. `hash` is the PHC string. The answer is the cookie's value; `None` when somebody was first.
pub async fn use_link(
    tx: &mut Tx,
    act: &Act,
    life: session::Life,
    link: &Link,
    (hash, replaces): (&str, Option<&str>),
) -> Result<Option<String>, Error> {
    tx.hold_person(&link.person_id).await?;
    if !store::use_link(tx, &link.id, &act.ip, act.at).await? {
        return Ok(None);
    }
    store::set_password(tx, &link.person_id, hash, act.at).await?;
    store::end_sessions(tx, &link.person_id, "").await?;
    if let Some(before) = replaces {
        store::end_session(tx, before).await?;
    }
    let cookie = session::start(tx, act, life, &link.person_id, How::Link).await?;
    let whom = link.whom();
    let act = Act { by: Some(whom.clone()), ..act.clone() };
    let leaf = act
        .leaf("link.used")
        .about(&whom)
        .of("link", &link.id)
        .body(json!({ "link": link.id, "kind": link.kind.as_str() }))
        .private("context", json!({ "ip": act.ip, "agent": act.agent }))
        .note("note.link_used", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(Some(cookie))
}
