//! One page of the table, in an order that an index has, or of few enough people to sort.

use super::Line;
use super::query::{Look, Query, SORTED, WALKED};
use crate::db::{Ask, Value};
use crate::error::Error;
use crate::tracking::rules::Sort;
use sqlx::FromRow as _;

/// Which rows of those that match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) from: i64,
    pub(crate) rows: i64,
    /// Departments that the rows lie in, in order; `from` counts from the first of them. Empty: any.
    pub(crate) departments: Vec<String>,
    /// Many match: walking the order finds them sooner than looking for them and sorting.
    pub(crate) dense: bool,
}

impl Window {
    /// Narrows it to the departments it reaches into, given in order with how many match in each.
    pub(crate) fn reach<'a>(&mut self, order: impl Iterator<Item = (&'a str, i64)>) {
        let (mut before, end) = (0, self.from + self.rows);
        let from = self.from;
        for (id, n) in order {
            let begins = before;
            before += n;
            if before > from && begins < end {
                if self.departments.is_empty() {
                    self.from = from - begins;
                }
                self.departments.push(id.to_owned());
            }
        }
    }
}

/// The rows of a window of those that match the filter; words are [`super::search`]'s.
pub(crate) async fn page<'c>(db: impl Ask<'c>, look: &Look, window: &Window) -> Result<Vec<Line>, Error> {
    let mut query = Query::new("with k as (select s.person_id from standing s where ");
    look.seen(&mut query);
    look.narrowed(&mut query, window.dense);
    if !window.departments.is_empty() {
        query.among("s.department_id", &window.departments);
    }
    order(&mut query, look.filter.sort, window);
    query.add(" limit # offset #)", [window.rows.into(), window.from.into()]);
    query.add(" ", []);
    query.add(look.columns(), []);
    query.add("k cross join standing s", []);
    look.named(&mut query);
    query.add(" where s.person_id = k.person_id and s.round_id = #", [look.round_id.as_str().into()]);
    order(&mut query, look.filter.sort, window);
    let rows = query.built().fetch_all(db).await?;
    Ok(rows.iter().map(Line::from_row).collect::<Result<_, _>>()?)
}

fn order(query: &mut Query, sort: Sort, window: &Window) {
    let name = if window.dense { WALKED } else { SORTED };
    query.add(" order by ", []);
    match sort {
        Sort::Department if window.departments.len() > 1 => {
            places(query, &window.departments);
            query.add(", s.name_key, s.person_id", []);
        }
        Sort::Name | Sort::Department => query.add(name, []),
        Sort::State => query.add("s.place, s.name_key, s.person_id", []),
        Sort::Due if window.dense => query.add("s.due_on nulls last, s.name_key, s.person_id", []),
        Sort::Due => query.add("coalesce(s.due_on, '9999'), s.name_key, s.person_id", []),
    }
}

/// The place of a row's department among these.
pub(super) fn places(query: &mut Query, departments: &[String]) {
    query.add("case s.department_id", []);
    for (place, one) in (0_i64..).zip(departments) {
        query.add(" when # then #", [Value::from(one.as_str()), place.into()]);
    }
    query.add(" else 9999 end", []);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_reaches_only_into_the_departments_its_rows_lie_in() {
        let order = [("a", 30), ("b", 40), ("c", 5), ("d", 100)];
        let reach = |from: i64| {
            let mut window = Window { from, rows: 50, departments: Vec::new(), dense: true };
            window.reach(order.into_iter());
            (window.from, window.departments.concat())
        };
        assert_eq!(reach(0), (0, "ab".to_owned()));
        assert_eq!(reach(50), (20, "bcd".to_owned()));
        assert_eq!(reach(100), (25, "d".to_owned()));
    }
}
