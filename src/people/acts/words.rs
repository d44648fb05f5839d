//! What people and departments are found by is folded anew when the folding has changed.

use crate::db::Db;
use crate::error::Error;
use crate::people::store;

/// People of a batch.
const MOST: i64 = 500;

/// Makes it anew where it is folded otherwise than now: at the start, a batch a transaction. A start that is cut off is
/// repeated by the next one.
///
/// # Errors
/// When it cannot be written.
pub async fn renew_words(db: &Db) -> Result<(), Error> {
    if store::are_of_now(db.read()).await? {
        return Ok(());
    }
    let mut last = Some(String::new());
    while let Some(after) = last {
        let mut tx = db.write_alone().await?;
        let done = async {
            store::hold_words(&mut tx).await?;
            if store::are_of_now(&mut tx).await? {
                return Ok(None);
            }
            let last = store::renew_words(&mut tx, &after, MOST).await?;
            if last.is_none() {
                store::renew_labels(&mut tx).await?;
                store::words_are_of_now(&mut tx).await?;
            }
            Ok(last)
        }
        .await;
        last = tx.settle(done).await?;
    }
    Ok(())
}
