//! What the organisation misses, asked of the database at most once an hour.

use super::history;
use crate::db::Db;
use crate::error::Error;
use crate::quizzes::rules::Place;
use crate::time::{DAY, MINUTE};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// How long it is believed.
const HOUR: i64 = 60 * MINUTE;

/// Answers of so many days count: two yearly rounds.
const DAYS: i64 = 730;

/// Percent of first answers that were not fully right, by clause.
type Rates = Arc<BTreeMap<Place, u8>>;

/// What was found last, and when.
#[derive(Debug, Default)]
pub struct Often(Mutex<Option<(i64, Rates)>>);

impl Often {
    /// What is known at `now`, UTC milliseconds. Who comes while it is asked waits for the same answer.
    pub(crate) async fn at(&self, db: &Db, now: i64) -> Result<Rates, Error> {
        let mut held = self.0.lock().await;
        if let Some((at, rates)) = held.as_ref()
            && (*at..at.saturating_add(HOUR)).contains(&now)
        {
            return Ok(Arc::clone(rates));
        }
        let rates = Arc::new(history::often(db.read(), now - DAYS * DAY).await?);
        *held = Some((now, Arc::clone(&rates)));
        Ok(rates)
    }
}
