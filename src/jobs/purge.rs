//! What has had its time: contacts of people who left, old forms, sessions, delays, disclosures, lists on their way.

use crate::accounts::store as accounts;
use crate::app::App;
use crate::contacts::acts as contacts;
use crate::contacts::store::forget_suggestions;
use crate::error::Error;
use crate::once;
use crate::people::store as people;
use crate::time::DAY;

/// A form can be sent again as long as its session lives; no session lives longer.
const FORMS: i64 = 60 * DAY;

/// Forgets all of it whose time is over at `now`, milliseconds.
pub async fn run(app: &App, now: i64) -> Result<(), Error> {
    contacts::wipe_departed(app).await?;
    let mut tx = app.db.write().await?;
    let done = async {
        once::forget(&mut tx, now - FORMS).await?;
        people::forget_drafts(&mut tx, now).await?;
        forget_suggestions(&mut tx, now).await?;
        accounts::forget_old(&mut tx, now).await
    }
    .await;
    tx.settle(done).await?;
    loop {
        let mut tx = app.db.write().await?;
        let left = accounts::forget_delays(&mut tx, now).await;
        if !tx.settle(left).await? {
            break;
        }
    }
    app.db.settle().await;
    Ok(())
}
