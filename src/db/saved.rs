//! Whether something was saved meanwhile: what fails afterwards must not be called "not saved".

use std::cell::Cell;

tokio::task_local! {
    static SAVED: Cell<bool>;
}

/// Runs `work`; true when a transaction was committed in its task.
pub async fn noticing<T>(work: impl Future<Output = T>) -> (T, bool) {
    let noticed = async {
        let done = work.await;
        (done, SAVED.with(Cell::get))
    };
    SAVED.scope(Cell::new(false), noticed).await
}

/// Runs `work`, whose commits are none of the act that a request asks for: that the password was given.
pub async fn aside<T>(work: impl Future<Output = T>) -> T {
    SAVED.scope(Cell::new(false), work).await
}

/// A transaction was committed.
pub(super) fn note() {
    // Outside of any request nobody asks.
    let _ = SAVED.try_with(|saved| saved.set(true));
}
