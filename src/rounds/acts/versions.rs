//! A version comes into force: the open rounds ask it from now on.

use crate::calendar::store::calendar;
use crate::db::Tx;
use crate::error::Error;
use crate::rounds::rules::day_from;
use crate::rounds::store;

/// A row that was added to a round's chain of texts.
#[derive(Clone, Debug)]
pub(crate) struct Swapped {
    pub(crate) round_id: String,
    pub(crate) number: i64,
    /// Until when those who had confirmed the one before have; '' = no day.
    pub(crate) due_on: String,
}

/// Puts the version into every open round that has its document; what each asks about it stays, and those who had
/// confirmed the one before it have the days of the round anew, or are left in peace until a round of its own asks them,
/// as the organisation has set it. Call it after
/// `change_site`. Closed rounds keep theirs.
///
/// # Errors
/// [`Error::Conflict`] where a round has the document and there is nothing to read in the version.
pub(crate) async fn swap_version(
    tx: &mut Tx,
    document: &str,
    version_id: &str,
    at: i64,
) -> Result<Vec<Swapped>, Error> {
    let rounds = store::in_rounds(&mut *tx, document).await?;
    if !rounds.is_empty() && !store::is_readable(&mut *tx, version_id).await? {
        return Err(Error::conflict("round.version_nothing_to_read"));
    }
    let calendar = calendar(&mut *tx).await?;
    let spares = store::spares(&mut *tx).await?;
    let mut swapped = Vec::new();
    for one in rounds {
        tx.hold_round(&one.round_id).await?;
        let due_on = day_from(&calendar, (one.due_days, one.working), at).unwrap_or_default();
        store::put_version(tx, &one, document, version_id, (Some(&due_on), spares), at).await?;
        store::raise(tx, &one.round_id).await?;
        swapped.push(Swapped { number: one.number + 1, round_id: one.round_id, due_on });
    }
    Ok(swapped)
}
