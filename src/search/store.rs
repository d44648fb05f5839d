//! SQL of people by words.

use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use crate::standing::rules::State;
use crate::tracking::rules::Words;
use crate::tracking::store::{after, seen};
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;

/// More people than these are not told apart: there are more.
pub(crate) const MOST: usize = 500;

/// A person as a result.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) full_name: String,
    pub(crate) code: Option<String>,
    pub(crate) department_id: String,
    pub(crate) position: String,
    /// In the newest open round they are in.
    pub(crate) state: Option<State>,
}

from_row!(Person { id, full_name, code, department_id, position, state });

/// The people who have all the words and whom the viewer sees, by name; one more than [`MOST`] tells that there are
/// more.
pub(crate) async fn people<'c>(db: impl Ask<'c>, words: &Words, viewer_id: &str) -> Result<Vec<Person>, Error> {
    let Some((first, rest)) = words.folded().split_first() else { return Ok(Vec::new()) };
    let mut others = String::new();
    for place in 0..rest.len() {
        let (from, to) = (2 * place + 4, 2 * place + 5);
        let _ = write!(
            others,
            " and exists (select 1 from person_word x where x.person_id = p.id and x.word >= ${from} and x.word < ${to})"
        );
    }
    // Words are bound; the text is the program's.
    let sql = format!(
        "with k as (
           select distinct p.id from person_word w join person p on p.id = w.person_id
             join profile f on f.person_id = p.id and f.until_at is null
           where w.word >= $2 and w.word < $3 and {}{others} limit {})
         select f.person_id as id, f.full_name, f.code, f.department_id, f.position,
           (select s.state from round r join standing s on s.round_id = r.id and s.person_id = f.person_id
            where r.closed_at is null order by r.opened_at desc, r.id desc limit 1) as state
         from k join profile f on f.person_id = k.id and f.until_at is null order by f.name_key, f.person_id",
        seen!("$1"),
        MOST + 1,
    );
    let query = sqlx::query_as(AssertSqlSafe(sql)).bind(viewer_id).bind(first.clone()).bind(after(first));
    let query = rest.iter().fold(query, |query, word| query.bind(word.clone()).bind(after(word)));
    let mut found: Vec<Person> = query.fetch_all(db).await?;
    found.retain(|one| words.marks_stand_in(&[&one.full_name, one.code.as_deref().unwrap_or_default(), &one.position]));
    Ok(found)
}
