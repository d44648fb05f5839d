//! Rests between pieces, so that pages find a reader.

use std::time::{Duration, Instant};

/// Lets others read, `rest` times as long as the piece that began then has taken.
pub(super) async fn pause(begun: Instant, rest: u32) {
    if rest == 0 {
        tokio::task::yield_now().await;
    } else {
        tokio::time::sleep(begun.elapsed().saturating_mul(rest).min(Duration::from_secs(2))).await;
    }
}
