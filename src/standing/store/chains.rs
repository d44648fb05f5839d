//! What is many comes as words of one text: how each kind of it is read. `None`: it cannot be.

use crate::calendar::rules::Rests;
use crate::rounds::rules::Commitment;
use crate::standing::rules::Confirmed;
use crate::time::date_of;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// `hash:moment hash:moment …` as the newest moment of each.
pub(super) fn newest(text: Option<&str>) -> Option<BTreeMap<String, i64>> {
    let mut read: BTreeMap<String, i64> = BTreeMap::new();
    for pair in text.unwrap_or_default().split_whitespace() {
        let (hash, at) = pair.split_once(':')?;
        let at: i64 = at.parse().ok()?;
        let newest = read.entry(hash.to_owned()).or_insert(at);
        *newest = at.max(*newest);
    }
    Some(read)
}

/// Rows of two chains, each `number:kind:…`, in their order.
fn in_order(text: Option<&str>) -> Option<Vec<Vec<&str>>> {
    let rows = text.unwrap_or_default().split_whitespace().map(|row| row.split(':').collect::<Vec<_>>());
    let mut rows: Vec<Vec<&str>> = rows.collect();
    let number = |row: &Vec<&str>| row.first().and_then(|number| number.parse::<i64>().ok());
    if rows.iter().any(|row| number(row).is_none()) {
        return None;
    }
    rows.sort_by_key(number);
    Some(rows)
}

/// The days on which somebody was away: paused, or gone and back again. A time away that the next row of its chain
/// changes holds until then.
pub(super) fn away(absences: Option<&str>, presences: Option<&str>) -> Option<Rests> {
    let mut rests = Rests::default();
    let absences = in_order(absences)?;
    let mut next = absences.iter().skip(1).map(Some).chain([None]);
    for row in &absences {
        let [_, kind, from, until, ended] = row.as_slice() else { return None };
        let (from, mut until): (Date, Date) = (from.parse().ok()?, until.parse().ok()?);
        if let Some(Some(after)) = next.next()
            && *kind == "away"
        {
            let [_, _, other_from, other_until, _] = after.as_slice() else { return None };
            let other: (Date, Date) = (other_from.parse().ok()?, other_until.parse().ok()?);
            let apart = until < other.0 || other.1 < from;
            if !apart {
                // What had passed when it was changed has passed.
                until = until.min(date_of(ended.parse().ok()?));
            }
        }
        rests.add(from, until);
    }
    let mut left: Option<Date> = None;
    for row in in_order(presences)? {
        let [_, kind, at] = row.as_slice() else { return None };
        let day = date_of(at.parse().ok()?);
        match (*kind, left) {
            ("left", _) => left = Some(day),
            (_, Some(from)) => rests.add(from, day.yesterday().ok()?),
            _ => {}
        }
    }
    Some(rests)
}

/// `moment:round:months:manner …`, oldest first.
pub(super) fn commitments(text: Option<&str>) -> Option<Vec<Confirmed>> {
    let one = |row: &str| {
        let [at, round, months, manner] = row.split(':').collect::<Vec<_>>().try_into().ok()?;
        let at: i64 = at.parse().ok()?;
        let renews = manner == "rolling";
        let what = Commitment { on: date_of(at), months: months.parse().ok()?, renews };
        Some(Confirmed { at, round_id: round.to_owned(), what })
    };
    let rows: Option<Vec<Confirmed>> = text.unwrap_or_default().split_whitespace().map(one).collect();
    let mut rows = rows?;
    rows.sort_by_key(|row| row.at);
    Some(rows)
}

/// `moment:document …` as what was confirmed together.
pub(super) fn together(text: Option<&str>) -> Option<Vec<BTreeSet<String>>> {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for pair in text.unwrap_or_default().split_whitespace() {
        let (at, document) = pair.split_once(':')?;
        found.entry(at).or_default().insert(document.to_owned());
    }
    Some(found.into_values().collect())
}
