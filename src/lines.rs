//! Lines: what comes from one place is served some at a time, in its order; who comes from elsewhere does not wait.

use crate::error::Error;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};
use tokio::time::timeout;

/// How many of one line are served at a time.
const ABREAST: usize = 2;
/// How many may stand in one line: whoever comes then is told to come again.
const LONGEST: usize = 128;
/// How many requests of one crowd may stand in all lines together.
const CROWD: usize = 512;
/// How long somebody stands in a line.
const PATIENCE: Duration = Duration::from_secs(25);
/// Lines kept before those nobody stands in are dropped.
const KEPT: usize = 1024;

/// Lines by name; cheap to clone.
#[derive(Clone, Debug)]
pub struct Lines {
    lines: Arc<Mutex<HashMap<String, Arc<Line>>>>,
    strangers: Arc<Semaphore>,
    known: Arc<Semaphore>,
    patience: Duration,
}

#[derive(Debug)]
struct Line {
    places: Arc<Semaphore>,
    front: Arc<Semaphore>,
}

/// Whose requests fill the lines together: strangers, however many, never use up the places of those who are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crowd {
    Strangers,
    Known,
}

/// A place in the crowd, and one at the front of each line, until it is dropped.
#[derive(Debug)]
pub struct Turns {
    _fronts: Vec<[OwnedSemaphorePermit; 2]>,
    _crowd: OwnedSemaphorePermit,
}

impl Default for Lines {
    fn default() -> Self {
        let crowd = || Arc::new(Semaphore::new(CROWD));
        Self { lines: Arc::default(), strangers: crowd(), known: crowd(), patience: PATIENCE }
    }
}

impl Lines {
    /// Waits for a turn in each line, in this order.
    ///
    /// # Errors
    /// [`Error::Busy`] when the crowd is too large or a line is full, and when one does not move.
    pub async fn turns<S: AsRef<str>>(&self, crowd: Crowd, names: &[S]) -> Result<Turns, Error> {
        let crowd = Arc::clone(self.crowd(crowd)).try_acquire_owned().map_err(full)?;
        let mut fronts = Vec::with_capacity(names.len());
        for name in names {
            fronts.push(self.front(name.as_ref()).await?);
        }
        Ok(Turns { _fronts: fronts, _crowd: crowd })
    }

    fn crowd(&self, crowd: Crowd) -> &Arc<Semaphore> {
        match crowd {
            Crowd::Strangers => &self.strangers,
            Crowd::Known => &self.known,
        }
    }

    async fn front(&self, name: &str) -> Result<[OwnedSemaphorePermit; 2], Error> {
        let line = self.line(name);
        let place = Arc::clone(&line.places).try_acquire_owned().map_err(full)?;
        match timeout(self.patience, Arc::clone(&line.front).acquire_owned()).await {
            Ok(Ok(front)) => Ok([place, front]),
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

fn full(_: TryAcquireError) -> Error {
    Error::Busy("a line is full".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::task::JoinSet;

    impl Lines {
        async fn turn(&self, name: &str) -> Result<Turns, Error> {
            self.turns(Crowd::Strangers, &[name]).await
        }
    }

    #[tokio::test]
    async fn a_crowd_of_strangers_leaves_the_known_their_places() {
        let lines = Lines::default();
        let mut waiting = JoinSet::new();
        for n in 0..2 * CROWD {
            let lines = lines.clone();
            // Nobody of one name or one address: every line is short.
            waiting.spawn(async move {
                let turns = lines.turns(Crowd::Strangers, &[format!("login:{n}"), format!("ip:{}", n / 64)]).await;
                tokio::time::sleep(Duration::from_secs(20)).await;
                drop(turns);
            });
        }
        while lines.strangers.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(lines.turn("login:another").await.is_err());
        timeout(Duration::from_secs(1), lines.turns(Crowd::Known, &["session:one"])).await.unwrap().unwrap();
    }

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
        let mut waiting = JoinSet::new();
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
