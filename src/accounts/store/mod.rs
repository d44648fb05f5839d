//! SQL of accounts, links, sessions and delays.

mod account;
mod batch;
mod link;
mod office;
mod session;
mod switch;
mod throttle;

pub use account::{
    Account, DemoPerson, by_login, close, delete, demo_people, of_person, open, set_email, set_password,
};
pub use batch::{Batch, Issued, Waiting, batch, issued, unsigned};
pub(crate) use batch::{insert_batch, mark_sent, people_of_batch, recent_batches, revoke_batch, unsigned_of};
pub use link::{
    Link, NewLink, UsableLink, forget_addresses, insert_link, link, note_opened, revoke_links, shown_links, use_link,
};
pub(crate) use office::office;
pub use session::{
    NewSession, OpenSession, end_session, end_sessions, insert_session, mark_proved, open_sessions, touch,
};
pub use switch::switch;
pub(crate) use throttle::{charge, failed, forget_tries, waiting};

use crate::accounts::rules;
use crate::db::Tx;
use crate::disclosures::store as disclosures;
use crate::error::Error;

/// Ends every way into a person's account but the password: their sessions, and the links nobody has used.
pub async fn end_ways_in(tx: &mut Tx, person_id: &str, at: i64) -> Result<(), Error> {
    end_sessions(tx, person_id, "").await?;
    revoke_links(tx, person_id, at).await
}

/// How many delays are forgotten at a time: whoever made them up by the hundred thousand holds up no write.
const SLICE: i64 = 5_000;

/// Forgets delays that have had their time, some at a time; false when none was left.
pub async fn forget_delays(tx: &mut Tx, now: i64) -> Result<bool, Error> {
    let sql = "delete from throttle where key in (select key from throttle where last_at < $1 limit $2)";
    let done = sqlx::query(sql).bind(now - rules::FORGET).bind(SLICE).execute(tx).await?;
    Ok(done.rows_affected() > 0)
}

/// Forgets what has had its time: sessions and disclosures that ended.
pub async fn forget_old(tx: &mut Tx, now: i64) -> Result<(), Error> {
    sqlx::query("delete from session where expires_at < $1").bind(now).execute(&mut *tx).await?;
    disclosures::forget(tx, now).await?;
    Ok(())
}
