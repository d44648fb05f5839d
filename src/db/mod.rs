//! The database: the only module that knows which engine is below.
//!
//! Reads use a pool that cannot write. Writes go through one door: `let mut tx = db.write().await?; …`, then
//! [`Tx::settle`]. Every answer, refusals included, waits for the COMMIT it rests on, and the outcomes are
//! three: saved, not saved (`Error::Busy`), unknown (`Error::Unknown`).

mod call;
mod copy;
mod door;
mod engine;
mod failed;
mod file;
mod lease;
mod lock;
mod locks;
mod open;
mod past;
mod pool;
mod pooled;
mod reader;
mod record;
mod rows;
mod saved;
mod schema;
mod snapshot;
mod tx;
mod watch;
mod writer;

#[cfg(test)]
mod tests;

pub use copy::{COPIED, Filling, LEFT_OUT, dump, newest_schema};
pub use door::Db;
pub use engine::Engine;
pub use open::make_at;
pub(crate) use past::as_of;
pub use reader::{Ask, Reader};
pub use record::Statement;
pub(crate) use rows::places;
pub use rows::{Value, count};
pub use saved::{aside, noticing};
pub use snapshot::Snapshot;
pub use tx::Tx;
