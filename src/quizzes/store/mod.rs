//! SQL of sittings.

mod history;
mod often;
mod passed;
mod rows;
mod wait;
mod write;

pub(crate) use history::past;
pub(crate) use often::Often;
pub(crate) use passed::passed_texts;
pub(crate) use rows::{
    ATTEMPT_ARTICLE_COLUMNS, ATTEMPT_COLUMNS, ATTEMPT_ITEM_COLUMNS, AttemptItem, AttemptRow, ITEM_COLUMNS, Outcome,
    article_cells, item_cells,
};
pub(crate) use wait::{last_graded, lift};
pub(crate) use write::{close, hold, insert, keep_items, late, past_sittings, save, set_points};

use super::rules::{Answer, Drawn};
use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

/// A sitting.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) id: String,
    pub(crate) round_id: String,
    /// 1, 2, … in its round.
    pub(crate) number: i64,
    /// End of the time limit.
    pub(crate) due_at: Option<i64>,
    /// The mark to reach, percent.
    pub(crate) pass_percent: i64,
    /// Of the banks.
    pub(crate) quiz_sha256: String,
    pub(crate) graded_at: Option<i64>,
    /// Rounded down.
    pub(crate) percent: Option<i64>,
    /// Câu điểm liệt missed.
    pub(crate) critical_missed: Option<i64>,
    pub(crate) passed_at: Option<i64>,
}

from_row!(Attempt {
    id,
    round_id,
    number,
    due_at,
    pass_percent,
    quiz_sha256,
    graded_at,
    percent,
    critical_missed,
    passed_at
});

impl Attempt {
    /// Its time ran out and nobody has graded it.
    pub(crate) fn is_late(&self, now: i64) -> bool {
        self.graded_at.is_none() && self.due_at.is_some_and(|due| due <= now)
    }
}

/// The columns of [`Attempt`], as `t`.
macro_rules! attempt_columns {
    () => {
        "t.id, t.round_id, t.number, t.due_at, t.pass_percent, t.quiz_sha256, t.graded_at, t.percent,
         t.critical_missed, t.passed_at"
    };
}

/// A person's own sitting; somebody else's is not found.
pub(crate) async fn attempt<'c>(db: impl Ask<'c>, person_id: &str, id: &str) -> Result<Attempt, Error> {
    sqlx::query_as(concat!("select ", attempt_columns!(), " from attempt t where t.id = $1 and t.person_id = $2"))
        .bind(id)
        .bind(person_id)
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound)
}

/// A sitting in the list of a person's.
pub(crate) struct Listed {
    pub(crate) attempt: Attempt,
    /// How many questions, how many of them answered, and the first that is not; 0 once graded.
    pub(crate) of: i64,
    pub(crate) answered: i64,
    pub(crate) next: Option<i64>,
    /// Nobody waits after it.
    pub(crate) lifted: bool,
    /// It was sat on paper: `attempt` is the paper that ended, its number among papers.
    pub(crate) on_paper: bool,
}

/// A person's sittings in a round, on a screen and on paper, newest first.
pub(crate) async fn attempts<'c>(db: impl Ask<'c>, person_id: &str, round_id: &str) -> Result<Vec<Listed>, Error> {
    let rows = sqlx::query(concat!(
        "select * from (select ",
        attempt_columns!(),
        ", (select count(*) from attempt_item i where i.attempt_id = t.id and t.graded_at is null) as asked,
           (select count(*) from attempt_item i where i.attempt_id = t.id and t.graded_at is null
              and i.answer is not null) as answered,
           (select min(i.place) from attempt_item i where i.attempt_id = t.id and t.graded_at is null
              and i.answer is null) as next_place,
           (select count(*) from wait_lift w where w.attempt_id = t.id) as lifts, cast(0 as bigint) as on_paper
         from attempt t where t.person_id = $1 and t.round_id = $2
         union all
         select q.id, q.round_id, q.number, cast(null as bigint), q.pass_percent, coalesce(q.quiz_sha256, ''),
           coalesce(q.passed_at, q.failed_at), e.percent, e.critical_missed, q.passed_at, cast(0 as bigint),
           cast(0 as bigint), cast(null as bigint),
           (select count(*) from leeway l where l.person_id = $1 and l.round_id = $2 and l.kind = 'sitting'
              and l.at >= q.failed_at), cast(1 as bigint)
         from paper q join paper_step e on e.paper_id = q.id and e.percent is not null and e.number =
           (select max(n.number) from paper_step n where n.paper_id = q.id and n.kind = 'entered')
         where q.person_id = $1 and q.round_id = $2 and coalesce(q.passed_at, q.failed_at) is not null) x
         order by case when x.graded_at is null then 0 else 1 end, x.graded_at desc, x.on_paper, x.number desc"
    ))
    .bind(person_id)
    .bind(round_id)
    .fetch_all(db)
    .await?;
    let one = |row: &AnyRow| {
        Ok(Listed {
            attempt: Attempt::from_row(row)?,
            of: row.try_get("asked")?,
            answered: row.try_get("answered")?,
            next: row.try_get("next_place")?,
            lifted: row.try_get::<i64, _>("lifts")? > 0,
            on_paper: row.try_get::<i64, _>("on_paper")? == 1,
        })
    };
    rows.iter().map(one).collect()
}

/// One question of a sitting, as it was asked and answered.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// 1, 2, …
    pub(crate) place: i64,
    pub(crate) drawn: Drawn,
    pub(crate) answer: Option<Answer>,
    /// 0..=100 once graded.
    pub(crate) points: Option<i64>,
}

/// The columns of [`Asked`], as `i` and `m`.
macro_rules! asked_columns {
    () => {
        "i.place, i.shown, i.points, i.answer, m.body"
    };
}

impl Asked {
    /// From a row of these columns.
    pub(crate) fn read(row: &AnyRow) -> Result<Self, Error> {
        let (shown, body): (String, String) = (row.try_get("shown")?, row.try_get("body")?);
        let drawn = Drawn::rebuild(&body, &shown);
        let drawn = drawn.ok_or_else(|| Error::internal("an item or its order cannot be read"))?;
        let values: Vec<String> = match row.try_get::<Option<String>, _>("answer")? {
            Some(text) => serde_json::from_str(&text).map_err(Error::internal)?,
            None => Vec::new(),
        };
        let answer = Answer::parse(&drawn, &values).map_err(Error::internal)?;
        Ok(Self { place: row.try_get("place")?, drawn, answer, points: row.try_get("points")? })
    }
}

/// The questions of a sitting.
pub(crate) async fn asked<'c>(db: impl Ask<'c>, attempt_id: &str) -> Result<Vec<Asked>, Error> {
    let rows = sqlx::query(concat!(
        "select ",
        asked_columns!(),
        " from attempt_item i join item m on m.sha256 = i.item_sha256 where i.attempt_id = $1 order by i.place"
    ))
    .bind(attempt_id)
    .fetch_all(db)
    .await?;
    rows.iter().map(Asked::read).collect()
}

/// A sitting with all its questions.
pub(crate) struct Whole {
    pub(crate) attempt: Attempt,
    pub(crate) drawn_at: i64,
    /// A sitting of the round was passed, this one or a later one: keys and explanations may be seen.
    pub(crate) open_book: bool,
    pub(crate) asked: Vec<Asked>,
}

/// A person's own sitting with all its questions.
pub(crate) async fn sitting<'c>(db: impl Ask<'c>, person_id: &str, id: &str) -> Result<Whole, Error> {
    let rows = sqlx::query(concat!(
        "select ",
        attempt_columns!(),
        ", ",
        asked_columns!(),
        ", t.drawn_at, (select count(*) from attempt o where o.person_id = t.person_id and o.round_id = t.round_id
              and o.number >= t.number and o.passed_at is not null) as passed_since
         from attempt t join attempt_item i on i.attempt_id = t.id join item m on m.sha256 = i.item_sha256
         where t.id = $1 and t.person_id = $2 order by i.place"
    ))
    .bind(id)
    .bind(person_id)
    .fetch_all(db)
    .await?;
    let first = rows.first().ok_or(Error::NotFound)?;
    Ok(Whole {
        attempt: Attempt::from_row(first)?,
        drawn_at: first.try_get("drawn_at")?,
        open_book: first.try_get::<i64, _>("passed_since")? > 0,
        asked: rows.iter().map(Asked::read).collect::<Result<_, _>>()?,
    })
}

/// A person's own sitting, each place with whether it is answered, and the question at one of them.
pub(crate) struct Spot {
    pub(crate) attempt: Attempt,
    pub(crate) places: Vec<(i64, bool)>,
    pub(crate) asked: Option<Asked>,
}

pub(crate) async fn spot<'c>(db: impl Ask<'c>, person_id: &str, id: &str, place: i64) -> Result<Spot, Error> {
    let row = sqlx::query(concat!(
        "select ",
        attempt_columns!(),
        ", ",
        asked_columns!(),
        ", (select string_agg(cast(x.place as text) || case when x.answer is null then ':' else ':x' end, ' ')
              from attempt_item x where x.attempt_id = t.id) as places
         from attempt t left join attempt_item i on i.attempt_id = t.id and i.place = $3
           left join item m on m.sha256 = i.item_sha256
         where t.id = $1 and t.person_id = $2"
    ))
    .bind(id)
    .bind(person_id)
    .bind(place)
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    let words: Option<String> = row.try_get("places")?;
    let one = |word: &str| {
        let (place, mark) = word.split_once(':')?;
        Some((place.parse().ok()?, !mark.is_empty()))
    };
    let places: Option<Vec<(i64, bool)>> = words.unwrap_or_default().split_whitespace().map(one).collect();
    let mut places = places.ok_or_else(|| Error::internal("places of a sitting cannot be read"))?;
    places.sort_unstable();
    let here: Option<i64> = row.try_get("place")?;
    Ok(Spot { attempt: Attempt::from_row(&row)?, places, asked: here.map(|_| Asked::read(&row)).transpose()? })
}
