//! What can be done about people: adding, changing, time away, leaving, accounts switched off, roles, capacities,
//! links, forgetting.

mod absence;
mod add;
mod capacity;
mod change;
mod department;
mod erase;
mod leave;
mod link;
mod links;
mod list;
mod merge;
mod remove;
mod rescue;
mod role;
mod switch;
mod words;

pub use absence::{end_pause, pause};
pub use add::{add, add_many};
pub(crate) use add::{insert_first, make};
pub use capacity::{end_capacity, grant_capacity};
pub use change::change;
pub use department::rename_department;
pub use erase::erase;
pub use leave::{come_back, leave};
pub(crate) use link::give_link;
pub use link::{hand_out_link, issue_link};
pub(crate) use links::SHOWN;
pub use links::{issue_links, mark_sent, revoke_batch, show_links};
pub(crate) use list::refuse as refuse_undo;
pub use list::{add_list, choose, keep_list, undo_list};
pub use merge::{close_department, merge_department, place_department};
pub(crate) use remove::refuse as refuse_removal;
pub use remove::remove;
pub use rescue::rescue;
pub use role::{grant_role, revoke_role};
pub use switch::switch_account;
pub use words::renew_words;

use super::store::{self, Person};
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::site::Site;

/// For an act that changes what the site holds and rests on the rest of it: its first statement.
///
/// # Errors
/// [`Error::Moved`] when somebody was first.
async fn changes(tx: &mut Tx, site: &Site) -> Result<(), Error> {
    if tx.change_site().await? == site.revision + 1 { Ok(()) } else { Err(Error::Moved) }
}

/// The person an act is about, held; out of the author's reach = not found.
async fn reached(tx: &mut Tx, act: &Act, id: &str) -> Result<Person, Error> {
    if !tx.hold_person(id).await? {
        return Err(Error::NotFound);
    }
    let person = store::person(&mut *tx, id).await?;
    if registers(tx, act, &person.department_id).await? { Ok(person) } else { Err(Error::NotFound) }
}

/// Whether the author may add and change people of a department; the system may.
async fn registers(tx: &mut Tx, act: &Act, department_id: &str) -> Result<bool, Error> {
    match act.by_id() {
        None => Ok(true),
        Some(by) => store::registers(&mut *tx, by, department_id).await,
    }
}

/// Whether the author is an admin; the system is one.
async fn administers(tx: &mut Tx, act: &Act) -> Result<bool, Error> {
    match act.by_id() {
        None => Ok(true),
        Some(by) => store::is_admin(&mut *tx, by).await,
    }
}

/// The data of whoever holds a role are an admin's to change.
///
/// # Errors
/// [`Error::Forbidden`] for everybody else.
async fn may_change(tx: &mut Tx, act: &Act, person: &Person) -> Result<(), Error> {
    if person.roles.is_empty() || administers(tx, act).await? { Ok(()) } else { Err(Error::Forbidden) }
}

/// Nothing is done any more about somebody whose data is erased.
fn not_erased(person: &Person) -> Result<(), Error> {
    if person.erased_at.is_some() { Err(Error::conflict("person.erased")) } else { Ok(()) }
}
