//! Adding people: one, or a list as one act.

use super::department::Departments;
use super::{administers, capacity, role};
use crate::accounts::rules::{Role, Scope};
use crate::accounts::store as accounts;
use crate::act::{Act, Author};
use crate::db::Tx;
use crate::error::Error;
use crate::id::{new_actor, new_id};
use crate::ledger;
use crate::once;
use crate::people::rules::{Capacity, scope_for};
use crate::people::store::{self, NewPerson, Profile};
use crate::rounds::rules::{Asks, RoundKind, told_day};
use crate::rounds::store as rounds;
use crate::site::{Round, Site};
use crate::standing::store as standing;
use serde_json::json;

/// Adds a person: profile, account, enrolment in every open newcomer round, roles, capacities.
///
/// # Errors
/// [`Error::Conflict`] when the staff code is taken; [`Error::Forbidden`] for a department or a role out of reach.
pub async fn add(tx: &mut Tx, act: &Act, site: &Site, new: &NewPerson) -> Result<Author, Error> {
    if let Some(before) = once::before(tx, act, "people.add").await? {
        return store::author(&mut *tx, &before).await;
    }
    let made = make(tx, act, site, std::slice::from_ref(new)).await?.pop();
    let made = made.ok_or_else(|| Error::internal("nobody was added"))?;
    once::keep(tx, act, &made.person_id).await?;
    Ok(made)
}

/// Adds everybody of a list, or nobody; in the order of the list. Give it a transaction of its own.
///
/// # Errors
/// As [`add`].
pub async fn add_many(tx: &mut Tx, act: &Act, site: &Site, new: &[NewPerson]) -> Result<Vec<Author>, Error> {
    if let Some(before) = once::before(tx, act, "people.add_many").await? {
        let mut made = Vec::new();
        for id in before.split_whitespace() {
            made.push(store::author(&mut *tx, id).await?);
        }
        return Ok(made);
    }
    let made = make(tx, act, site, new).await?;
    let ids: Vec<&str> = made.iter().map(|one| one.person_id.as_str()).collect();
    once::keep(tx, act, &ids.join(" ")).await?;
    Ok(made)
}

/// What [`add`] and [`add_many`] do, for an act that is more than this: it takes the site's lock first of all, and
/// holds the ledger when it is done.
pub(crate) async fn make(tx: &mut Tx, act: &Act, site: &Site, new: &[NewPerson]) -> Result<Vec<Author>, Error> {
    let departments = hold(tx, act, site, new).await?;
    // Two lists with the same codes and names would wait for each other: they come one after the other.
    tx.hold_ledger().await?;
    insert_all(tx, act, site, new, departments).await?.append(tx, act).await
}

/// The first half of [`make`] where nobody else adds anybody: the rows, without the ledger.
pub(crate) async fn insert_first<'a>(
    tx: &mut Tx,
    act: &Act,
    site: &'a Site,
    new: &'a [NewPerson],
) -> Result<Inserted<'a>, Error> {
    let departments = hold(tx, act, site, new).await?;
    insert_all(tx, act, site, new, departments).await
}

pub(super) async fn hold(tx: &mut Tx, act: &Act, site: &Site, new: &[NewPerson]) -> Result<Departments, Error> {
    let names: Vec<&str> = new.iter().map(|one| one.department.as_str()).collect();
    let departments = Departments::hold(tx, act, site, &names).await?;
    if new.iter().any(|one| !one.roles.is_empty()) && !administers(tx, act).await? {
        return Err(Error::Forbidden);
    }
    Ok(departments)
}

/// People whose rows are there and whose leaves are to be appended.
pub(crate) struct Inserted<'a> {
    departments: Departments,
    newcomers: Vec<&'a Round>,
    people: Vec<(&'a NewPerson, Added)>,
}

pub(super) async fn insert_all<'a>(
    tx: &mut Tx,
    act: &Act,
    site: &'a Site,
    new: &'a [NewPerson],
    departments: Departments,
) -> Result<Inserted<'a>, Error> {
    let newcomers: Vec<&Round> = site.open_rounds().filter(|round| round.kind == RoundKind::Newcomer).collect();
    let mut people = Vec::new();
    for one in new {
        people.push((one, insert(tx, act, one, departments.id(&one.department)?, &newcomers).await?));
    }
    Ok(Inserted { departments, newcomers, people })
}

impl Inserted<'_> {
    /// The second half of [`make`]: the leaves. The answer is who was added, in the order given.
    pub(crate) async fn append(self, tx: &mut Tx, act: &Act) -> Result<Vec<Author>, Error> {
        self.departments.append(tx, act).await?;
        for (new, added) in &self.people {
            append(tx, act, new, added, &self.newcomers).await?;
        }
        Ok(self.people.into_iter().map(|(_, added)| added.who).collect())
    }
}

/// A person whose rows are there and whose leaves are to be appended.
struct Added {
    who: Author,
    department_id: String,
    roles: Vec<(String, Role, Scope)>,
    capacities: Vec<(String, String, Capacity)>,
}

async fn insert(
    tx: &mut Tx,
    act: &Act,
    new: &NewPerson,
    department_id: &str,
    newcomers: &[&Round],
) -> Result<Added, Error> {
    let who = Author { person_id: new.id.clone().unwrap_or_else(new_id), actor: new_actor() };
    let (id, by, at) = (who.person_id.as_str(), act.by_id(), act.at);
    let profile = Profile::of(1, new, department_id);
    if !store::insert_person(tx, id, &who.actor, by, at).await? {
        return Err(Error::conflict("person.created_already"));
    }
    if !store::insert_profile(tx, id, &profile, by, at).await? {
        return Err(Error::conflict("person.code_taken"));
    }
    store::put_words(tx, id, &profile).await?;
    accounts::open(tx, id, &profile.full_name, &new.email, at).await?;
    let mut roles = Vec::new();
    for (role, wanted) in &new.roles {
        let scope = scope_for(*role, wanted, department_id).ok_or_else(|| Error::invalid("form.unknown_field"))?;
        let row = new_id();
        if store::grant(tx, &row, id, (*role, &scope), by, at).await? {
            roles.push((row, *role, scope));
        }
    }
    let mut capacities = Vec::new();
    for (document, one) in &new.capacities {
        let row = new_id();
        if store::grant_capacity(tx, &row, id, (document, *one), by, at).await? {
            capacities.push((row, document.clone(), *one));
        }
    }
    for round in newcomers {
        rounds::enrol(tx, &round.id, id, by, at, due_on(round, at).as_deref()).await?;
    }
    let asks: Vec<&Asks> = newcomers.iter().map(|round| &round.asks).collect();
    standing::renew_person(tx, asks, id).await?;
    Ok(Added { who, department_id: department_id.to_owned(), roles, capacities })
}

fn due_on(round: &Round, at: i64) -> Option<String> {
    told_day(&round.settings, at)
}

async fn append(tx: &mut Tx, act: &Act, new: &NewPerson, added: &Added, newcomers: &[&Round]) -> Result<(), Error> {
    let Added { who, department_id, .. } = added;
    let rounds: Vec<_> = newcomers
        .iter()
        .map(|round| json!({ "round": round.id, "due": due_on(round, act.at).unwrap_or_default() }))
        .collect();
    let mut leaf = act
        .leaf("account.created")
        .about(who)
        .of("person", &who.person_id)
        .of("profile", format!("{}#1", who.person_id))
        .body(json!({ "department": department_id, "rounds": rounds }))
        .private("subject", subject(new, department_id))
        .note("note.person_created", json!({}));
    for round in newcomers {
        leaf = leaf.of("enrolment", format!("{}/{}", round.id, who.person_id));
    }
    ledger::append(tx, &leaf).await?;
    for (row, held, scope) in &added.roles {
        role::append(tx, act, who, row, (*held, scope), true).await?;
    }
    for (row, document, one) in &added.capacities {
        capacity::append(tx, act, who, row, (document, *one), true).await?;
    }
    Ok(())
}

/// What a leaf about a person commits to.
pub(super) fn subject(new: &NewPerson, department_id: &str) -> serde_json::Value {
    let mut said = json!({
        "name": new.name.full(), "code": new.code.clone().unwrap_or_default(),
        "department": department_id, "position": new.position,
    });
    if let (Some(day), Some(fields)) = (&new.joined_on, said.as_object_mut()) {
        fields.insert("joined_on".to_owned(), json!(day));
    }
    said
}
