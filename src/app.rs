//! What every handler holds.

use crate::config::Config;
use crate::db::Db;
use crate::documents::library::Library;
use crate::hasher::Hasher;
use crate::time::Clock;
use std::sync::Arc;

/// Everything a request needs; cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    pub db: Db,
    /// Documents and question banks.
    pub library: Arc<Library>,
    /// Settings of the server.
    pub config: Arc<Config>,
    /// Where "now" comes from.
    pub clock: Clock,
    /// Password hashing, off the async threads, bounded.
    pub hasher: Hasher,
}
