//! Sessions seen and places in texts, written together.

use crate::accounts::store as accounts;
use crate::app::App;
use crate::documents::store as documents;
use crate::error::Error;

/// Writes what was noted since the last time; the answer is how many.
pub async fn write(app: &App) -> Result<usize, Error> {
    let (seen, places) = app.notes.take();
    let many = seen.len() + places.len();
    if many == 0 {
        return Ok(0);
    }
    let mut tx = app.db.write().await?;
    let done = async {
        for (session, at) in &seen {
            accounts::touch(&mut tx, session, *at).await?;
        }
        for (person, document, article, at) in &places {
            documents::note_place(&mut tx, person, document, article, *at).await?;
        }
        Ok(many)
    }
    .await;
    tx.settle(done).await
}
