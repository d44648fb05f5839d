//! Lines: what comes from one place is served some at a time, in its order; who comes from elsewhere does not wait.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many of one line are served at a time.
const ABREAST: usize = 2;
/// Lines kept before those nobody stands in are dropped.
const KEPT: usize = 1024;

/// Lines by name; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Lines(Arc<Mutex<HashMap<String, Arc<Semaphore>>>>);

/// A place at the front of a line, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Lines {
    /// Waits for a turn in the line of this name.
    pub async fn turn(&self, name: &str) -> Turn {
        let line = self.line(name);
        // The semaphore is never closed.
        Turn { _permit: line.acquire_owned().await.ok() }
    }

    fn line(&self, name: &str) -> Arc<Semaphore> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() > KEPT {
            lines.retain(|_, line| Arc::strong_count(line) > 1);
        }
        Arc::clone(lines.entry(name.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(ABREAST))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::time::timeout;

    #[tokio::test]
    async fn one_line_is_served_in_turn_and_holds_up_no_other() {
        let lines = Lines::default();
        let (first, _second) = (lines.turn("a").await, lines.turn("a").await);
        assert!(timeout(Duration::from_millis(20), lines.turn("a")).await.is_err());
        timeout(Duration::from_secs(1), lines.turn("b")).await.unwrap();
        drop(first);
        timeout(Duration::from_secs(1), lines.turn("a")).await.unwrap();
    }

    #[tokio::test]
    async fn lines_that_nobody_stands_in_are_dropped() {
        let lines = Lines::default();
        let held = lines.turn("held").await;
        for n in 0..3 * KEPT {
            drop(lines.turn(&n.to_string()).await);
        }
        let left = lines.0.lock().unwrap();
        assert!(left.len() <= KEPT + 1 && left.contains_key("held"));
        drop(left);
        drop(held);
    }
}
