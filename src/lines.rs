//! Lines: what comes from one place is served some at a time, in its order; who comes from elsewhere does not wait.

use crate::error::Error;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How many of one line are served at a time.
const ABREAST: usize = 2;
/// How many may stand in one line: whoever comes then is told to come again.
const LONGEST: usize = 128;
/// How many may stand in all lines together.
const CROWD: usize = 512;
/// How long somebody stands in a line.
const PATIENCE: Duration = Duration::from_secs(25);
/// Lines kept before those nobody stands in are dropped.
const KEPT: usize = 1024;

/// Lines by name; cheap to clone.
#[derive(Clone, Debug)]
pub struct Lines {
    lines: Arc<Mutex<HashMap<String, Arc<Line>>>>,
    crowd: Arc<Semaphore>,
    patience: Duration,
}

#[derive(Debug)]
struct Line {
    places: Arc<Semaphore>,
    front: Arc<Semaphore>,
}

/// A place at the front of a line, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _place: [OwnedSemaphorePermit; 2],
    _front: OwnedSemaphorePermit,
}

impl Default for Lines {
    fn default() -> Self {
        Self { lines: Arc::default(), crowd: Arc::new(Semaphore::new(CROWD)), patience: PATIENCE }
    }
}

impl Lines {
    /// Waits for a turn in the line of this name.
    ///
    /// # Errors
    /// [`Error::Busy`] when the line is full, and when it does not move.
    pub async fn turn(&self, name: &str) -> Result<Turn, Error> {
        let full = |_| Error::Busy("a line is full".to_owned());
        let line = self.line(name);
        let place = Arc::clone(&line.places).try_acquire_owned().map_err(full)?;
        let crowd = Arc::clone(&self.crowd).try_acquire_owned().map_err(full)?;
        match timeout(self.patience, Arc::clone(&line.front).acquire_owned()).await {
            Ok(Ok(front)) => Ok(Turn { _place: [place, crowd], _front: front }),
            _ => Err(Error::Busy("a line does not move".to_owned())),
        }
    }

    fn line(&self, name: &str) -> Arc<Line> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() > KEPT {
            lines.retain(|_, line| line.places.available_permits() < LONGEST);
        }
        let new = || Line { places: Arc::new(Semaphore::new(LONGEST)), front: Arc::new(Semaphore::new(ABREAST)) };
        Arc::clone(lines.entry(name.to_owned()).or_insert_with(|| Arc::new(new())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_line_is_served_in_turn_and_holds_up_no_other() {
        let lines = Lines { patience: Duration::from_millis(50), ..Lines::default() };
        let (first, _second) = (lines.turn("a").await.unwrap(), lines.turn("a").await.unwrap());
        assert!(lines.turn("a").await.is_err(), "nobody waits longer than the patience of a line");
        timeout(Duration::from_secs(1), lines.turn("b")).await.unwrap().unwrap();
        drop(first);
        timeout(Duration::from_secs(1), lines.turn("a")).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_line_has_an_end() {
        let lines = Lines::default();
        let _front = (lines.turn("a").await.unwrap(), lines.turn("a").await.unwrap());
        let mut waiting = tokio::task::JoinSet::new();
        for _ in 0..LONGEST - 2 {
            let lines = lines.clone();
            waiting.spawn(async move { lines.turn("a").await.is_err() });
        }
        while lines.line("a").places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let at_once = timeout(Duration::from_secs(1), lines.turn("a")).await.unwrap();
        assert!(at_once.is_err());
        lines.turn("b").await.unwrap();
    }

    #[tokio::test]
    async fn lines_that_nobody_stands_in_are_dropped() {
        let lines = Lines::default();
        let held = lines.turn("held").await.unwrap();
        for n in 0..3 * KEPT {
            drop(lines.turn(&n.to_string()).await.unwrap());
        }
        let left = lines.lines.lock().unwrap();
        assert!(left.len() <= KEPT + 1 && left.contains_key("held"));
        drop(left);
        drop(held);
    }
}
