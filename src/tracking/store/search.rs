//! People by words: driven by the words where few have one of them, by the order of the table where many have.

use super::Line;
use super::list::places;
use super::query::{Look, Query, SORTED, WALKED, after, worded};
use crate::db::{Ask, Reader};
use crate::error::Error;
use crate::tracking::rules::Sort;
use sqlx::{FromRow as _, Row as _};
use std::future::poll_fn;

/// So many people and fewer are taken by their ids and sorted.
const FEW: i64 = 500;

/// So many are counted to tell which word is the rarest.
const COUNTED: i64 = 10_000;

/// How the people of some words are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Driver {
    /// Few have all of them: these.
    People(Vec<String>),
    /// In the order of the table, each looked up.
    Order,
    /// In the order of the table by the names it shows: those of a closed round are not looked up.
    Names,
}

/// Asks how many people have each word, and, unless many have the only one, who has them all.
pub(crate) async fn driver(db: &Reader, words: &[String]) -> Result<Driver, Error> {
    let mut query = Query::default();
    for (place, word) in (0_i64..).zip(words) {
        let union = if place == 0 { "" } else { " union all " };
        query.add(
            &format!(
                "{union}select cast({place} as bigint) as place, (select count(*) from
                   (select 1 from person_word where word >= # and word < # limit {COUNTED}) x) as n"
            ),
            [word.as_str().into(), after(word).into()],
        );
    }
    let mut counted = Vec::new();
    for row in query.built().fetch_all(db).await? {
        counted.push((row.try_get::<i64, _>("n")?, row.try_get::<i64, _>("place")?));
    }
    let Some((n, place)) = counted.into_iter().min() else { return Ok(Driver::Order) };
    let rarest = words.get(usize::try_from(place).unwrap_or_default()).cloned().unwrap_or_default();
    if n > FEW && words.len() < 2 {
        return Ok(Driver::Order);
    }
    Ok(together(db, &rarest, words).await?.map_or(Driver::Order, Driver::People))
}

/// Who has all the words, unless that is too many.
async fn together(db: &Reader, rarest: &str, words: &[String]) -> Result<Option<Vec<String>>, Error> {
    let mut query = Query::default();
    having(&mut query, rarest, words);
    query.add(" limit #", [(FEW + 1).into()]);
    let rows = query.built().fetch_all(db).await?;
    let ids = rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<String>, _>>()?;
    Ok((ids.len() <= usize::try_from(FEW).unwrap_or_default()).then_some(ids))
}

/// The people who have all the words, found by the rarest.
fn having(query: &mut Query, rarest: &str, words: &[String]) {
    query.add(
        "select distinct w.person_id from person_word w where w.word >= # and w.word < #",
        [rarest.into(), after(rarest).into()],
    );
    worded(query, "w.person_id", words.iter().filter(|one| *one != rarest));
}

/// What a search found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) lines: Vec<Line>,
    /// The page these are of: the last one, where the one asked for is behind it.
    pub(crate) page: usize,
    /// How many match, or how many were seen.
    pub(crate) seen: usize,
    /// There are more behind the page; `seen` is not all.
    pub(crate) more: bool,
}

/// The people of the filter's words on one page of `rows`; `departments` are in the order of lists.
pub(crate) async fn search<'c>(
    db: impl Ask<'c>,
    look: &Look,
    driver: &Driver,
    departments: &[String],
    (page, rows): (usize, usize),
) -> Result<Found, Error> {
    let words = &look.filter.words;
    let checked = words.has_marks() || *driver == Driver::Names;
    let wanted = page.saturating_add(1).saturating_mul(rows);
    let query = match driver {
        Driver::People(ids) if ids.is_empty() => return Ok(Found::default()),
        Driver::People(ids) => by_people(look, ids, departments),
        Driver::Order if !checked => by_order(look, departments, Some(wanted)),
        Driver::Order | Driver::Names => by_order(look, departments, None),
    };
    // As many statements as there are numbers of people are not worth keeping.
    let mut answers = query.built().persistent(!matches!(driver, Driver::People(_))).fetch(db);
    let mut found = Found::default();
    while let Some(row) = poll_fn(|context| answers.as_mut().poll_next(context)).await {
        let line = Line::from_row(&row?)?;
        let texts = [line.full_name.as_str(), line.position.as_str(), line.code.as_deref().unwrap_or_default()];
        let found_in = if *driver == Driver::Names { words.stand_in(&texts) } else { words.marks_stand_in(&texts) };
        if checked && !found_in {
            continue;
        }
        let counts_all = matches!(driver, Driver::People(_));
        if found.seen >= wanted && !counts_all {
            found.more = true;
            return Ok(found);
        }
        if found.seen < wanted {
            if found.seen > 0 && found.seen % rows == 0 {
                found.lines.clear();
                found.page += 1;
            }
            found.lines.push(line);
        }
        found.seen += 1;
    }
    Ok(found)
}

fn by_people(look: &Look, ids: &[String], departments: &[String]) -> Query {
    let mut query = Query::new(look.columns());
    query.add("standing s", []);
    look.named(&mut query);
    query.add(" where ", []);
    look.seen(&mut query);
    look.narrowed(&mut query, true);
    query.among("s.person_id", ids);
    order(&mut query, look.filter.sort, departments, SORTED);
    query
}

/// One more than wanted tells whether there are more.
fn by_order(look: &Look, departments: &[String], wanted: Option<usize>) -> Query {
    let mut query = Query::new(look.columns());
    query.add("standing s", []);
    look.named(&mut query);
    query.add(" where ", []);
    look.seen(&mut query);
    look.narrowed(&mut query, true);
    if look.closed_at.is_none() {
        worded(&mut query, "s.person_id", look.filter.words.folded());
    }
    order(&mut query, look.filter.sort, departments, WALKED);
    if let Some(wanted) = wanted {
        query.add(" limit #", [i64::try_from(wanted).unwrap_or(i64::MAX - 1).saturating_add(1).into()]);
    }
    query
}

fn order(query: &mut Query, sort: Sort, departments: &[String], name: &'static str) {
    query.add(" order by ", []);
    match sort {
        Sort::Name => {}
        Sort::Department => {
            places(query, departments);
            query.add(", ", []);
        }
        Sort::State => query.add("s.place, ", []),
        Sort::Due => query.add("s.due_on nulls last, ", []),
    }
    query.add(name, []);
}
