//! Staff lists: kept on their way, added as one act, taken back as another.

use super::add::{hold, insert_all};
use super::{changes, department, reached, registers, remove};
use crate::act::{Act, Author};
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::once;
use crate::people::rules::list::{Draft, Facts, Known, review};
use crate::people::store::{self, NewPerson, Touched};
use crate::site::Site;
use crate::text::say_with;
use crate::time::DAY;
use serde_json::json;

/// How long a list is kept on its way.
const KEPT: i64 = DAY;

/// Keeps what was read of a paste, for whoever pasted it, a day long; the answer is its id. Nothing is recorded: nothing
/// has happened yet.
pub async fn keep_list(tx: &mut Tx, act: &Act, draft: &Draft) -> Result<String, Error> {
    let whose = act.by_id().ok_or(Error::Forbidden)?;
    if let Some(before) = once::before(tx, act, "people.keep_list").await? {
        return Ok(before);
    }
    let id = new_id();
    store::insert_draft(tx, &id, whose, (act.at, act.at + KEPT), draft).await?;
    once::keep(tx, act, &id).await?;
    Ok(id)
}

/// Keeps what somebody has chosen of their list: ticks, departments, corrected cells.
///
/// # Errors
/// [`Error::NotFound`] when it is not there any more, or somebody else's.
pub async fn choose(tx: &mut Tx, act: &Act, id: &str, change: impl FnOnce(&mut Draft)) -> Result<Draft, Error> {
    let whose = act.by_id().ok_or(Error::Forbidden)?;
    let mut draft = store::draft(&mut *tx, id, whose, act.at).await?.ok_or(Error::NotFound)?;
    change(&mut draft);
    store::change_draft(tx, id, whose, &draft).await?;
    Ok(draft)
}

async fn facts(tx: &mut Tx, site: &Site, draft: &Draft) -> Result<Facts, Error> {
    Ok(Facts {
        departments: Known::of(site.departments.iter().map(|one| one.name.as_str())),
        people: store::namesakes(&mut *tx, draft.rows.iter().map(|row| row.given.as_str())).await?,
        codes: store::code_holders(&mut *tx, draft.rows.iter().map(|row| row.code.as_str())).await?,
    })
}

/// The people who are to be added, with their lines; the lines that cannot be as they are.
fn wanted(draft: &Draft, facts: &Facts) -> (Vec<(usize, NewPerson)>, Vec<usize>) {
    let (mut new, mut stopped) = (Vec::new(), Vec::new());
    for (row, seen) in draft.rows.iter().zip(review(draft, facts).0) {
        let name = row.name().ok().filter(|_| seen.on);
        if seen.stopped {
            stopped.push(row.line);
        }
        let Some(name) = name else { continue };
        let person = NewPerson {
            name,
            code: Some(row.code.clone()).filter(|code| !code.is_empty()),
            department: row.department.clone(),
            position: row.position.clone(),
            ..NewPerson::default()
        };
        new.push((row.line, person));
    }
    (new, stopped)
}

/// Adds everybody who is ticked, or nobody; a list added twice is added once. Give it a transaction of its own.
///
/// # Errors
/// [`Error::Conflict`] naming the lines of which something is not as it was when they were looked at, or when nobody is
/// ticked; [`Error::Forbidden`] for a department out of reach; [`Error::NotFound`] for somebody else's list.
pub async fn add_list(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    let by = act.by_id().ok_or(Error::Forbidden)?;
    if let Some(list) = store::list(&mut *tx, id).await? {
        return if list.by_id.as_deref() == Some(by) { Ok(()) } else { Err(Error::NotFound) };
    }
    let draft = store::draft(&mut *tx, id, by, act.at).await?.ok_or(Error::NotFound)?;
    let (new, stopped) = wanted(&draft, &facts(tx, site, &draft).await?);
    told(&stopped)?;
    if new.is_empty() {
        return Err(Error::conflict("list.nobody"));
    }
    let people: Vec<NewPerson> = new.iter().map(|one| one.1.clone()).collect();
    let departments = hold(tx, act, site, &people).await?;
    // Two lists with the same codes and names would wait for each other: they come one after the other.
    tx.hold_ledger().await?;
    if let Some(list) = store::list(&mut *tx, id).await? {
        return if list.by_id.as_deref() == Some(by) { Ok(()) } else { Err(Error::NotFound) };
    }
    let (again, stopped) = wanted(&draft, &facts(tx, site, &draft).await?);
    told(&stopped)?;
    let gone: Vec<usize> = new.iter().map(|one| one.0).filter(|line| !again.iter().any(|one| one.0 == *line)).collect();
    told(&gone)?;
    let made_departments = departments.made();
    let made = insert_all(tx, act, site, &people, departments).await?.append(tx, act).await?;
    store::insert_list(tx, id, (&made, &made_departments), Some(by), act.at).await?;
    store::delete_draft(tx, id).await?;
    let counts = json!({ "list": id, "people": made.len(), "departments": made_departments.len() });
    let note = json!({ "so": made.len().to_string() });
    ledger::append(tx, &act.leaf("list.added").of("staff_list", id).body(counts).note("note.list_added", note)).await?;
    Ok(())
}

fn told(lines: &[usize]) -> Result<(), Error> {
    if lines.is_empty() {
        return Ok(());
    }
    let lines = lines.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    Err(Error::Conflict(say_with("list.stopped", &[("dong", &lines)])))
}

/// Takes a whole list back: the people it made are deleted, departments it made and nobody is in are closed; twice is
/// once. Give it a transaction of its own.
///
/// # Errors
/// [`Error::Conflict`] when one of them has acted, has a link that can be used, holds a role or stands in a closed round.
pub async fn undo_list(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    changes(tx, site).await?;
    let list = store::list(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    if list.undone_at.is_some() {
        return Ok(());
    }
    let mut ids: Vec<String> = store::people_of_list(&mut *tx, id).await?.into_iter().map(|one| one.id).collect();
    ids.sort();
    let mut people: Vec<Author> = Vec::new();
    for person in &ids {
        people.push(reached(tx, act, person).await?.author());
    }
    refuse(&store::touched_of_list(&mut *tx, id, act.at).await?)?;
    for whom in &people {
        remove::go(tx, act, whom).await?;
    }
    let mut closed = 0;
    for (department, _) in store::departments_of_list(&mut *tx, id).await? {
        if registers(tx, act, &department).await? && department::shut(tx, act, &department, "").await? {
            closed += 1;
        }
    }
    store::undo_list(tx, id, act.by_id(), act.at).await?;
    let counts = json!({ "list": id, "people": people.len(), "departments": closed });
    let note = json!({ "so": people.len().to_string() });
    ledger::append(tx, &act.leaf("list.undone").of("staff_list", id).body(counts).note("note.list_undone", note))
        .await?;
    Ok(())
}

/// Says of how many what stands against it.
pub(crate) fn refuse(touched: &[Touched]) -> Result<(), Error> {
    let many = |is: fn(&Touched) -> bool| touched.iter().filter(|one| is(one)).count();
    for (n, key) in [
        (many(|one| one.acted), "list.undo_acted"),
        (many(|one| one.linked), "list.undo_linked"),
        (many(|one| one.bound), "list.undo_bound"),
    ] {
        if n > 0 {
            return Err(Error::Conflict(crate::text::fill(
                crate::text::find(key).unwrap_or_default(),
                &[("n", &n.to_string())],
            )));
        }
    }
    Ok(())
}
