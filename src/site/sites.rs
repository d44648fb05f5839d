//! Who holds the snapshot: loaded when its revision differs, once for everybody who waits.

use super::snapshot::Site;
use super::store;
use crate::db::Db;
use crate::documents::library::Library;
use crate::error::Error;
use std::sync::{Arc, RwLock};
use tokio::sync::Mutex;

/// Holds the newest snapshot; one task loads, the others wait for it.
#[derive(Debug)]
pub struct Sites {
    now: RwLock<Option<Arc<Site>>>,
    loading: Mutex<()>,
}

impl Default for Sites {
    fn default() -> Self {
        Self { now: RwLock::new(None), loading: Mutex::new(()) }
    }
}

impl Sites {
    fn held(&self) -> Option<Arc<Site>> {
        self.now.read().ok().and_then(|held| held.clone())
    }

    /// The snapshot of a revision, loaded when the held one differs. What is loaded may be newer than what was asked.
    pub async fn at(&self, db: &Db, library: &Library, revision: i64) -> Result<Arc<Site>, Error> {
        if let Some(held) = self.held().filter(|held| held.revision == revision) {
            return Ok(held);
        }
        let _turn = self.loading.lock().await;
        let held = self.held();
        if let Some(held) = held.clone().filter(|held| held.revision == revision) {
            return Ok(held);
        }
        let loaded = Arc::new(store::load(db, library, held.as_deref()).await?);
        if let Ok(mut now) = self.now.write() {
            *now = Some(Arc::clone(&loaded));
        }
        Ok(loaded)
    }

    /// The held snapshot, whatever its revision; loaded when there is none. For visitors who are not signed in.
    pub async fn any(&self, db: &Db, library: &Library) -> Result<Arc<Site>, Error> {
        match self.held() {
            Some(held) => Ok(held),
            None => self.at(db, library, -1).await,
        }
    }

    /// The snapshot as the database has it now: for jobs and commands, which no request tells the revision.
    pub async fn newest(&self, db: &Db, library: &Library) -> Result<Arc<Site>, Error> {
        let revision = store::revision(db.read()).await?;
        self.at(db, library, revision).await
    }
}
