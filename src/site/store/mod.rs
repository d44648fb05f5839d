//! Loading what is in force, in one snapshot of the database.

mod past;
mod rounds;
mod versions;

pub use past::round_at;

use super::snapshot::{Department, Group, Site};
use crate::db::{Ask, Db};
use crate::documents::library::{Library, Source};
use crate::error::Error;
use crate::from_row;
use crate::settings::rules as settings_rules;
use crate::terms::Terms;
use rounds::{RoundRow, asked, pauses, round, spared};
use sqlx::Row as _;
use std::collections::BTreeMap;
use std::sync::Arc;
use versions::{documents, versions};

/// A setting that the first start always sets; older databases do not have it.
const ASKED_FIRST: &str = "org.head_title";

from_row!(Department { id, name });
from_row!(Group { id, name, invite_link });

/// The number that every change of the snapshot counts up.
pub async fn revision<'c>(db: impl Ask<'c>) -> Result<i64, Error> {
    Ok(sqlx::query("select n from revision where name = 'site'").fetch_one(db).await?.try_get(0)?)
}

/// Reads the revision first and everything else in the same snapshot; texts that `before` holds are not parsed again.
pub(super) async fn load(db: &Db, library: &Library, before: Option<&Site>) -> Result<Site, Error> {
    let mut at = db.snapshot().await?;
    let revision = revision(&mut at).await?;
    let logo = crate::settings::store::logo(&mut at).await?.map(Arc::new);
    let departments = sqlx::query_as(
        "select d.id, l.body as name from department d join label l on l.kind = 'department' and l.thing = d.id
         where l.until_at is null and d.closed_at is null order by d.place, l.body",
    )
    .fetch_all(&mut at)
    .await?;
    let calendar = Arc::new(crate::calendar::store::calendar(&mut at).await?);
    let groups = sqlx::query_as(
        "select g.id, l.body as name, g.invite_link from zalo_group g join label l on l.kind = 'group' and l.thing = g.id
         where l.until_at is null order by g.created_at, g.id",
    )
    .fetch_all(&mut at)
    .await?;
    let settings = settings(&mut at, library, groups.is_empty()).await?;
    let versions = versions(&mut at, library, before).await?;
    let documents = documents(&mut at, &versions).await?;
    let mut rounds = Vec::new();
    let rows: Vec<RoundRow> = sqlx::query_as(
        "select id, name, coalesce(manner, kind) as kind, group_id, pass_percent, questions, sittings, wait_minutes,
           limit_minutes, due_days, critical_fails, working, least_days, validity_months, ask_before, excuse_days,
           remind_before, remind_late, due_on, follows, counts_from, opened_at, closed_at, withdrawn_at, filled_at, revision
         from round order by case when closed_at is null then 0 else 1 end, opened_at desc, id desc",
    )
    .fetch_all(&mut at)
    .await?;
    let asked = asked(&mut at).await?;
    let pauses = pauses(&mut at).await?;
    let spared = spared(&mut at).await?;
    for row in rows {
        rounds.push(round(row, &asked, (&calendar, &pauses, &spared), &versions, library.banks()));
    }
    at.end().await;
    let mut settings = settings;
    let cites = Arc::new(library.cites(documents.iter().map(|one| (one.id.as_str(), &one.current.regulation))));
    settings.extend(cites.iter().map(|(what, clause)| (format!("cite.{what}"), clause.clone())));
    let (general, terms) = (Arc::clone(library.general()), Terms::of(&settings));
    Ok(Site {
        revision,
        settings,
        logo,
        calendar,
        departments,
        groups,
        documents,
        rounds,
        versions,
        terms,
        cites,
        general,
    })
}

/// An organisation of before it was asked for its words has what is shipped; one that is not set up yet has no name.
async fn settings<'c>(db: impl Ask<'c>, library: &Library, unset: bool) -> Result<BTreeMap<String, String>, Error> {
    let mut values = settings_rules::unset();
    let mut set = BTreeMap::new();
    for row in sqlx::query("select name, value from setting").fetch_all(db).await? {
        set.insert(row.try_get(0)?, row.try_get(1)?);
    }
    let shipped = library.defaults(Source::Shipped).filter(|_| !unset && !set.contains_key(ASKED_FIRST));
    values.extend(shipped.map(|one| one.settings.clone()).unwrap_or_default());
    values.extend(set);
    Ok(values)
}
