//! Looking at a scan: recorded before it is shown, whoever looks.

use crate::act::Act;
use crate::db::Tx;
use crate::disclosures::rules::LIFE;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::once;
use crate::papers::store;
use crate::rounds::store as rounds;
use crate::site::Site;
use serde_json::json;

/// Records that the author looks at the newest scan of a paper, their own or one of a group whose office they are; the
/// answer is the step that brought it, and until when it is shown.
///
/// # Errors
/// [`Error::NotFound`] for somebody else's, and where no scan is kept; [`Error::SignIn`] outside a session.
pub async fn see(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(i64, i64), Error> {
    if let Some(before) = once::before(tx, act, &format!("papers.see {id}")).await? {
        let (step, until) = before.split_once(' ').unwrap_or_default();
        return Ok((step.parse().map_err(Error::internal)?, until.parse().map_err(Error::internal)?));
    }
    let by = act.by_id().filter(|_| !act.session.is_empty()).ok_or(Error::SignIn)?;
    let paper = store::find(&mut *tx, id).await?;
    let round = site.round(&paper.round_id).ok_or(Error::NotFound)?;
    if by != paper.person_id && !rounds::is_office(&mut *tx, by, &round.group_id).await? {
        return Err(Error::NotFound);
    }
    let entry = store::last_entry(&mut *tx, id).await?.filter(|entry| entry.scans > 0).ok_or(Error::NotFound)?;
    let until = act.at + LIFE;
    once::keep(tx, act, &format!("{} {until}", entry.number)).await?;
    let leaf = act
        .leaf("scan.shown")
        .about(&paper.author())
        .of("disclosure", new_id())
        .body(json!({ "what": "scan", "paper": id, "step": entry.number }))
        .private("context", json!({ "ip": act.ip, "agent": act.agent }))
        .note("note.scan_shown", json!({ "ma": paper.code }));
    ledger::append(tx, &leaf).await?;
    Ok((entry.number, until))
}
