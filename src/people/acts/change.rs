//! Changing a person's name, code, department, position, address.

use super::add::subject;
use super::department::Departments;
use super::{may_change, not_erased, reached, role};
use crate::accounts::rules::{Role, Scope};
use crate::accounts::store as accounts;
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger::{self, Entry};
use crate::people::store::{self, NewPerson, Person, Profile};
use crate::site::Site;
use crate::standing::store as standing;
use serde_json::json;

/// Saves what `new` says of a person (its id, roles and capacities are not looked at); what was recorded so far keeps
/// the name of its day. Twice is once. True: a head went to another department, and what they see with them.
///
/// # Errors
/// [`Error::Conflict`] when the staff code is taken; [`Error::Forbidden`] for whoever is no admin and means somebody
/// with a role.
pub async fn change(tx: &mut Tx, act: &Act, site: &Site, id: &str, new: &NewPerson) -> Result<bool, Error> {
    let departments = Departments::hold(tx, act, site, &[&new.department]).await?;
    let person = reached(tx, act, id).await?;
    let Some(written) = write(tx, act, site, (&person, new), departments.id(&new.department)?).await? else {
        return Ok(false);
    };
    departments.append(tx, act).await?;
    written.append(tx, act).await
}

/// A person whose rows are changed and whose leaves are to be appended.
pub(super) struct Written {
    person: Person,
    leaf: Entry,
    department_id: String,
}

/// The first half of [`change`], for a person who is held: the rows. `None`: nothing is other than it was.
pub(super) async fn write(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    (person, new): (&Person, &NewPerson),
    department_id: &str,
) -> Result<Option<Written>, Error> {
    let id = person.id.as_str();
    not_erased(person)?;
    may_change(tx, act, person).await?;
    let before = store::present_profile(&mut *tx, id).await?;
    let profile = Profile::of(before.number + 1, new, department_id);
    let moved_house = accounts::set_email(tx, id, &new.email).await?;
    let same = profile == Profile { number: profile.number, ..before };
    if same && !moved_house {
        return Ok(None);
    }
    let mut leaf = act.leaf("account.changed").about(&person.author());
    if same {
        leaf = leaf.of("account", id).body(json!({ "email": true }));
    } else {
        if !store::insert_profile(tx, id, &profile, act.by_id(), act.at).await? {
            return Err(Error::conflict("person.code_taken"));
        }
        store::put_words(tx, id, &profile).await?;
        standing::renew_person(tx, site.asks(), id).await?;
        leaf = leaf
            .of("profile", format!("{id}#{}", profile.number))
            .body(json!({ "number": profile.number, "department": department_id }))
            .private("subject", subject(new, department_id));
    }
    let leaf = leaf.note("note.person_changed", json!({}));
    Ok(Some(Written { person: person.clone(), leaf, department_id: department_id.to_owned() }))
}

impl Written {
    /// The second half: the leaves. True: a head went to another department, and what they see with them.
    pub(super) async fn append(&self, tx: &mut Tx, act: &Act) -> Result<bool, Error> {
        ledger::append(tx, &self.leaf).await?;
        move_head(tx, act, &self.person, &self.department_id).await
    }
}

/// A head sees the department they are in: the role moves with them.
async fn move_head(tx: &mut Tx, act: &Act, person: &Person, to: &str) -> Result<bool, Error> {
    let (old, new) = (Scope::Department(person.department_id.clone()), Scope::Department(to.to_owned()));
    if old == new || !person.roles.has_for_department(Role::Head, &person.department_id) {
        return Ok(false);
    }
    for (row, scope) in store::revoke(tx, &person.id, Role::Head, Some(&old), act.by_id(), act.at).await? {
        role::append(tx, act, &person.author(), &row, (Role::Head, &scope), false).await?;
    }
    let row = new_id();
    if store::grant(tx, &row, &person.id, (Role::Head, &new), act.by_id(), act.at).await? {
        role::append(tx, act, &person.author(), &row, (Role::Head, &new), true).await?;
    }
    accounts::end_ways_in(tx, &person.id, act.at).await?;
    Ok(true)
}
