//! A connection of a pool while a transaction is open on it.

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Executor};

/// A pooled connection with a transaction open: closed unless it is given back by name,
/// because sqlx does not see transactions it has not begun and would hand it on dirty.
#[derive(Debug)]
pub(super) struct Pooled(Option<PoolConnection<Any>>);

impl Pooled {
    pub(super) fn new(connection: PoolConnection<Any>) -> Self {
        Self(Some(connection))
    }

    pub(super) fn get(&mut self) -> Result<&mut AnyConnection, sqlx::Error> {
        self.0.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
    }

    pub(super) async fn order(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        self.get()?.execute(sql).await.map(|_| ())
    }

    /// Back to the pool: its transaction has ended well.
    pub(super) fn give_back(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        if let Some(connection) = &mut self.0 {
            connection.close_on_drop();
        }
    }
}
