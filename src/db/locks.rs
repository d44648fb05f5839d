//! Locks, always in this order: site, round, persons by id, ledger. SQLite has one writer and needs none.

use super::engine::Engine;
use super::lock::Lock;
use super::tx::Tx;
use crate::error::Error;
use sqlx::{Executor, Row};
use std::sync::atomic::Ordering;

impl Tx {
    /// Keeps what is in force as it is until the act ends, and returns its revision.
    pub async fn share_site(&mut self) -> Result<i64, Error> {
        self.take(Lock::Site { shared: true });
        let sql = match self.engine() {
            Engine::Sqlite => "select n from revision where name = 'site'",
            Engine::Postgres => "select n from revision where name = 'site' for share",
        };
        Ok(sqlx::query(sql).fetch_one(self).await?.try_get(0)?)
    }

    /// For an act that changes what is in force: its first statement. Returns the new revision.
    pub async fn change_site(&mut self) -> Result<i64, Error> {
        self.take(Lock::Site { shared: false });
        let sql = "update revision set n = n + 1 where name = 'site' returning n";
        Ok(sqlx::query(sql).fetch_one(self).await?.try_get(0)?)
    }

    /// For an act that changes the round.
    pub async fn hold_round(&mut self, id: &str) -> Result<(), Error> {
        self.take(Lock::Round { id: id.to_owned(), shared: false });
        self.on_postgres("select 1 from round where id = $1 for no key update", id).await
    }

    /// For an act that rests on what the round asks.
    pub async fn share_round(&mut self, id: &str) -> Result<(), Error> {
        self.take(Lock::Round { id: id.to_owned(), shared: true });
        self.on_postgres("select 1 from round where id = $1 for share", id).await
    }

    /// Before anything of a person is read in order to be changed. False when there is no such person.
    pub async fn hold_person(&mut self, id: &str) -> Result<bool, Error> {
        self.take(Lock::Person { id: id.to_owned() });
        let unlocked = self.recorder.unlocked.load(Ordering::Relaxed);
        let sql = match self.engine() {
            Engine::Sqlite => "select 1 from person where id = $1",
            Engine::Postgres if unlocked => "select 1 from person where id = $1",
            Engine::Postgres => "select 1 from person where id = $1 for no key update",
        };
        Ok(sqlx::query(sql).bind(id).fetch_optional(self).await?.is_some())
    }

    /// The same for everybody between two ids, both included, in the order of ids.
    pub async fn hold_people(&mut self, from: &str, to: &str) -> Result<(), Error> {
        self.take(Lock::Person { id: to.to_owned() });
        if self.engine() == Engine::Postgres {
            let sql = "select 1 from person where id >= $1 and id <= $2 order by id for no key update";
            sqlx::query(sql).bind(from).bind(to).execute(self).await?;
        }
        Ok(())
    }

    /// Serialises appends to the ledger, through COMMIT.
    pub async fn hold_ledger(&mut self) -> Result<(), Error> {
        self.take(Lock::Ledger);
        if self.engine() == Engine::Postgres {
            self.execute("select cast(pg_advisory_xact_lock(7239125) as text)").await?;
        }
        Ok(())
    }

    async fn on_postgres(&mut self, sql: &'static str, id: &str) -> Result<(), Error> {
        if self.engine() == Engine::Postgres {
            sqlx::query(sql).bind(id).execute(self).await?;
        }
        Ok(())
    }

    fn take(&mut self, lock: Lock) {
        debug_assert!(self.held.as_ref().is_none_or(|held| *held <= lock), "{lock:?} after {:?}", self.held);
        self.held = self.held.take().max(Some(lock));
    }
}
