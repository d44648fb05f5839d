//! What every handler holds.

use crate::checked::Checked;
use crate::config::Config;
use crate::db::Db;
use crate::documents::library::Library;
use crate::error::Error;
use crate::hasher::Hasher;
use crate::notes::Notes;
use crate::office::Door;
use crate::quizzes::store::Often;
use crate::secret::Secret;
use crate::site::{Site, Sites};
use crate::time::Clock;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::Mutex;

/// Everything a request needs; cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    pub db: Db,
    /// Documents and question banks as files.
    pub library: Arc<Library>,
    pub config: Arc<Config>,
    /// Where "now" comes from.
    pub clock: Clock,
    /// Password hashing, off the async threads, bounded.
    pub hasher: Hasher,
    /// What is in force.
    pub sites: Arc<Sites>,
    /// Comforts waiting to be written.
    pub notes: Arc<Notes>,
    /// What personal links are derived from.
    pub secret: Secret,
    /// Held by whoever does what is done for everybody.
    pub filling: Arc<Mutex<()>>,
    /// The house has a leader, members and links: the first page need not ask for them any more.
    pub begun: Arc<AtomicBool>,
    /// Rows and leaves, as they were last compared.
    pub checked: Arc<Checked>,
    /// What the organisation misses in quizzes.
    pub often: Arc<Often>,
    /// Reads uploaded office files.
    pub office: Door,
}

impl App {
    /// What is in force now, for whoever no request tells it: jobs, commands, tests.
    pub async fn site(&self) -> Result<Arc<Site>, Error> {
        self.sites.newest(&self.db, &self.library).await
    }
}
