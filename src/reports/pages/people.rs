//! Everybody of a round for its lists, with names, positions and departments as they are, or as they were on a past day.

use super::asked::{look, told};
use super::day::{Of, Past};
use crate::app::App;
use crate::error::Error;
use crate::reports::rules::Listed;
use crate::site::Round;
use crate::text::say;
use crate::time::{day_of, show_day};
use crate::tracking::store::{CHUNK, Exported, Key, Look, Segment, chunk};
use crate::visit::Member;
use std::collections::HashMap;

/// Most people of a list: a file of three thousand was measured at 110 MB of memory and 10 MB of file.
const MOST: usize = 1_000;

/// By department, in the order of lists, and by name.
///
/// # Errors
/// [`Error::Conflict`] when they are more than a list has.
pub(super) async fn people(app: &App, member: &Member, round: &Round, of: &Of) -> Result<Vec<Listed>, Error> {
    let (found, departments) = match of.then {
        Some(at) => {
            let past = Past::of(app, member, (round, &of.day), at).await?;
            (past.people(app, at, MOST).await?, past.told(app, at).await?.departments)
        }
        None => (newest(app, &look(member, round)).await?, told(app, member, round).await?.departments),
    };
    let places: HashMap<&str, usize> =
        departments.iter().enumerate().map(|(place, (id, _))| (id.as_str(), place)).collect();
    let place = |id: &str| places.get(id).copied().unwrap_or(usize::MAX);
    let name = |id: &str| departments.get(place(id)).map_or(say("tracking.old_department"), |(_, name)| name);
    let mut found: Vec<Listed> = found;
    // Names keep the order in which they came.
    found.sort_by_key(|one| place(&one.department));
    for one in &mut found {
        one.department = name(&one.department).to_owned();
    }
    Ok(found)
}

/// As they stand now, or stood on the last day, by name; the department still as its id.
async fn newest(app: &App, look: &Look) -> Result<Vec<Listed>, Error> {
    let mut found = Vec::new();
    let mut key = Key::default();
    loop {
        let rows = chunk(app.db.read(), look, &Segment::All, &key).await?;
        let more = rows.len() == CHUNK;
        key = rows.last().map(Exported::key).unwrap_or_default();
        found.extend(rows);
        if found.len() > MOST {
            return Err(Error::conflict("report.too_many"));
        }
        if !more {
            break;
        }
    }
    Ok(found.iter().map(|one| listed(one, &look.today)).collect())
}

fn listed(one: &Exported, today: &str) -> Listed {
    Listed {
        full_name: one.full_name.clone(),
        position: one.position.clone(),
        department: one.department_id.clone(),
        progress: one.progress,
        state: one.state_on(today),
        acknowledged_on: one.acknowledged_at.map(|at| show_day(&day_of(at))).unwrap_or_default(),
    }
}
