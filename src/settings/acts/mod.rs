//! Saving settings, making and changing groups.

mod logo;

pub use logo::{remove_logo, set_logo};

use super::{rules, store};
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::people::store::is_admin;
use crate::site::Site;
use serde_json::json;
use std::collections::BTreeMap;

/// A group as typed.
#[derive(Clone, Debug)]
pub struct GroupWords {
    pub id: String,
    pub name: String,
    /// `https://zalo.me/g/…`
    pub invite_link: Option<String>,
}

/// Saves the settings whose values differ from those in force, and the group; names that are no setting are refused.
pub async fn save(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    values: &BTreeMap<String, String>,
    group: &GroupWords,
) -> Result<(), Error> {
    may_change(tx, act, site).await?;
    let changed: Vec<_> = values.iter().filter(|(name, value)| site.setting(name) != value.as_str()).collect();
    for (name, value) in &changed {
        set(tx, act, name, value).await?;
    }
    let named = store::name_group(tx, &group.id, &group.name, act.by_id(), act.at).await?;
    let linked = store::set_invite_link(tx, &group.id, group.invite_link.as_deref()).await?;
    for (name, value) in changed {
        append(tx, act, name, value).await?;
    }
    if named.is_some() || linked {
        append_group(tx, act, group, named).await?;
    }
    Ok(())
}

/// Holds what is in force, counted up; only an admin may.
async fn may_change(tx: &mut Tx, act: &Act, site: &Site) -> Result<(), Error> {
    if tx.change_site().await? != site.revision + 1 {
        return Err(Error::Moved);
    }
    match act.by_id() {
        Some(by) if !is_admin(&mut *tx, by).await? => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

async fn set(tx: &mut Tx, act: &Act, name: &str, value: &str) -> Result<(), Error> {
    if rules::named(name).is_none() {
        return Err(Error::invalid("form.unknown_field"));
    }
    store::set(tx, name, value, act.by_id(), act.at).await
}

/// Only what names the organisation enters the record as it is: other settings may name a person.
async fn append(tx: &mut Tx, act: &Act, name: &str, value: &str) -> Result<(), Error> {
    let mut body = json!({ "setting": name });
    if rules::is_public(name) {
        body = json!({ "setting": name, "value": value });
    }
    let leaf = act.leaf("setting.changed").of("setting", name).body(body).note("note.setting_changed", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

async fn append_group(tx: &mut Tx, act: &Act, group: &GroupWords, named: Option<i64>) -> Result<(), Error> {
    let mut leaf = act.leaf("group.changed").of("zalo_group", &group.id);
    if let Some(number) = named {
        leaf = leaf.of("label", format!("group/{}#{number}", group.id));
    }
    let body = json!({ "group": group.id, "name": group.name, "linked": group.invite_link.is_some() });
    ledger::append(tx, &leaf.body(body).note("note.group_changed", json!({}))).await?;
    Ok(())
}

/// Makes a group; the leaf is appended by [`append_made_group`], when the act has taken all its locks.
pub(crate) async fn make_group(tx: &mut Tx, act: &Act, name: &str) -> Result<GroupWords, Error> {
    let group = GroupWords { id: new_id(), name: name.to_owned(), invite_link: None };
    store::insert_group(tx, &group.id, name, act.by_id(), act.at).await?;
    Ok(group)
}

/// The leaf of a group just made.
pub(crate) async fn append_made_group(tx: &mut Tx, act: &Act, group: &GroupWords) -> Result<(), Error> {
    let leaf = act
        .leaf("group.created")
        .of("zalo_group", &group.id)
        .of("label", format!("group/{}#1", group.id))
        .body(json!({ "group": group.id, "name": group.name }))
        .note("note.group_created", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

/// Sets values in a database that has nobody yet.
pub(crate) async fn set_first(tx: &mut Tx, act: &Act, values: &[(&str, &str)]) -> Result<(), Error> {
    for (name, value) in values {
        set(tx, act, name, value).await?;
    }
    for (name, value) in values {
        append(tx, act, name, value).await?;
    }
    Ok(())
}
