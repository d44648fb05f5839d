//! A version comes into force: the open rounds ask it from now on.

use crate::db::Tx;
use crate::error::Error;
use crate::rounds::store;

/// A row that was added to a round's chain of texts.
#[derive(Clone, Debug)]
pub(crate) struct Swapped {
    pub(crate) round_id: String,
    pub(crate) number: i64,
}

/// Puts the version into every open round that has its document; what each asks about it stays. Call it after
/// `change_site`. Closed rounds keep theirs.
pub(crate) async fn swap_version(
    tx: &mut Tx,
    document: &str,
    version_id: &str,
    at: i64,
) -> Result<Vec<Swapped>, Error> {
    let mut swapped = Vec::new();
    for one in store::in_rounds(&mut *tx, document).await? {
        tx.hold_round(&one.round_id).await?;
        store::put_version(tx, &one, document, version_id, at).await?;
        store::raise(tx, &one.round_id).await?;
        swapped.push(Swapped { number: one.number + 1, round_id: one.round_id });
    }
    Ok(swapped)
}
