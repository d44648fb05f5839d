//! Opening full phone numbers to whoever carries out admissions: recorded before they are seen.

use crate::act::Act;
use crate::db::Tx;
use crate::disclosures::acts as disclosures;
use crate::disclosures::rules::What;
use crate::disclosures::store as open;
use crate::error::Error;
use crate::text::say;

/// Shows the numbers of the work list to the act's session for half an hour; while it does, asking again does nothing.
///
/// # Errors
/// [`Error::SignIn`] outside a session.
pub async fn show_numbers(tx: &mut Tx, act: &Act, why: &str) -> Result<(), Error> {
    tx.hold_person(act.by_id().ok_or(Error::SignIn)?).await?;
    if !open::live(&mut *tx, &act.session, What::Numbers, act.at).await?.is_empty() {
        return Ok(());
    }
    let why = if why.trim().is_empty() { say("admission.numbers_why") } else { why };
    disclosures::open(tx, act, What::Numbers, "", why).await?;
    Ok(())
}
