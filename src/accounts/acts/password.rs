//! One's own password.

use crate::accounts::store;
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use serde_json::json;

/// Sets the password of whoever acts and ends their other sessions. `hash` is the PHC string.
pub async fn change_password(tx: &mut Tx, act: &Act, hash: &str) -> Result<(), Error> {
    let person = act.by_id().ok_or(Error::SignIn)?;
    tx.hold_person(person).await?;
    store::set_password(tx, person, hash, act.at).await?;
    store::end_sessions(tx, person, &act.session).await?;
    let leaf = act.leaf("account.password_changed").of("account", person).note("note.password_changed", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
