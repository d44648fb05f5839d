//! Everybody of a round for its lists, with names, positions and departments as they are, or as they were when it was
//! closed.

use super::asked::{look, told};
use crate::app::App;
use crate::error::Error;
use crate::reports::rules::Listed;
use crate::site::Round;
use crate::text::say;
use crate::time::{day_of, show_day};
use crate::tracking::store::{CHUNK, Exported, Key, Segment, chunk};
use crate::visit::Member;
use std::collections::HashMap;

/// Most people of a list: a file of three thousand was measured at 110 MB of memory and 10 MB of file.
const MOST: usize = 1_000;

/// By department, in the order of lists, and by name.
///
/// # Errors
/// [`Error::Conflict`] when they are more than a list has.
pub(super) async fn people(app: &App, member: &Member, round: &Round) -> Result<Vec<Listed>, Error> {
    let look = look(member, round);
    let mut found = Vec::new();
    let mut key = Key::default();
    loop {
        let rows = chunk(app.db.read(), &look, &Segment::All, &key).await?;
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
    let departments = told(app, member, round).await?.departments;
    let places: HashMap<&str, usize> =
        departments.iter().enumerate().map(|(place, (id, _))| (id.as_str(), place)).collect();
    let place = |id: &str| places.get(id).copied().unwrap_or(usize::MAX);
    // Names keep the order in which they came.
    found.sort_by_key(|one| place(&one.department_id));
    let name = |id: &str| departments.get(place(id)).map_or(say("tracking.old_department"), |(_, name)| name);
    Ok(found.iter().map(|one| listed(one, name(&one.department_id), &look.today)).collect())
}

fn listed(one: &Exported, department: &str, today: &str) -> Listed {
    Listed {
        full_name: one.full_name.clone(),
        position: one.position.clone(),
        department: department.to_owned(),
        progress: one.progress,
        state: one.state_on(today),
        acknowledged_on: one.acknowledged_at.map(|at| show_day(&day_of(at))).unwrap_or_default(),
    }
}
