//! Departments are made by naming them.

use super::{changes, registers};
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::people::store::{self, Person};
use crate::site::Site;
use crate::words::key;
use serde_json::json;
use std::collections::BTreeMap;

/// Gives a department another name; what was closed before keeps the old one.
///
/// # Errors
/// [`Error::Conflict`] when another department has the name, or there is no such department.
pub async fn rename_department(tx: &mut Tx, act: &Act, site: &Site, id: &str, name: &str) -> Result<(), Error> {
    changes(tx, site).await?;
    if !registers(tx, act, id).await? {
        return Err(Error::Forbidden);
    }
    let number = store::rename_department(tx, id, name, act.by_id(), act.at).await?;
    let number = number.ok_or_else(|| Error::conflict("department.taken"))?;
    let leaf = act
        .leaf("department.renamed")
        .of("department", id)
        .of("label", format!("department/{id}#{number}"))
        .body(json!({ "department": id, "name": name }))
        .note("note.department_renamed", json!({}));
    ledger::append(tx, &leaf).await.map(|_| ())
}

/// Closes a department that is empty; `into` is the one its people went to, if there is one. False: it is not empty, or
/// closed. The site is held.
pub(super) async fn shut(tx: &mut Tx, act: &Act, id: &str, into: &str) -> Result<bool, Error> {
    if !store::close_department(tx, id, act.by_id(), act.at).await? {
        return Ok(false);
    }
    let leaf = act
        .leaf("department.closed")
        .of("department", id)
        .body(json!({ "department": id, "into": into }))
        .note("note.department_closed", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(true)
}

/// The departments of an act: what they are found by is their folded name.
pub(super) struct Departments {
    known: BTreeMap<String, String>,
    /// Id and name of those just made.
    made: Vec<(String, String)>,
}

impl Departments {
    /// Takes the lock of the site, the first of an act: exclusively when a department is new, which is then made.
    ///
    /// # Errors
    /// [`Error::Moved`]; [`Error::Forbidden`] for whoever registers people of one department and names another.
    pub(super) async fn hold(tx: &mut Tx, act: &Act, site: &Site, names: &[&str]) -> Result<Self, Error> {
        let known = site.departments.iter().map(|one| (key(&one.name), one.id.clone())).collect();
        let mut all = Self { known, made: Vec::new() };
        let new = |all: &Self, name: &str| !all.known.contains_key(&key(name));
        if names.iter().any(|name| new(&all, name)) {
            changes(tx, site).await?;
        } else {
            site.holds(tx).await?;
        }
        for name in names {
            if new(&all, name) {
                let id = new_id();
                if !store::insert_department(tx, &id, name, act.by_id(), act.at).await? {
                    return Err(Error::Moved);
                }
                all.known.insert(key(name), id.clone());
                all.made.push((id, (*name).to_owned()));
            }
            if !registers(tx, act, all.id(name)?).await? {
                return Err(Error::Forbidden);
            }
        }
        Ok(all)
    }

    /// Somebody who stays where they are.
    pub(super) fn keep(&mut self, person: &Person) {
        self.known.entry(key(&person.department)).or_insert_with(|| person.department_id.clone());
    }

    /// Ids of those just made.
    pub(super) fn made(&self) -> Vec<String> {
        self.made.iter().map(|one| one.0.clone()).collect()
    }

    pub(super) fn id(&self, name: &str) -> Result<&str, Error> {
        self.known.get(&key(name)).map(String::as_str).ok_or_else(|| Error::internal("a department was not made"))
    }

    /// The leaves of those just made: a department's name is the organisation's word.
    pub(super) async fn append(&self, tx: &mut Tx, act: &Act) -> Result<(), Error> {
        for (id, name) in &self.made {
            let leaf = act
                .leaf("department.created")
                .of("department", id)
                .of("label", format!("department/{id}#1"))
                .body(json!({ "department": id, "name": name }))
                .note("note.department_created", json!({}));
            ledger::append(tx, &leaf).await?;
        }
        Ok(())
    }
}
