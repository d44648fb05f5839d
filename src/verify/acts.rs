//! Comparing while the server runs.

use super::ledger::compare;
use super::store;
use crate::app::App;
use crate::checked::Last;
use crate::error::Error;

/// After each piece the comparison rests four times as long as the piece took: a fifth of one reader, at most.
const REST: u32 = 4;
/// One whole comparison, kept.
pub async fn compare_rows(app: &App) -> Result<(), Error> {
    if app.checked.last().leaf.is_none() {
        let found = store::last(app.db.read()).await?.map_or(0, |last| last.found);
        app.checked.put(Last { leaf: None, found });
    }
    let compared = compare(app, REST).await?;
    let mut tx = app.db.write().await?;
    let kept = store::keep(&mut tx, &compared, app.clock.now()).await;
    tx.settle(kept).await?;
    for one in compared.found.list.iter().take(20) {
        tracing::error!(table = one.table, row = one.row, what = %one.what, field = one.field, n = one.n, "rows and leaves differ");
    }
    let found = i64::try_from(compared.found.count).unwrap_or(i64::MAX);
    app.checked.put(Last { leaf: Some(compared.leaf), found });
    Ok(())
}
