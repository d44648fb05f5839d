//! What a round asked at a moment of the past.

use super::rounds::{AskRow, Pause, RoundRow, Spared, round};
use super::versions::one;
use crate::db::{Db, as_of};
use crate::documents::library::Library;
use crate::error::Error;
use crate::site::snapshot::{Round, Site};
use crate::site::version::Version;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, FromRow as _, Row as _};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

/// The round's texts with what is asked about them, its rests, and its earlier texts, as `store::rounds` asks for those of
/// every open round.
static ASKED: LazyLock<String> = LazyLock::new(|| {
    as_of(
        "select 'round_ask' as what, x.round_id as round_id, x.document_id as document_id, x.version_id as version_id,
           x.weight as weight, x.due_on as due_on, k.capacity as capacity, k.ask as ask, x.place as place,
           cast(0 as bigint) as at, cast(null as bigint) as until_at, '' as sha256
         from round_version x left join round_ask k on k.round_id = x.round_id and k.document_id = x.document_id
           and k.number = x.number
         where x.round_id = $1 and x.until_at is null
         union all
         select 'round_pause', p.round_id, '', '', cast(0 as bigint), cast(null as text), cast(null as text),
           cast(null as text), cast(0 as bigint), p.at, p.until_at, ''
         from round_pause p where p.round_id = $1 and p.kind = 'paused'
         union all
         select 'round_version', b.round_id, b.document_id, '', cast(0 as bigint), cast(null as text), cast(null as text),
           cast(null as text), cast(0 as bigint), cast(0 as bigint), cast(null as bigint), v.sha256
         from round_version b join version v on v.id = b.version_id
         where b.round_id = $1 and b.until_at is not null and not exists (select 1 from round_version n
           where n.round_id = b.round_id and n.document_id = b.document_id and n.number > b.number and n.spares = 0)
         order by place, document_id, at",
        "$2",
    )
});

/// A round as it asked just before a moment (UTC milliseconds), also a closed one: its texts, its rests. What HC-DV has
/// set for it, the calendar and the banks are those of now.
pub async fn round_at(db: &Db, library: &Library, site: &Site, now: &Round, at: i64) -> Result<Round, Error> {
    let rows = sqlx::query(AssertSqlSafe(ASKED.as_str())).bind(&now.id).bind(at).fetch_all(db.read()).await?;
    let (mut asked, mut pauses, mut spared) = (Vec::new(), Vec::new(), Spared::new());
    for row in &rows {
        match row.try_get::<String, _>("what")?.as_str() {
            "round_ask" => asked.push(AskRow::from_row(row)?),
            "round_pause" => pauses.push(Pause::from_row(row)?),
            _ => add(&mut spared, row)?,
        }
    }
    let versions = versions(db, library, site, &asked).await?;
    let row = RoundRow {
        id: now.id.clone(),
        name: now.name.clone(),
        kind: now.kind,
        group_id: now.group_id.clone(),
        settings: now.settings,
        due_on: now.due_on.clone(),
        follows: now.follows.clone(),
        counts_from: now.asks.counts_from,
        opened_at: now.opened_at,
        closed_at: now.closed_at,
        withdrawn_at: now.withdrawn_at,
        filled_at: now.filled_at,
        revision: now.revision,
    };
    Ok(round(row, &asked, (&site.calendar, &pauses, &spared), &versions, library.banks()))
}

fn add(spared: &mut Spared, row: &AnyRow) -> Result<(), Error> {
    let key = (row.try_get("round_id")?, row.try_get("document_id")?);
    spared.entry(key).or_default().insert(row.try_get("sha256")?);
    Ok(())
}

/// The texts asked, those that nobody is asked any more parsed again.
async fn versions(
    db: &Db,
    library: &Library,
    site: &Site,
    asked: &[AskRow],
) -> Result<HashMap<String, Arc<Version>>, Error> {
    let wanted: BTreeSet<&str> = asked.iter().map(|line| line.version_id.as_str()).collect();
    let mut found: HashMap<String, Arc<Version>> = HashMap::new();
    let mut missing = Vec::new();
    for id in wanted {
        match site.versions.get(id) {
            Some(known) => drop(found.insert(id.to_owned(), Arc::clone(known))),
            None => missing.push(id),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    let mut snapshot = db.snapshot().await?;
    for id in missing {
        found.insert(id.to_owned(), Arc::new(one(&mut snapshot, library, id).await?));
    }
    snapshot.end().await;
    Ok(found)
}
