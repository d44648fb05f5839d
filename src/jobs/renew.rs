//! Finishes what a change for everybody began: people still to be enrolled, copies still to be derived.

use crate::app::App;
use crate::error::Error;
use crate::rounds::acts;

/// Runs batches until nothing is left of any open round; the answer is how many were needed.
pub async fn run(app: &App) -> Result<usize, Error> {
    acts::finish_unless_busy(app).await
}
