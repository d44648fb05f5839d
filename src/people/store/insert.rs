//! SQL of adding people and of the chain of what they are called, where they work and as what.

use crate::accounts::rules::{Role, Scope};
use crate::db::{Tx, Value};
use crate::error::Error;
use crate::people::rules::{Capacity, Name, Order};
use crate::words::forms;
use std::collections::BTreeSet;

/// A person to add.
#[derive(Clone, Debug, Default)]
pub struct NewPerson {
    /// Row id; `None` makes one.
    pub id: Option<String>,
    pub name: Name,
    /// Mã nhân sự.
    pub code: Option<String>,
    /// Name of the department: made where there is none of it.
    pub department: String,
    /// Chức vụ.
    pub position: String,
    /// First day at work, `YYYY-MM-DD`, where it is given.
    pub joined_on: Option<String>,
    /// May be empty.
    pub email: String,
    pub roles: Vec<(Role, Scope)>,
    /// Beside a participant: document and capacity.
    pub capacities: Vec<(String, Capacity)>,
}

/// A row of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Profile {
    pub(crate) number: i64,
    pub(crate) code: Option<String>,
    pub(crate) family: String,
    pub(crate) middle: String,
    pub(crate) given: String,
    pub(crate) name_order: Order,
    pub(crate) full_name: String,
    pub(crate) name_key: String,
    pub(crate) department_id: String,
    pub(crate) position: String,
    pub(crate) joined_on: Option<String>,
}

impl Profile {
    pub(crate) fn of(number: i64, new: &NewPerson, department_id: &str) -> Self {
        Self {
            number,
            code: new.code.clone(),
            family: new.name.family.clone(),
            middle: new.name.middle.clone(),
            given: new.name.given.clone(),
            name_order: new.name.order,
            full_name: new.name.full(),
            name_key: new.name.sort_key(),
            department_id: department_id.to_owned(),
            position: new.position.clone(),
            joined_on: new.joined_on.clone(),
        }
    }
}

/// Inserts a person; false when there is one of this id.
pub(crate) async fn insert_person(
    tx: &mut Tx,
    id: &str,
    actor: &str,
    by: Option<&str>,
    at: i64,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "insert into person (id, actor, created_at, created_by) values ($1, $2, $3, $4) on conflict do nothing",
    )
    .bind(id)
    .bind(actor)
    .bind(at)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The next row of the chain; false when the staff code is somebody else's, or somebody was first.
pub(crate) async fn insert_profile(
    tx: &mut Tx,
    person_id: &str,
    new: &Profile,
    by: Option<&str>,
    at: i64,
) -> Result<bool, Error> {
    if new.number > 1 {
        sqlx::query("update profile set until_at = $3 where person_id = $1 and number = $2 and until_at is null")
            .bind(person_id)
            .bind(new.number - 1)
            .bind(at)
            .execute(&mut *tx)
            .await?;
    }
    let done = sqlx::query(
        "insert into profile (person_id, number, code, family, middle, given, name_order, full_name, name_key,
                              department_id, position, since_at, by_id, joined_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing",
    )
    .bind(person_id)
    .bind(new.number)
    .bind(&new.code)
    .bind(&new.family)
    .bind(&new.middle)
    .bind(&new.given)
    .bind(new.name_order)
    .bind(&new.full_name)
    .bind(&new.name_key)
    .bind(&new.department_id)
    .bind(&new.position)
    .bind(at)
    .bind(by)
    .bind(&new.joined_on)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What a person is found by: each word of name, code and position, folded.
pub(crate) async fn put_words(tx: &mut Tx, person_id: &str, profile: &Profile) -> Result<(), Error> {
    sqlx::query("delete from person_word where person_id = $1").bind(person_id).execute(&mut *tx).await?;
    let words = words_of(&profile.full_name, profile.code.as_deref(), &profile.position);
    let rows: Vec<Vec<Value>> = words.into_iter().map(|word| vec![word.into(), person_id.into()]).collect();
    tx.insert_many("person_word", &["word", "person_id"], &rows).await
}

pub(super) fn words_of(full_name: &str, code: Option<&str>, position: &str) -> BTreeSet<String> {
    forms(&format!("{full_name} {} {position}", code.unwrap_or_default()))
}
