//! Staff lists: kept on their way, added as one act, taken back as another.

use super::add::insert_all;
use super::department::Departments;
use super::{change, changes, department, reached, registers, remove};
use crate::act::{Act, Author};
use crate::contacts::store as contacts;
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::once;
use crate::people::rules::Name;
use crate::people::rules::list::{Draft, Facts, Known, Row, review};
use crate::people::store::{self, NewPerson, Person, Touched};
use crate::site::Site;
use crate::text::say_with;
use crate::time::{DAY, date_of};
use crate::words::key;
use serde_json::json;

/// How long a list is kept on its way.
const KEPT: i64 = DAY;
/// How long a telephone number of a list is suggested to its owner; the privacy notice says so.
const SUGGESTED: i64 = 30 * DAY;

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

async fn facts(tx: &mut Tx, act: &Act, site: &Site) -> Result<Facts, Error> {
    let departments = Known::of(site.departments.iter().map(|one| one.name.as_str()));
    let people = store::everybody(&mut *tx, act.by_id().unwrap_or_default()).await?;
    Ok(Facts::of(departments, people).on(date_of(act.at)))
}

/// What a list is to do, by the lines of those it is about.
#[derive(Default)]
struct Wanted {
    new: Vec<(usize, NewPerson)>,
    changed: Vec<(usize, String)>,
    /// Lines that cannot be as they are.
    stopped: Vec<usize>,
    /// Telephone numbers: of whom there is, by id; of somebody new, by the place among them.
    known_phones: Vec<(String, String)>,
    new_phones: Vec<(usize, String)>,
}

impl Wanted {
    fn of(draft: &Draft, facts: &Facts) -> Self {
        let mut all = Self::default();
        for (row, seen) in draft.rows.iter().zip(review(draft, facts).0) {
            if seen.stopped {
                all.stopped.push(row.line);
            }
            if seen.suggests && !seen.is.is_empty() {
                all.known_phones.push((seen.is.clone(), row.phone.clone()));
            }
            if seen.changes() {
                all.changed.push((row.line, seen.is));
                continue;
            }
            let Some(name) = row.name().ok().filter(|_| seen.adds()) else { continue };
            if seen.suggests {
                all.new_phones.push((all.new.len(), row.phone.clone()));
            }
            let person = NewPerson {
                name,
                code: Some(row.code.clone()).filter(|code| !code.is_empty()),
                department: row.department.clone(),
                position: row.position.clone(),
                joined_on: Some(row.joined.clone()).filter(|day| !day.is_empty()),
                ..NewPerson::default()
            };
            all.new.push((row.line, person));
        }
        all
    }

    fn is_nothing(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.known_phones.is_empty()
    }

    fn lines(&self) -> Vec<usize> {
        self.new.iter().map(|one| one.0).chain(self.changed.iter().map(|one| one.0)).collect()
    }
}

/// How somebody is to be by a row: what it leaves empty stays as it is, and so does a name that only lacks marks.
fn changed(person: &Person, row: &Row) -> NewPerson {
    let kept =
        |new: &str, old: &str| if new.is_empty() || key(new) == key(old) { old.to_owned() } else { new.to_owned() };
    let old = Name {
        family: person.family.clone(),
        middle: person.middle.clone(),
        given: person.given.clone(),
        order: person.name_order,
    };
    NewPerson {
        id: None,
        name: row.name().ok().filter(|_| row.renames(&person.full_name)).unwrap_or(old),
        code: Some(row.code.clone()).filter(|code| !code.is_empty()).or_else(|| person.code.clone()),
        department: kept(&row.department, &person.department),
        position: kept(&row.position, &person.position),
        email: person.email.clone(),
        joined_on: Some(row.joined.clone()).filter(|day| !day.is_empty()).or_else(|| person.joined_on.clone()),
        ..NewPerson::default()
    }
}

/// Adds and changes everybody who is ticked, or nobody; a list added twice is added once. Give it a transaction of its
/// own.
///
/// # Errors
/// [`Error::Conflict`] naming the lines of which something is not as it was when they were looked at, when nobody is
/// ticked, or when it is not said whether hidden rows are read; [`Error::Forbidden`] for a department out of reach;
/// [`Error::NotFound`] for somebody else's list.
pub async fn add_list(tx: &mut Tx, act: &Act, site: &Site, id: &str) -> Result<(), Error> {
    let by = act.by_id().ok_or(Error::Forbidden)?;
    if let Some(list) = store::list(&mut *tx, id).await? {
        return if list.by_id.as_deref() == Some(by) { Ok(()) } else { Err(Error::NotFound) };
    }
    let draft = store::draft(&mut *tx, id, by, act.at).await?.ok_or(Error::NotFound)?;
    if draft.asks_hidden() {
        return Err(Error::conflict("list.hidden_first"));
    }
    let wanted = Wanted::of(&draft, &facts(tx, act, site).await?);
    told(&wanted.stopped)?;
    if wanted.is_nothing() {
        return Err(Error::conflict("list.nobody"));
    }
    let people: Vec<NewPerson> = wanted.new.iter().map(|one| one.1.clone()).collect();
    let (departments, changes) = take_hold(tx, act, site, (&draft, &wanted, &people)).await?;
    // Two lists with the same codes and names would wait for each other: they come one after the other.
    tx.hold_ledger().await?;
    if let Some(list) = store::list(&mut *tx, id).await? {
        return if list.by_id.as_deref() == Some(by) { Ok(()) } else { Err(Error::NotFound) };
    }
    let again = Wanted::of(&draft, &facts(tx, act, site).await?);
    told(&again.stopped)?;
    let lines = again.lines();
    let gone: Vec<usize> = wanted.lines().into_iter().filter(|line| !lines.contains(line)).collect();
    told(&gone)?;
    let made_departments = departments.made();
    let mut written = Vec::new();
    for (person, new) in &changes {
        let department_id = departments.id(&new.department)?.to_owned();
        written.extend(change::write(tx, act, site, (person, new), &department_id).await?);
    }
    let made = insert_all(tx, act, site, &people, departments).await?.append(tx, act).await?;
    for one in &written {
        one.append(tx, act).await?;
    }
    let mut phones = again.known_phones;
    let of_new = again.new_phones.into_iter();
    phones.extend(of_new.filter_map(|(place, phone)| Some((made.get(place)?.person_id.clone(), phone))));
    contacts::suggest(tx, &phones, act.at, act.at + SUGGESTED).await?;
    let others: Vec<String> = changes.iter().map(|(person, _)| person.id.clone()).collect();
    store::insert_list(tx, id, (&made, &others, &made_departments), Some(by), act.at).await?;
    store::delete_draft(tx, id).await?;
    let counts = json!({ "list": id, "people": made.len(), "departments": made_departments.len() });
    let counts = match others.len() {
        0 => counts,
        many => json!({ "list": id, "people": made.len(), "departments": made_departments.len(), "changed": many }),
    };
    let note = json!({ "so": made.len().to_string() });
    ledger::append(tx, &act.leaf("list.added").of("staff_list", id).body(counts).note("note.list_added", note)).await?;
    Ok(())
}

/// The site with the departments that are named, then those who are to be changed, by their ids.
async fn take_hold(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    (draft, wanted, people): (&Draft, &Wanted, &[NewPerson]),
) -> Result<(Departments, Vec<(Person, NewPerson)>), Error> {
    let rows =
        wanted.changed.iter().filter_map(|(line, id)| Some((id, draft.rows.iter().find(|row| row.line == *line)?)));
    let mut rows: Vec<(&String, &Row)> = rows.collect();
    rows.sort_by_key(|one| one.0);
    let named =
        people.iter().map(|one| one.department.as_str()).chain(rows.iter().map(|one| one.1.department.as_str()));
    let named: Vec<&str> = named.filter(|name| !name.is_empty()).collect();
    let mut departments = Departments::hold(tx, act, site, &named).await?;
    let mut changes = Vec::new();
    for (id, row) in rows {
        let person = reached(tx, act, id).await?;
        let new = changed(&person, row);
        departments.keep(&person);
        changes.push((person, new));
    }
    Ok((departments, changes))
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
